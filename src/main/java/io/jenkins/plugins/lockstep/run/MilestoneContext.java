package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
