package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the one commit of a milestone: the proven tree on the commit that the milestone started
 * from, with trailers. A job of a build has no push rights, so the commit goes to the workspace's
 * repository under {@code refs/lockstep/m<N>}, from where the Jenkinsfile pushes it.
 */
final class CommitJob {
    private final Plan plan;
    private final ObjectStore store;

    CommitJob(Plan plan, ObjectStore store) {
        this.plan = plan;
        this.store = store;
    }

    AttemptResult make(WorkerJob job, AttemptDirectory directory)
            throws IOException, InterruptedException {
        String started = Instant.now().toString();
        AttemptSpec spec = job.spec();
        String tree = store.tree(spec.base());
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("Lockstep-Run", spec.run());
        trailers.put("Lockstep-Milestone", Integer.toString(spec.milestone()));
        trailers.put("Lockstep-Seal", job.provenSeal());
        String commit = store.commit(tree, List.of(spec.milestoneBase()), message(spec, trailers));
        String ref = "refs/lockstep/m" + spec.milestone();
        bring(Path.of(job.workspace()), commit, ref);
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("ref", ref);
        evidence.put("branch", plan.project().branch());
        evidence.put("commit", commit);
        evidence.put("tree", tree);
        evidence.put("parent", spec.milestoneBase());
        evidence.put("trailers", trailers);
        Files.write(directory.evidence().resolve("commit.json"), Json.pretty(evidence));
        return new AttemptResult(
                commit,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                -1,
                -1,
                "",
                started,
                Instant.now().toString());
    }

    /**
     * Puts the commit into the workspace's repository, running nothing that is configured there.
     */
    private void bring(Path workspace, String commit, String ref)
            throws IOException, InterruptedException {
        String kept = ObjectStore.REFS + "commit/" + ref.substring(ref.lastIndexOf('/') + 1);
        store.keep(kept, commit);
        Process git =
                new ProcessBuilder(
                                "git",
                                "-c",
                                "core.hooksPath=/dev/null",
                                "-c",
                                "core.fsmonitor=false",
                                "fetch",
                                "--quiet",
                                "--no-tags",
                                store.path().toString(),
                                "+" + kept + ":" + ref)
                        .directory(workspace.toFile())
                        .redirectErrorStream(true)
                        .start();
        git.getOutputStream().close();
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException(
                    "the commit could not be brought to the workspace's repository: "
                            + text.strip());
        }
    }

    private String message(AttemptSpec spec, Map<String, String> trailers) {
        Milestone milestone = plan.milestone(spec.milestone()).orElseThrow();
        StringBuilder text =
                new StringBuilder("Milestone ")
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
