package io.jenkins.plugins.lockstep.jenkins;

import hudson.model.Result;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code skipOwnCommits}: which new commits a build is worth. */
@ExtendWith(SharedJenkins.class)
class OwnCommitsJenkinsTest {
    private static final String SCRIPT =
            """
            lockstep(milestone: 1, skipOwnCommits: true) {
              node {
                %s
                lockstepPlan()
                withPhase('left') { sh 'echo more >> src/a.txt' }
                withPhase('right') { sh 'date +%%s%%N > src/b.txt' }
                withPhase('both') { sh 'true' }
                commitPhase()
                sh 'git push -q -f %s refs/lockstep/m1:refs/heads/main'
              }
            }
            """;

    @TempDir private Path directory;

    private Blocks blocks;
    private WorkflowJob job;

    @Test
    void onlyLockstepsOwnAreSkipped(JenkinsRule jenkins) throws Exception {
        blocks = Blocks.in(directory);
        job = Blocks.job(jenkins, SCRIPT.formatted(blocks.checkout(), blocks.repository()));
        jenkins.buildAndAssertSuccess(job);
        skipped(jenkins);

        String own = blocks.pull();
        blocks.write("src/c.txt", "somebody's\n");
        blocks.commit("a user's, on top of ours");
        blocks.push();
        jenkins.buildAndAssertSuccess(job);

        own = blocks.pull();
        blocks.git("checkout", "-q", "-B", "main", own + "~1");
        blocks.git("merge", "-q", "--no-ff", "-m", "a merge that adds nothing", own);
        blocks.push();
        skipped(jenkins);

        blocks.git("checkout", "-q", "-B", "main", own + "~1");
        blocks.git("merge", "-q", "--squash", own);
        blocks.commit("squashed\n\n" + blocks.git("log", "-1", "--format=%(trailers)", own));
        blocks.push();
        skipped(jenkins);

        blocks.git("checkout", "-q", "-B", "side", own + "~1");
        blocks.write("src/d.txt", "somebody's\n");
        blocks.commit("a user's, beside ours");
        blocks.git("merge", "-q", "--no-ff", "-m", "a merge of both", own);
        blocks.push();
        jenkins.buildAndAssertSuccess(job);
    }

    private void skipped(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.NOT_BUILT, job);
        jenkins.assertLogContains("nothing to do, the only new commits are those that", run);
        jenkins.assertLogNotContains("withPhase", run);
    }
}
