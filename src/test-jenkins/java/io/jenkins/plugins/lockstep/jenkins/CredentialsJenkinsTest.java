package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.log.OutputStreamTaskListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;

/**
 * A secret reaches the agent's environment and nothing else, however the agent tries to leave it.
 */
@ExtendWith(SharedJenkins.class)
class CredentialsJenkinsTest {
    private static final String SECRET = "s3cr3t-d9b1f0c2a7";

    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL,
                                "agent-key",
                                "The agent's key",
                                Secret.fromString(SECRET)));
    }

    @Test
    void aSecretIsNowhereButInTheAgentsEnvironment() throws Exception {
        Origin origin = Origin.only(directory, "research");
        origin.agentFirst(
                "[ -z \"$API_KEY\" ] || echo yes > '"
                        + origin.log()
                        + "/had'\n"
                        + "echo \"{\\\"type\\\":\\\"assistant\\\",\\\"message\\\":{\\\"content\\\":[{\\\"type\\\":\\\"text\\\",\\\"text\\\":\\\"the"
                        + " key is $API_KEY\\\"}]}}\"\n"
                        + "echo \"the key is $API_KEY\" >&2\n"
                        + "echo \"the key is $API_KEY\" > \"$LOCKSTEP_EVIDENCE/notes.md\"\n"
                        // One after the other: grep has the key in its own arguments.
                        + "cat /proc/[0-9]*/cmdline 2>/dev/null > '"
                        + origin.log()
                        + "/all'\n"
                        + "tr '\\0' '\\n' < '"
                        + origin.log()
                        + "/all' | grep -c \"$API_KEY\" > '"
                        + origin.log()
                        + "/arguments'");
        WorkflowRun run;
        try (LogRecorder degraded = new LogRecorder()) {
            degraded.record(OutputStreamTaskListener.class, Level.WARNING).capture(10);
            run = run(Result.SUCCESS, origin, "researchPhase(" + secret() + ")");
            assertThat(degraded.getMessages()).as("the log loses no errors").isEmpty();
        }

        assertThat(origin.log().resolve("had")).hasContent("yes");
        assertThat(origin.log().resolve("arguments")).hasContent("0");
        assertThat(JenkinsRule.getLog(run)).doesNotContain(SECRET);
        Archive archive = Archive.of(run).holds(directory.resolve("copy"));
        assertThat(archive.file("m1/research/1/agent/notes.md")).hasContent("the key is ****");
        assertThat(holding(run.getRootDir().toPath())).isEmpty();
        assertThat(holding(workspace(run))).isEmpty();
    }

    /** What a failed attempt leaves, too. */
    @Test
    void aSecretIsNotInWhatAFailureTells() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        origin.agentFirst(
                "echo \"$API_KEY LINT\" >> src/c.txt; echo \"failed with $API_KEY\" >&2; exit 3");
        WorkflowRun run = run(Result.FAILURE, origin, "lintPhase(attempts: 1, " + secret() + ")");

        assertThat(JenkinsRule.getLog(run)).contains("lint is not proven").doesNotContain(SECRET);
        assertThat(Archive.of(run).file("failed/m1/lint/1/failure.json")).isRegularFile();
        assertThat(holding(run.getRootDir().toPath())).isEmpty();
    }

    @Test
    void aSecretNeedsAVariable() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        WorkflowRun run = run(Result.FAILURE, origin, "lintPhase(credentialsId: 'agent-key')");

        jenkins.assertLogContains(
                "credentialsVariable must name the environment variable in which the agent looks"
                        + " for 'agent-key', such as ANTHROPIC_API_KEY",
                run);
        assertThat(origin.sessions()).isEmpty();
    }

    private static String secret() {
        return "credentialsId: 'agent-key', credentialsVariable: 'API_KEY'";
    }

    private static WorkflowRun run(Result result, Origin origin, String step) throws Exception {
        return jenkins.buildAndAssertStatus(result, origin.job(jenkins, step));
    }

    private static Path workspace(WorkflowRun run) {
        return Path.of(jenkins.jenkins.getWorkspaceFor(run.getParent()).getRemote());
    }

    /** Files below a directory that hold the secret. */
    private static List<Path> holding(Path root) throws Exception {
        List<Path> found = new ArrayList<>();
        try (var files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                        .contains(SECRET)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
