package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** Two branches on two agents edit the same line. */
@ExtendWith(SharedJenkins.class)
class GateConflictJenkinsTest {
    /** Each branch adds its name at the line's end, on whatever it finds there. */
    private static final String SCRIPT =
            """
            def branch(String agent, String name) {
              node(agent) {
                %1$s
                def r = withPhase(name) { sh "echo body-of-${name}; sed -i '2s/\\$/ ${name}/' src/a.txt" }
                echo "${name}: ${r.state} ${r.attempt}"
              }
            }
            lockstep(milestone: 1, attempts: %2$d) {
              parallel left: { branch('%3$s', 'left') }, right: { branch('%4$s', 'right') }
              node('%3$s') {
                %1$s
                echo "gate: ${phaseGate(after: ['left', 'right']).state}"
                withPhase('both') { sh 'cat src/a.txt' }
                commitPhase()
                lockstepVerify()
              }
            }
            """;

    @TempDir private Path directory;

    private Blocks blocks;

    @BeforeEach
    void project() throws Exception {
        blocks = Blocks.in(directory);
    }

    @Test
    void theLaterBranchIsMadeAgainOnTopOfTheEarlier(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job(jenkins, 2));
        String log = JenkinsRule.getLog(run);
        assertThat(log).contains("merge: both branches changed src/a.txt", "gate: proven");
        String later = later(log);
        String earlier = later.equals("left") ? "right" : "left";
        assertThat(log)
                .containsOnlyOnce("+ echo body-of-" + earlier)
                .contains(
                        earlier + ": sealed before 1",
                        later + ": proven 2",
                        "two " + earlier + " " + later);
        assertThat(log.split("\\+ echo body-of-" + later, -1)).hasSize(3);
    }

    @Test
    void theNextBuildMakesItAgainAndTheOneAfterThatNothing(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, 1);
        WorkflowRun first = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        String later = later(JenkinsRule.getLog(first));
        String earlier = later.equals("left") ? "right" : "left";
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);
        assertThat(JenkinsRule.getLog(second))
                .doesNotContain("+ echo body-of-" + earlier)
                .containsOnlyOnce("+ echo body-of-" + later)
                .contains("gate: proven", "two " + earlier + " " + later);
        WorkflowRun third = jenkins.buildAndAssertSuccess(job);
        assertThat(JenkinsRule.getLog(third))
                .doesNotContain("+ echo body-of-")
                .contains("gate: sealed before", "both is sealed and not run again");
    }

    private WorkflowJob job(JenkinsRule jenkins, int attempts) throws Exception {
        DumbSlave one = jenkins.createOnlineSlave();
        DumbSlave two = jenkins.createOnlineSlave();
        return Blocks.job(
                jenkins,
                SCRIPT.formatted(
                        blocks.checkout(), attempts, one.getNodeName(), two.getNodeName()));
    }

    private static String later(String log) {
        return log.replaceFirst("(?s).*The branch of (\\w+) is made again.*", "$1");
    }
}
