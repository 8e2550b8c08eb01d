package io.jenkins.plugins.lockstep.bench;

import io.jenkins.plugins.lockstep.agent.AgentRunner;
import io.jenkins.plugins.lockstep.agent.LocalGovernor;
import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptRunner;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.Confines;
import io.jenkins.plugins.lockstep.attempt.Workshop;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.git.Checkouts;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.validate.Proofs;
import io.jenkins.plugins.lockstep.validate.ToolRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A whole attempt that mends 200 files one by one: the tool's runs, real agents (shells that sleep
 * 100 ms and mend their file) in pooled checkouts, their changes taken. Ends as soon as all is
 * clean. Bound by the processors as soon as these have more to do than the agents sleep. Arguments:
 * a directory, files (200), numbers of workers.
 */
public final class FileByFileBench {
    private static final double SESSION_MILLIS = 100;
    private static final String PLAN =
            """
            version: 1
            project: {name: bench, branch: main, sources: ["*.txt"]}
            agent:
              command: [sh, -c, 'sleep 0.1; echo fine > "$LOCKSTEP_FILE"']
              output: text
              sandbox: off
            limits: {workers: @WORKERS@, sessions: @WORKERS@, sessionsPerMinute: 10000}
            tools:
              lint:
                command: [sh, -c, '! grep -n bad *.txt']
                format: regex
                pattern: '^(?<file>[^:]+):(?<line>[0-9]+):(?<message>.*)$'
            phases:
              research: {off: benchmark}
              planning: {off: benchmark}
              implement: {off: benchmark}
              architecture: {off: benchmark}
              typecheck: {off: benchmark}
              test: {off: benchmark}
              integration: {off: benchmark}
              e2e: {off: benchmark}
            milestones:
              - {number: 1, name: bench, description: bench, criteria: [all files are fine]}
            """;

    private final Path root;
    private final int files;
    private final ObjectStore store;
    private final String commit;

    private FileByFileBench(Path root, int files) throws Exception {
        this.root = root;
        this.files = files;
        Path repository = Files.createDirectory(root.resolve("repository"));
        for (int i = 0; i < files; i++) {
            Files.writeString(repository.resolve("f" + i + ".txt"), "bad\n");
        }
        git(repository, "init", "--quiet", "-b", "main");
        git(repository, "add", "--all");
        git(repository, "-c", "user.name=B", "-c", "user.email=b@localhost", "commit", "-qm", "x");
        this.store = ObjectStore.open(root.resolve("store.git"));
        this.commit = store.importCommit(repository, "HEAD");
    }

    public static void main(String[] args) throws Exception {
        Path root = Files.createTempDirectory(Path.of(args[0]).toRealPath(), "files-bench");
        try {
            FileByFileBench bench =
                    new FileByFileBench(root, args.length > 1 ? Integer.parseInt(args[1]) : 200);
            List<String> workers =
                    args.length > 2
                            ? Arrays.asList(args).subList(2, args.length)
                            : List.of("4", "8", "16", "32");
            for (String one : workers) {
                bench.row(Integer.parseInt(one));
            }
        } finally {
            AtomicFiles.deleteTree(root);
        }
    }

    private void row(int workers) throws Exception {
        double slept = files * SESSION_MILLIS;
        Cost cost = measure(workers);
        Row.note(
                        Row.format(
                                "(c) a whole attempt on %d files, real processes, %d workers"
                                        + " (%.0f ms of our own processor time a file)",
                                files, workers, cost.cpuMillis() / files),
                        Row.millis(slept),
                        Row.millis(cost.millis()),
                        Row.format("%.2f×", slept / cost.millis()))
                .print();
    }

    private Cost measure(int workers) throws Exception {
        byte[] yaml =
                PLAN.replace("@WORKERS@", Integer.toString(workers))
                        .getBytes(StandardCharsets.UTF_8);
        Plan plan = PlanReader.read(yaml, "lockstep.yaml");
        PhaseGraph graph = PhaseGraph.of(plan);
        Path work = root.resolve("work" + workers);
        try (ProcessRunner processes = new ProcessRunner(work.toString());
                LocalGovernor governor =
                        new LocalGovernor(
                                plan.limits().sessions(), plan.limits().sessionsPerMinute());
                Checkouts checkouts = new Checkouts(store, work, plan.workspace(), root, null)) {
            Workshop shop =
                    new Workshop(
                            plan,
                            graph,
                            store,
                            checkouts,
                            new AgentRunner(processes, governor, plan.agent(), plan.limits()),
                            new Proofs(new ToolRunner(processes, plan.limits())),
                            new Confines(plan.agent(), List.of(), List.of()),
                            "none");
            AttemptSpec spec =
                    new AttemptSpec(
                            "bench",
                            1,
                            "lint",
                            1,
                            plan.digest(),
                            commit,
                            commit,
                            Map.of(),
                            List.of(),
                            Map.of(),
                            List.of(),
                            3_600_000,
                            "run");
            AttemptDirectory directory =
                    AttemptDirectory.create(work.resolve("attempts").resolve(spec.id()));
            List<AttemptResult> results = new ArrayList<>();
            Cost cost =
                    Cost.of(
                            () ->
                                    results.add(
                                            new AttemptRunner(shop)
                                                    .run(spec, directory, EventSink.NONE)));
            if (!results.get(0).proven() || results.get(0).sessions().size() != files) {
                throw new IllegalStateException(results.get(0).failures().toString());
            }
            return cost;
        }
    }

    private static void git(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed");
        }
    }
}
