package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** Somebody changes evidence on the controller between two stages, or between two builds. */
@ExtendWith(SharedJenkins.class)
class TamperJenkinsTest {
    private static final String MEND_TESTS = "withPhase('test') { sh 'echo delta >> src/c.txt' }\n";

    private static JenkinsRule jenkins;

    @TempDir private Path directory;
    private Origin origin;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    /** What somebody does to a build's files. */
    private interface Deed {
        void to(WorkflowRun build) throws IOException;
    }

    @Test
    void anArtifactThatWasChanged() throws Exception {
        WorkflowRun run = betweenStages(run0 -> change(artifact(run0, "result.json")));
        assertThat(JenkinsRule.getLog(run))
                .contains("evidence of m1/lint/1: result.json is not what was sealed");
    }

    @Test
    void anArtifactThatWasRemoved() throws Exception {
        WorkflowRun run = betweenStages(run0 -> Files.delete(artifact(run0, "result.json")));
        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "evidence of m1/lint/1: result.json is missing among the build's"
                                + " artifacts");
    }

    @Test
    void anArtifactThatWasAdded() throws Exception {
        WorkflowRun run =
                betweenStages(run0 -> Files.writeString(artifact(run0, "more.txt"), "more"));
        assertThat(JenkinsRule.getLog(run))
                .contains("evidence of m1/lint/1: files were added after sealing");
    }

    /** The next seal would stand on a line that nobody signed. */
    @Test
    void aByteOfTheLedger() throws Exception {
        WorkflowRun run = betweenStages(run0 -> flipByte(ledger(run0)));
        assertThat(JenkinsRule.getLog(run))
                .contains("ledger.jsonl was changed by somebody else: ")
                .doesNotContain("+ echo delta");
    }

    /** The evidence of what is not a direct prerequisite is looked at again at the end. */
    @Test
    void validateVerifiesAllThatWasSealedBefore() throws Exception {
        origin = Origin.only(directory, "lint", "test", "validate");
        WorkflowRun run =
                stopped(
                        Origin.MEND_LINT + MEND_TESTS,
                        "validatePhase()",
                        run0 -> change(artifact(run0, "result.json")));
        assertThat(JenkinsRule.getLog(run))
                .contains("validate, attempt 1, is not proven:")
                .containsPattern("seals: .*m1/lint/1.*result\\.json");
        assertThat(Archive.soFar(run)).containsExactly("lint", "test");
    }

    @Test
    void verifyNamesTheEntryAndTheFile() throws Exception {
        origin = Origin.only(directory, "lint");
        WorkflowRun run =
                stopped(
                        Origin.MEND_LINT,
                        "lockstepVerify()",
                        run0 -> change(artifact(run0, "result.json")));
        assertThat(JenkinsRule.getLog(run))
                .containsPattern(
                        "the evidence of .* is broken: entry \\d+ \\(m1/lint/1\\): result\\.json");
    }

    /** What can't be verified is not taken over, but done again. */
    @Test
    void anEarlierBuildWhoseEvidenceWasChanged() throws Exception {
        WorkflowRun second = betweenBuilds(first -> change(artifact(first, "result.json")));
        assertThat(JenkinsRule.getLog(second))
                .containsPattern(
                        "not taken over from .*: evidence of m1/lint/1: result.json is not what was"
                                + " sealed");
    }

    @Test
    void anEarlierBuildWhoseLedgerWasChanged() throws Exception {
        WorkflowRun second = betweenBuilds(first -> flipByte(ledger(first)));
        assertThat(JenkinsRule.getLog(second)).doesNotContain("was sealed in");
    }

    @Test
    void anEarlierBuildThatSomebodyElseSigned() throws Exception {
        WorkflowRun second =
                betweenBuilds(
                        first -> {
                            String ledger = Files.readString(ledger(first));
                            Files.writeString(
                                    ledger(first),
                                    ledger.replaceAll("\"sig\" ?: ?\"....", "\"sig\":\"AAAA"));
                        });
        assertThat(JenkinsRule.getLog(second)).doesNotContain("was sealed in");
    }

    /** A build whose second phase must not begin. */
    private WorkflowRun betweenStages(Deed deed) throws Exception {
        origin = Origin.only(directory, "lint", "test");
        WorkflowRun run = stopped(Origin.MEND_LINT, MEND_TESTS, deed);
        assertThat(JenkinsRule.getLog(run)).doesNotContain("test is proven");
        return run;
    }

    private WorkflowRun stopped(String before, String after, Deed deed) throws Exception {
        Path go = directory.resolve("go");
        WorkflowJob job =
                origin.job(
                        jenkins,
                        before
                                + "sh 'echo now; until [ -e "
                                + go
                                + " ]; do sleep 0.1; done'\n"
                                + after);
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("+ echo now", run);
        deed.to(run);
        Files.createFile(go);
        return jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
    }

    /** A build that does its phase again, after one whose phase was proven. */
    private WorkflowRun betweenBuilds(Deed deed) throws Exception {
        origin = Origin.only(directory, "lint");
        WorkflowJob job = origin.job(jenkins, Origin.MEND_LINT);
        WorkflowRun first = jenkins.buildAndAssertSuccess(job);
        deed.to(first);
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);
        assertThat(JenkinsRule.getLog(second)).contains("lint is proven and sealed: ");
        assertThat(Archive.of(second).holds(directory.resolve("copy")).seal("lint").takenOver())
                .isNull();
        return second;
    }

    private static Path artifact(WorkflowRun build, String name) {
        return Archive.of(build).file("m1/lint/1").resolve(name);
    }

    private static Path ledger(WorkflowRun build) {
        return build.getRootDir().toPath().resolve("lockstep/ledger.jsonl");
    }

    private static void change(Path file) throws IOException {
        Files.writeString(file, Files.readString(file) + " ");
    }

    /** In the middle of the last line. */
    private static void flipByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 200] ^= 1;
        Files.write(file, bytes);
    }
}
