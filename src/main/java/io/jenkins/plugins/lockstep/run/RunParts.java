package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.agent.AgentRunner;
import io.jenkins.plugins.lockstep.agent.LocalGovernor;
import io.jenkins.plugins.lockstep.attempt.AttemptRunner;
import io.jenkins.plugins.lockstep.attempt.Confines;
import io.jenkins.plugins.lockstep.attempt.MergeRunner;
import io.jenkins.plugins.lockstep.attempt.Workshop;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.LedgerBrokenException;
import io.jenkins.plugins.lockstep.evidence.LedgerHeldException;
import io.jenkins.plugins.lockstep.git.Checkouts;
import io.jenkins.plugins.lockstep.git.Identity;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.StoreRecovery;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.validate.Proofs;
import io.jenkins.plugins.lockstep.validate.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Opens what a run is made of, and closes all of it in the opposite order. */
final class RunParts implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private RunContext context;

    private RunParts() {}

    static RunParts open(
            RunOptions options,
            Plan plan,
            byte[] planBytes,
            List<Consumer<Event>> listeners,
            Clock clock)
            throws IOException, InterruptedException, LedgerHeldException, LedgerBrokenException {
        RunParts parts = new RunParts();
        try {
            parts.context = parts.make(options, plan, planBytes, listeners, clock);
            return parts;
        } catch (Throwable e) {
            parts.closeAfter(e);
            throw e;
        }
    }

    RunContext context() {
        return context;
    }

    private RunContext make(
            RunOptions options,
            Plan plan,
            byte[] planBytes,
            List<Consumer<Event>> listeners,
            Clock clock)
            throws IOException, InterruptedException, LedgerHeldException, LedgerBrokenException {
        Home home = Home.of(options.project());
        String id = RunId.next(home.runs(), clock.instant());
        Ledger ledger = opened(Ledger.open(home.directory(), id));
        home.ignore();
        String owner = home.directory().toString();
        ProcessRunner.sweep(owner);
        StoreRecovery.sweep(home.store());
        Checkouts.sweep(home.work());
        AtomicFiles.deleteTree(home.work().resolve("attempts"));
        Files.createDirectories(home.runs());
        Path directory = Files.createDirectory(home.run(id));
        AtomicFiles.write(directory.resolve("plan.yaml"), planBytes);
        EventLog events =
                opened(new EventLog(id, directory.resolve("events.jsonl"), listeners, clock));
        PhaseGraph graph = PhaseGraph.of(plan);
        ObjectStore store = ObjectStore.open(home.store(), Identity.LOCKSTEP, clock);
        ProcessRunner processes = opened(new ProcessRunner(owner));
        LocalGovernor governor =
                opened(
                        new LocalGovernor(
                                plan.limits().sessions(), plan.limits().sessionsPerMinute()));
        Confines confines = new Confines(plan.agent(), home.hidden(), home.readable());
        Setup setup =
                new Setup(
                        processes,
                        plan.limits(),
                        confines,
                        home.work(),
                        directory,
                        events.at(0, "", 0));
        Checkouts checkouts =
                opened(new Checkouts(store, home.work(), plan.workspace(), home.project(), setup));
        AgentRunner agents = new AgentRunner(processes, governor, plan.agent(), plan.limits());
        Proofs proofs = new Proofs(new ToolRunner(processes, plan.limits(), clock));
        Workshop shop =
                new Workshop(
                        plan,
                        graph,
                        store,
                        checkouts,
                        agents,
                        proofs,
                        confines,
                        processes.sandboxes().kind(),
                        clock);
        Sealer sealer = new Sealer(id, home, plan, store, ledger, clock);
        store.tidy();
        GateCheck gateCheck =
                new GateCheck(options.plan(), plan.digest(), home, store, ledger, sealer.index());
        Deadline deadline = Deadline.of(plan.limits().run(), "run");
        return new RunContext(
                id,
                options,
                home,
                plan,
                graph,
                store,
                new AttemptRunner(shop),
                new MergeRunner(shop),
                sealer,
                gateCheck,
                events,
                deadline,
                processes.sandboxes().kind().equals("bubblewrap")
                        && !plan.agent().sandbox().equals("off"),
                new ConcurrentLinkedQueue<>(),
                clock);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private void closeAfter(Throwable e) {
        try {
            close();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
    }

    @Override
    public void close() throws IOException {
        List<Exception> failed = new ArrayList<>();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failed.add(e);
            }
        }
        if (!failed.isEmpty()) {
            IOException all =
                    new IOException(
                            "could not close all of the run: " + failed.get(0), failed.get(0));
            failed.stream().skip(1).forEach(all::addSuppressed);
            throw all;
        }
    }
}
