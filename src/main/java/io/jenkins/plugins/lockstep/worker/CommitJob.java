package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the one commit of a milestone: the proven tree on the commit that the milestone started from, with trailers. A
 * job of a build has no push rights, so the commit goes to the workspace's repository under {@code refs/lockstep/m<N>},
 * from where the Jenkinsfile pushes it.
 */
final class CommitJob {
    private final Plan plan;
    private final ObjectStore store;

    CommitJob(Plan plan, ObjectStore store) {
        this.plan = plan;
        this.store = store;
    }

    AttemptResult make(WorkerJob job, AttemptDirectory directory) throws IOException, InterruptedException {
        String started = Instant.now().toString();
        AttemptSpec spec = job.spec();
        String tree = store.tree(spec.base());
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("Lockstep-Run", spec.run());
        trailers.put("Lockstep-Milestone", Integer.toString(spec.milestone()));
        trailers.put("Lockstep-Seal", job.provenSeal());
        String commit = store.commit(tree, List.of(spec.milestoneBase()), message(spec, trailers));
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("branch", plan.project().branch());
        evidence.put("commit", commit);
        evidence.put("tree", tree);
        evidence.put("parent", spec.milestoneBase());
        evidence.put("trailers", trailers);
        Files.write(directory.evidence().resolve("commit.json"), Json.pretty(evidence));
        return new AttemptResult(
                commit, List.of(), List.of(), List.of(), List.of(), List.of(), -1, -1, "", started, Instant.now()
                        .toString());
    }

    private String message(AttemptSpec spec, Map<String, String> trailers) {
        Milestone milestone = plan.milestone(spec.milestone()).orElseThrow();
        StringBuilder text = new StringBuilder("Milestone ")
                .append(milestone.number())
                .append(": ")
                .append(milestone.name())
                .append("\n\n");
        milestone.criteria().forEach(one -> text.append("- ").append(one).append('\n'));
        text.append('\n');
        trailers.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
