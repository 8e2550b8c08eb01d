package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.evidence.Places;
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

    /** Seals what an attempt left; its evidence is among the artifacts afterwards. */
    public Sealed seal(BuildGraph.Open open, AttemptSpec spec, Returned returned, Received evidence)
            throws IOException, InterruptedException {
        AttemptResult result = returned.result();
        evidence.put("result.json", Json.pretty(result));
        long most = graph.plan().limits().evidenceBytes();
        if (evidence.bytes() > most) {
            throw new IOException(
                    "evidence from the agent is refused: it has %d bytes, at most %d are taken"
                            .formatted(evidence.bytes(), most));
        }
        BuildRun run = graph.run();
        run.story().heard(spec, evidence.directory());
        String place = Places.of(spec.milestone(), spec.phase(), spec.attempt());
        Path mark = run.files().unsealed(place);
        Files.createDirectories(mark);
        new Artifacts(build)
                .archive(
                        evidence.directory(),
                        evidence.names(),
                        Artifacts.sealedPlace(place),
                        listener);
        returned.keep(run.files());
        List<Subject> subjects = new ArrayList<>(evidence.subjects());
        subjects.add(Subject.commit(result.commit(), returned.tree()));
        Sealed sealed = append(open, spec, result, subjects);
        Files.delete(mark);
        run.story().proven(spec, returned, sealed, evidence.sizes());
        return sealed;
    }

    private Sealed append(
            BuildGraph.Open open, AttemptSpec spec, AttemptResult result, List<Subject> subjects)
            throws IOException {
        Object predicate;
        if (open.node().isGate()) {
            List<String> members =
                    new GateMembers(graph.graph(), open.node())
                            .proven().stream().map(Phase::name).toList();
            predicate =
                    Evidence.gate(spec, open.node(), open.key(), open.materials(), members, result);
        } else {
            predicate = Evidence.phase(graph.plan(), spec, open.key(), open.materials(), result);
        }
        return graph.run()
                .append(
                        open.node().isGate() ? Predicates.GATE : Predicates.PHASE,
                        subjects,
                        predicate)
                .orElseThrow();
    }

    /** Archives what a failed attempt left, apart from what is sealed. */
    public void keepFailed(
            AttemptSpec spec, List<Failure> failures, double costUsd, Received evidence)
            throws IOException, InterruptedException {
        evidence.put("failure.json", Json.pretty(failures));
        new Artifacts(build)
                .archive(
                        evidence.directory(),
                        evidence.names(),
                        Artifacts.failedPlace(spec.milestone(), spec.phase(), spec.attempt()),
                        listener);
        BuildStory story = graph.run().story();
        story.heard(spec, evidence.directory());
        story.failed(spec, failures, costUsd);
    }
}
