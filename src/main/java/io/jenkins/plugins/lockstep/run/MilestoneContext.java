package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A milestone of a run.
 *
 * @param base the commit that it starts from
 * @param before test figures of the milestones before it
 */
record MilestoneContext(
        RunContext run, Milestone milestone, String base, Map<String, TestCounts> before) {

    /** Records failures of a phase or gate that is given up. */
    void fail(String node, int attempt, List<Failure> failures) {
        List<RunFailure> placed = new ArrayList<>();
        for (Failure failure : failures) {
            placed.add(new RunFailure(milestone.number(), node, attempt, failure, retry(node)));
        }
        run.failures().addAll(placed);
        for (RunFailure one : placed) {
            run.events()
                    .at(milestone.number(), node, attempt)
                    .emit(
                            Event.Type.FAILED,
                            one.failure().session(),
                            one.failure().file(),
                            one.failure().message(),
                            Map.of("failure", one.failure(), "retry", one.retry()));
        }
    }

    /**
     * Takes a seal as it is, if its evidence is intact; else that is recorded as a failure.
     *
     * @param attempt that is told; 0 for a gate
     */
    Optional<Sealed> reused(Sealed sealed, int attempt, String text) throws IOException {
        Optional<Failure> broken = run.sealer().broken(sealed);
        if (broken.isPresent()) {
            fail(sealed.node(), attempt, List.of(broken.get()));
            return Optional.empty();
        }
        run.events()
                .emit(
                        milestone.number(),
                        sealed.node(),
                        attempt,
                        Event.Type.REUSED,
                        text,
                        run.sealer().data(sealed));
        return Optional.of(sealed);
    }

    /** The same of a phase's seal, with the run that it is of. */
    Optional<Sealed> reused(Sealed sealed) throws IOException {
        return reused(sealed, sealed.attempt(), "sealed before, in " + sealed.run());
    }

    private String retry(String node) {
        String command = "lockstep resume --milestone " + milestone.number();
        if (!node.startsWith("gate:") && !node.isEmpty()) {
            command += " --phase " + node;
        }
        Path project = run.home().project();
        return project.equals(Path.of("").toAbsolutePath()) ? command : command + " -C " + project;
    }

    /** The figures that a phase after these seals may not make worse. */
    Map<String, TestCounts> baselines(Collection<Sealed> seals) {
        Map<String, TestCounts> all = new HashMap<>(before);
        for (Sealed sealed : seals) {
            sealed.tests()
                    .forEach(
                            (phase, figures) ->
                                    all.merge(phase, figures, MilestoneContext::stricter));
        }
        return all;
    }

    private static TestCounts stricter(TestCounts a, TestCounts b) {
        long skipped = Math.min(a.skipped(), b.skipped());
        return new TestCounts(Math.max(a.ran(), b.ran()) + skipped, 0, skipped);
    }
}
