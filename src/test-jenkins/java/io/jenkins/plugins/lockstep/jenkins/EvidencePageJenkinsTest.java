package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.lockstep.jenkins.governor.LockstepConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The page of a build's evidence, and the report there. */
@ExtendWith(SharedJenkins.class)
class EvidencePageJenkinsTest {
    private static final String MARKUP = "<img src=x onerror=alert(1)>";

    @TempDir private Path directory;

    @BeforeAll
    static void artifactsHaveAPermission() {
        Run.ARTIFACTS.setEnabled(true);
        System.setProperty("hudson.security.ArtifactsPermission", "true");
    }

    @AfterAll
    static void theyHaveNone() {
        Run.ARTIFACTS.setEnabled(false);
        System.clearProperty("hudson.security.ArtifactsPermission");
    }

    @AfterEach
    void restore(JenkinsRule jenkins) throws Exception {
        SharedJenkins.restore(jenkins);
    }

    @Test
    void tellsWhatIsProvenAndWhyTheRestIsNot(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = failedBuild(jenkins);
        HtmlPage page = jenkins.createWebClient().getPage(run, "lockstep/");
        String text = page.asNormalizedText();
        assertThat(text)
                .contains(
                        "Evidence",
                        "1 of 4 phases proven",
                        "tool failed",
                        "src/a.txt:4:BAD",
                        MARKUP);
        assertThat(text).contains("blocked", "research: not needed here", "BEGIN PUBLIC KEY");
        assertThat(page.getByXPath("//img[@src='x']")).isEmpty();
        for (String link :
                new String[] {
                    "../artifact/lockstep/m1/left/1/",
                    "../artifact/lockstep/failed/m1/right/1/",
                    "../artifact/lockstep/",
                    "report",
                    "../artifact/lockstep/report.html"
                }) {
            assertThat(page.getByXPath("//a[@href='" + link + "']")).as(link).isNotEmpty();
            assertThat(get(jenkins.createWebClient(), run, "lockstep/" + link).getStatusCode())
                    .as(link)
                    .isEqualTo(200);
        }
    }

    @Test
    void theReportRunsNothingButItsOwn(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = failedBuild(jenkins);
        WebResponse report = get(jenkins.createWebClient(), run, "lockstep/report");
        assertThat(report.getResponseHeaderValue("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("script-src 'sha256-", "sandbox allow-scripts allow-downloads");
        assertThat(report.getContentAsString())
                .contains("href=\"../artifact/lockstep/m1/left/1/")
                .doesNotContain(MARKUP)
                .endsWith("</html>\n");
        Path archive = run.getRootDir().toPath().resolve("archive/lockstep");
        assertThat(archive.resolve("run.json")).content().contains("\"state\" : \"failed\"");
        assertThat(archive.resolve("report.html")).content().contains("href=\"./m1/left/1/");
    }

    @Test
    void whoMayNotReadTheBuildSeesNothingAndWhoMayNotReadArtifactsNoLinks(JenkinsRule jenkins)
            throws Exception {
        WorkflowRun run = failedBuild(jenkins);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy()
                        .grant(Jenkins.READ)
                        .everywhere()
                        .to("nobody", "reader", "collector")
                        .grant(Item.READ)
                        .everywhere()
                        .to("reader", "collector")
                        .grant(Run.ARTIFACTS)
                        .everywhere()
                        .to("collector"));
        for (String path : new String[] {"lockstep/", "lockstep/report"}) {
            WebClient nobody = jenkins.createWebClient().login("nobody");
            assertThat(get(nobody, run, path).getStatusCode()).isEqualTo(404);
            WebClient reader = jenkins.createWebClient().login("reader");
            assertThat(get(reader, run, path).getContentAsString())
                    .contains("left")
                    .doesNotContain("../artifact/");
            WebClient collector = jenkins.createWebClient().login("collector");
            assertThat(get(collector, run, path).getContentAsString()).contains("../artifact/");
        }
    }

    @Test
    void aPhaseThatWaitsForSessionsIsOnItsBuildsPage(JenkinsRule jenkins) throws Exception {
        LockstepConfiguration.get().setSessions(1);
        Path go = directory.resolve("go");
        Path begun = directory.resolve("begun");
        String agent =
                "agent: {command: [sh, -c, \"touch "
                        + begun
                        + "; until [ -e "
                        + go
                        + " ]; do sleep 0.1; done;"
                        + " echo more >> src/a.txt\"], output: text, writable: [\""
                        + directory
                        + "/\"]}\n";
        Blocks blocks = Blocks.in(directory, "One", agent);
        String script = "node { " + blocks.checkout() + "\n lockstepPhase('left') }";
        // The agent mends what is BAD.
        blocks.write("src/a.txt", "BAD\n");
        blocks.commit("bad");
        blocks.push();
        WorkflowJob first = Blocks.job(jenkins, script);
        WorkflowRun holds = first.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("left, attempt 1, from", holds);
        WorkflowRun waits = Blocks.job(jenkins, script).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("left waits for agent sessions: 1 of 1 are in use", waits);
        WebClient client = jenkins.createWebClient();
        String line = "left waits for agent sessions, next in the queue";
        assertThat(client.getPage(waits).asNormalizedText()).contains("Lockstep: " + line);
        assertThat(client.getPage(waits, "lockstep/").asNormalizedText()).contains(line);
        assertThat(client.getPage(holds).asNormalizedText())
                .doesNotContain("waits for agent sessions");
        Files.createFile(go);
        jenkins.waitForCompletion(holds);
        jenkins.waitForMessage("left, attempt 1, from", waits);
        jenkins.waitForCompletion(waits);
        assertThat(client.getPage(waits).asNormalizedText())
                .doesNotContain("waits for agent sessions");
    }

    private WorkflowRun failedBuild(JenkinsRule jenkins) throws Exception {
        Blocks blocks = Blocks.in(directory, MARKUP, "");
        return jenkins.buildAndAssertStatus(
                Result.FAILURE,
                Blocks.job(
                        jenkins,
                        """
                node {
                  %s
                  withPhase('left') { sh 'echo good >> src/a.txt; echo note > "$LOCKSTEP_EVIDENCE/note.txt"' }
                  withPhase('right') { sh 'echo "BAD <b>" >> src/a.txt' }
                }"""
                                .formatted(blocks.checkout())));
    }

    private static WebResponse get(WebClient client, Run<?, ?> run, String path) throws Exception {
        return client.withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false)
                .getPage(run, path)
                .getWebResponse();
    }
}
