package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.evidence.EvidenceCollector;
import io.jenkins.plugins.lockstep.evidence.EvidenceRefusedException;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.run.Evidence;
import io.jenkins.plugins.lockstep.run.GateMembers;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Seals what came back from an agent. The order makes a crash harmless: evidence among the
 * artifacts, commit in the build's directory, then the ledger's line.
 */
public final class Sealing {
    private final BuildGraph graph;
    private final Run<?, ?> build;
    private final TaskListener listener;

    public Sealing(BuildGraph graph, Run<?, ?> build, TaskListener listener) {
        this.graph = graph;
        this.build = build;
        this.listener = listener;
    }

    /**
     * @param evidence a directory on this machine, as it came; it is gone afterwards
     */
    public Sealed seal(BuildGraph.Open open, AttemptSpec spec, Returned returned, Path evidence)
            throws IOException, InterruptedException {
        List<Subject> subjects = keep(spec, returned, evidence);
        AttemptResult result = returned.result();
        BuildRun run = graph.run();
        Sealed sealed;
        if (open.node().isGate()) {
            List<String> members =
                    new GateMembers(graph.graph(), open.node())
                            .proven().stream().map(Phase::name).toList();
            sealed =
                    run.append(
                                    Predicates.GATE,
                                    subjects,
                                    Evidence.gate(
                                            spec,
                                            open.node(),
                                            open.key(),
                                            open.materials(),
                                            members,
                                            result))
                            .orElseThrow();
        } else {
            sealed =
                    run.append(
                                    Predicates.PHASE,
                                    subjects,
                                    Evidence.phase(
                                            graph.plan(),
                                            spec,
                                            open.key(),
                                            open.materials(),
                                            result))
                            .orElseThrow();
        }
        EventSink events = run.events(spec.milestone(), spec.phase(), spec.attempt());
        events.emit(
                Event.Type.ATTEMPT_ENDED,
                "",
                "",
                "proven",
                Map.of(
                        "state",
                        "proven",
                        "costUsd",
                        result.costUsd(),
                        "millis",
                        returned.millis()));
        events.emit(
                Event.Type.SEALED,
                "",
                "",
                "sealed " + sealed.seal(),
                Map.of("seal", sealed.seal().toString(), "commit", sealed.commit()));
        return sealed;
    }

    private List<Subject> keep(AttemptSpec spec, Returned returned, Path evidence)
            throws IOException, InterruptedException {
        Files.write(evidence.resolve("result.json"), Json.pretty(returned.result()));
        Path checked = evidence.resolveSibling("sealed-" + spec.id());
        List<Subject> subjects;
        try {
            AtomicFiles.deleteTree(checked);
            subjects =
                    new ArrayList<>(
                            EvidenceCollector.collect(
                                    evidence, checked, graph.plan().limits().evidenceBytes()));
        } catch (EvidenceRefusedException e) {
            throw new IOException("evidence from the agent is refused: " + e.getMessage(), e);
        }
        new Artifacts(build)
                .archive(
                        checked,
                        Artifacts.place(spec.milestone(), spec.phase(), spec.attempt()),
                        listener);
        AtomicFiles.deleteTree(checked);
        AtomicFiles.deleteTree(evidence);
        if (returned.bundle() != null) {
            Bundles.keep(returned.bundle(), returned.result().commit(), graph.run().files());
        }
        subjects.add(Subject.commit(returned.result().commit(), returned.tree()));
        return subjects;
    }

    /** Archives what a failed attempt left, apart from what is sealed. */
    public void keepFailed(AttemptSpec spec, AttemptResult result, Path evidence)
            throws IOException, InterruptedException {
        Files.createDirectories(evidence);
        Files.write(evidence.resolve("failure.json"), Json.pretty(result.failures()));
        new Artifacts(build)
                .archive(
                        evidence,
                        Artifacts.failedPlace(spec.milestone(), spec.phase(), spec.attempt()),
                        listener);
        AtomicFiles.deleteTree(evidence);
        EventSink events = graph.run().events(spec.milestone(), spec.phase(), spec.attempt());
        String message =
                result.failures().isEmpty() ? "failed" : result.failures().get(0).message();
        events.emit(
                Event.Type.ATTEMPT_ENDED,
                "",
                "",
                "failed: " + message,
                Map.of("state", "failed", "costUsd", result.costUsd()));
        result.failures()
                .forEach(
                        failure ->
                                events.emit(
                                        Event.Type.FAILED,
                                        failure.session(),
                                        failure.file(),
                                        failure.message(),
                                        Map.of("failure", failure)));
    }

    /** Archives what an attempt left that was ended from outside. */
    public void keepAbandoned(AttemptSpec spec, Throwable cause, Path evidence)
            throws IOException, InterruptedException {
        Failure failure = Failure.of("attempt", Cause.INTERRUPTED, "ended from outside: " + cause);
        Files.write(evidence.resolve("failure.json"), Json.pretty(List.of(failure)));
        new Artifacts(build)
                .archive(
                        evidence,
                        Artifacts.failedPlace(spec.milestone(), spec.phase(), spec.attempt()),
                        listener);
        graph.run()
                .events(spec.milestone(), spec.phase(), spec.attempt())
                .emit(
                        Event.Type.ATTEMPT_ENDED,
                        "",
                        "",
                        "failed: " + failure.message(),
                        Map.of("state", "failed"));
    }
}
