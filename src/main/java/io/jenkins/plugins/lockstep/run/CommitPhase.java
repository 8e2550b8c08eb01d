package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.TargetDirtyException;
import io.jenkins.plugins.lockstep.git.TargetMovedException;
import io.jenkins.plugins.lockstep.run.Landing.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what is proven on the target branch, as one commit whose trailers name run, milestone and
 * seal. The commit is kept under a ref of the store before the branch moves, so that a run killed
 * between the two finds it again.
 */
final class CommitPhase {
    /** The branch may move while the merge with its last move is proven. */
    private static final int MOST_TRIES = 3;

    private final MilestoneContext milestone;

    CommitPhase(MilestoneContext milestone) {
        this.milestone = milestone;
    }

    /** The ref that keeps the commit of a milestone. */
    static String pending(int milestone) {
        return "refs/lockstep/pending/m" + milestone;
    }

    AttemptResult make(
            AttemptSpec spec, AttemptDirectory directory, List<Sealed> materials, EventSink events)
            throws IOException, InterruptedException {
        String started = milestone.run().clock().instant().toString();
        Sealed proven = materials.get(0);
        Map<String, String> trailers = trailers(spec, proven);
        for (int tries = 1; ; tries++) {
            Landing landing = new Landing(milestone, spec, directory, events);
            Found found = landing.find(proven, tip(), message(trailers));
            if (!found.failures().isEmpty()) {
                return result(spec.base(), found, found.failures(), started);
            }
            try {
                publish(spec, found);
            } catch (TargetMovedException e) {
                if (tries < MOST_TRIES) {
                    directory.clearEvidence();
                    continue;
                }
                return failed(spec, found, Cause.TARGET_MOVED, e, started);
            } catch (TargetDirtyException e) {
                return failed(spec, found, Cause.TARGET_DIRTY, e, started);
            }
            write(directory, landing, found, proven, trailers);
            return result(found.commit(), found, List.of(), started);
        }
    }

    private String tip() throws IOException, InterruptedException {
        return milestone.run().store().importCommit(milestone.run().home().project(), branch());
    }

    private String branch() {
        return milestone.run().plan().project().branch();
    }

    /**
     * If a kill came between the branch and its files, these are still as in the parent and are
     * moved now.
     */
    private void publish(AttemptSpec spec, Found found) throws IOException, InterruptedException {
        if (found.parent().isEmpty()) {
            return;
        }
        ObjectStore store = milestone.run().store();
        store.keep(pending(spec.milestone()), found.commit());
        store.publish(milestone.run().home().project(), branch(), found.commit(), found.parent());
    }

    private void write(
            AttemptDirectory directory,
            Landing landing,
            Found found,
            Sealed proven,
            Map<String, String> trailers)
            throws IOException, InterruptedException {
        ObjectStore store = milestone.run().store();
        Map<String, String> there = new LinkedHashMap<>();
        for (String key : trailers.keySet()) {
            there.put(key, landing.trailer(found.commit(), key));
        }
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("branch", branch());
        evidence.put("commit", found.commit());
        evidence.put("tree", store.tree(found.commit()));
        evidence.put("parent", store.parent(found.commit()));
        evidence.put("provenTree", proven.tree());
        evidence.put("provenAgain", !found.validators().isEmpty());
        evidence.put("trailers", there);
        Files.write(directory.evidence().resolve("commit.json"), Json.pretty(evidence));
    }

    private String message(Map<String, String> trailers) {
        StringBuilder text = new StringBuilder();
        text.append("Milestone ").append(milestone.milestone().number()).append(": ");
        text.append(milestone.milestone().name()).append("\n\n");
        milestone
                .milestone()
                .criteria()
                .forEach(criterion -> text.append("- ").append(criterion).append('\n'));
        text.append('\n');
        trailers.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static Map<String, String> trailers(AttemptSpec spec, Sealed proven) {
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("Lockstep-Run", spec.run());
        trailers.put("Lockstep-Milestone", Integer.toString(spec.milestone()));
        trailers.put("Lockstep-Seal", proven.seal().toString());
        return trailers;
    }

    private AttemptResult failed(
            AttemptSpec spec, Found found, Cause cause, IOException e, String started) {
        return result(
                spec.base(), found, List.of(Failure.of("commit", cause, e.getMessage())), started);
    }

    private AttemptResult result(
            String commit, Found found, List<Failure> failures, String started) {
        return new AttemptResult(
                commit,
                List.of(),
                found.validators(),
                failures,
                List.of(),
                List.of(),
                -1,
                -1,
                "",
                started,
                milestone.run().clock().instant().toString());
    }
}
