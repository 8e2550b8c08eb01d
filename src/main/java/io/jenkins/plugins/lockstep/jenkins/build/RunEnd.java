package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.State;
import io.jenkins.plugins.lockstep.report.RunDataBuilder;
import io.jenkins.plugins.lockstep.report.RunReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The end of a build's run: what tells of the whole run goes among the artifacts. */
final class RunEnd {
    private static final List<String> FILES =
            List.of("ledger.jsonl", "head.json", "progress.json", "plan.yaml", "events.jsonl");

    private final BuildRun run;
    private final Run<?, ?> build;

    RunEnd(BuildRun run, Run<?, ?> build) {
        this.run = run;
        this.build = build;
    }

    /** Archives ledger, plan, events and public key, and the report that is made of them. */
    void archive(TaskListener listener) throws IOException, InterruptedException {
        if (run.pinned().isEmpty()) {
            return;
        }
        Path root = run.files().root();
        tellEnd();
        Artifacts artifacts = new Artifacts(build);
        artifacts.archive(
                root,
                FILES.stream().filter(name -> Files.exists(root.resolve(name))).toList(),
                Artifacts.ROOT,
                listener);
        Path made = Files.createDirectories(run.files().staging("end"));
        Files.write(
                made.resolve("ed25519.pub.pem"),
                ControllerKey.get().verifyingKey().toPem().getBytes(StandardCharsets.US_ASCII));
        RunReports.write(made, data(), ".");
        artifacts.archive(
                made,
                List.of("ed25519.pub.pem", "run.json", "report.html"),
                Artifacts.ROOT,
                listener);
        AtomicFiles.deleteTree(made.getParent());
    }

    private void tellEnd() throws IOException {
        RunData data = data();
        List<State> states = new ArrayList<>();
        for (Milestone milestone : data.milestones()) {
            if (!milestone.started().isEmpty()) {
                State state = state(milestone);
                states.add(state);
                run.story().milestoneEnded(milestone.number(), state.text());
            }
        }
        run.story().runEnded(state(states).text());
    }

    private RunData data() throws IOException {
        return RunDataBuilder.read(run.files().events()).build();
    }

    private static State state(Milestone milestone) {
        boolean proven = milestone.phases().stream().allMatch(phase -> phase.state().counts());
        return proven
                ? State.PROVEN
                : milestone.state() == State.FAILED ? State.FAILED : State.PENDING;
    }

    /** A build that ran a part of its plan, and that with success, leaves the rest to others. */
    private State state(List<State> milestones) {
        if (!milestones.isEmpty() && milestones.stream().allMatch(State.PROVEN::equals)) {
            return State.PROVEN;
        }
        Result result = build.getResult();
        if (Result.ABORTED.equals(result) || Result.NOT_BUILT.equals(result)) {
            return State.INTERRUPTED;
        }
        return Result.SUCCESS.equals(result) ? State.PENDING : State.FAILED;
    }
}
