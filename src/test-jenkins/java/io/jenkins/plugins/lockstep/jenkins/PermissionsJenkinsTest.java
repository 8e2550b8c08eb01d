package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.lockstep.jenkins.step.LintPhaseStep;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/**
 * Who may see what: every page and web method of the plugin, by somebody with and without rights.
 */
@ExtendWith(SharedJenkins.class)
class PermissionsJenkinsTest {
    private static final String DESCRIPTORS = "descriptorByName/";

    private static JenkinsRule jenkins;
    private static WorkflowRun build;

    @TempDir private static Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL,
                                "agent-key",
                                "The agent's key",
                                Secret.fromString("s3cr3t")));
        Origin origin = Origin.only(directory, "lint");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "p");
        job.setDefinition(
                new CpsFlowDefinition(
                        "node {\n"
                                + origin.checkout()
                                + "withPhase('lint') { sh 'sed -i s/LINT// src/*.txt' }\n}",
                        true));
        build = jenkins.buildAndAssertSuccess(job);
        Run.ARTIFACTS.setEnabled(true);
        System.setProperty("hudson.security.ArtifactsPermission", "true");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy()
                        .grant(Jenkins.READ)
                        .everywhere()
                        .to("stranger", "reader", "fetcher", "configurer")
                        .grant(Item.READ)
                        .everywhere()
                        .to("reader", "fetcher", "configurer")
                        .grant(Run.ARTIFACTS)
                        .everywhere()
                        .to("fetcher")
                        .grant(Item.CONFIGURE, Item.EXTENDED_READ)
                        .everywhere()
                        .to("configurer")
                        .grant(Jenkins.ADMINISTER)
                        .everywhere()
                        .to("admin")
                        .grant(Computer.BUILD)
                        .everywhere()
                        .to("stranger"));
    }

    @AfterAll
    static void stop() {
        Run.ARTIFACTS.setEnabled(false);
        System.clearProperty("hudson.security.ArtifactsPermission");
    }

    @Test
    void theEvidencePageIsForWhoMayReadTheJob() throws Exception {
        for (String path : List.of(page(), page() + "report")) {
            assertThat(status(null, path)).isEqualTo(403);
            assertThat(status("stranger", path)).isEqualTo(404);
            assertThat(body("reader", path))
                    .contains("lint")
                    .contains("proven")
                    .doesNotContain("../artifact/");
            assertThat(body("fetcher", path)).contains("../artifact/lockstep/m1/lint/1/");
        }
    }

    @Test
    void theEvidenceItselfIsForWhoMayHaveArtifacts() throws Exception {
        String ledger = build.getUrl() + "artifact/lockstep/ledger.jsonl";
        assertThat(status(null, ledger)).isEqualTo(403);
        assertThat(status("stranger", ledger)).isEqualTo(404);
        assertThat(status("reader", ledger)).isEqualTo(403);
        assertThat(status("fetcher", ledger)).isEqualTo(200);
    }

    /** The names of secrets are for those who may use them, and come by POST alone. */
    @Test
    void secretsAreNamedToWhoMayUseThem() throws Exception {
        String inJob = "job/p/" + DESCRIPTORS + name() + "/fillCredentialsIdItems?credentialsId=x";
        String atTop = DESCRIPTORS + name() + "/fillCredentialsIdItems?credentialsId=x";
        assertThat(post(null, inJob)).doesNotContain("agent-key");
        assertThat(post("stranger", inJob)).doesNotContain("agent-key");
        assertThat(post("reader", inJob)).doesNotContain("agent-key");
        assertThat(post("configurer", inJob)).contains("agent-key").doesNotContain("s3cr3t");
        assertThat(post("configurer", atTop)).doesNotContain("agent-key");
        assertThat(post("admin", atTop)).contains("agent-key").doesNotContain("s3cr3t");
        assertThat(status("admin", atTop)).as("by GET").isIn(404, 405);
    }

    /** They read nothing but what they are given, and so may answer whoever reaches them. */
    @Test
    void checksOfFieldsAnswerFromTheirArgumentsAlone() throws Exception {
        String step = DESCRIPTORS + name() + "/checkTimeout?timeout=";
        assertThat(status(null, step + "soon")).isEqualTo(403);
        assertThat(body("stranger", step + "soon")).contains("error").contains("soon");
        assertThat(body("stranger", step + "30m")).doesNotContain("class=\"error\"");
        String verify = DESCRIPTORS + step("lockstepVerify") + "/checkBuild?build=";
        assertThat(body("stranger", verify + "p%231")).doesNotContain("class=\"error\"");
        assertThat(body("stranger", verify + "nosuch%231")).doesNotContain("class=\"error\"");
        assertThat(body("stranger", verify + "p")).contains("a build is named as folder/job#12");
        String perMinute =
                DESCRIPTORS
                        + "io.jenkins.plugins.lockstep.jenkins.governor.LockstepConfiguration"
                        + "/checkSessionsPerMinute?sessionsPerMinute=1&sessions=";
        assertThat(body("stranger", perMinute + "1")).doesNotContain("class=\"warning\"");
        assertThat(body("stranger", perMinute + "2")).contains("class=\"warning\"");
    }

    @Test
    void theConfigurationIsForAdministrators() throws Exception {
        assertThat(status("configurer", "manage/configure")).isEqualTo(403);
        assertThat(status("admin", "manage/configure")).isEqualTo(200);
    }

    /** A build that runs as somebody verifies only what that one may read. */
    @Test
    void aBuildVerifiesWhatItsUserMayRead() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "verifier");
        job.setDefinition(new CpsFlowDefinition("lockstepVerify(build: 'p#1')", true));
        MockQueueItemAuthenticator users =
                new MockQueueItemAuthenticator()
                        .authenticate(
                                "verifier",
                                hudson.model.User.getById("stranger", true).impersonate2());
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(users);
        try {
            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains("there is no build 'p#1', of the form folder/job#12", run);
            users.authenticate(
                    "verifier", hudson.model.User.getById("reader", true).impersonate2());
            jenkins.assertLogContains(
                    "the evidence of p#1 holds", jenkins.buildAndAssertSuccess(job));
        } finally {
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
        }
    }

    /** So that no web method is added without a line above. */
    @Test
    void theTestKnowsEveryWebMethod() throws Exception {
        List<String> methods = new ArrayList<>();
        Stream.concat(
                        StepDescriptor.all().stream().map(Object::getClass),
                        Stream.of(
                                Class.forName(
                                        "io.jenkins.plugins.lockstep.jenkins.governor.LockstepConfiguration"),
                                Class.forName(
                                        "io.jenkins.plugins.lockstep.jenkins.page.EvidenceAction")))
                .filter(type -> type.getName().contains(".lockstep."))
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> method.getDeclaringClass().getName().contains(".lockstep."))
                .map(Method::getName)
                .filter(name -> name.matches("do[A-Z].*|js[A-Z].*"))
                .distinct()
                .forEach(methods::add);
        assertThat(methods)
                .containsExactlyInAnyOrder(
                        "doReport",
                        "doFillCredentialsIdItems",
                        "doCheckTimeout",
                        "doCheckBuild",
                        "doCheckSessionsPerMinute");
    }

    private static String page() {
        return build.getUrl() + "lockstep/";
    }

    private static String name() {
        return LintPhaseStep.class.getName();
    }

    private static String step(String function) {
        return StepDescriptor.byFunctionName(function).clazz.getName();
    }

    private static int status(String user, String path) throws Exception {
        return get(user, path, HttpMethod.GET).getWebResponse().getStatusCode();
    }

    private static String body(String user, String path) throws Exception {
        Page page = get(user, path, HttpMethod.GET);
        assertThat(page.getWebResponse().getStatusCode()).as(path).isEqualTo(200);
        return page.getWebResponse().getContentAsString();
    }

    private static String post(String user, String path) throws Exception {
        return get(user, path, HttpMethod.POST).getWebResponse().getContentAsString();
    }

    private static Page get(String user, String path, HttpMethod method) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        try (web) {
            web.getOptions().setJavaScriptEnabled(false);
            web.setThrowExceptionOnFailingStatusCode(false);
            // The answer itself, and not the page for logging in that it leads to.
            web.setRefreshHandler((from, url, seconds) -> {});
            if (user != null) {
                web.login(user);
            }
            WebRequest request = new WebRequest(new java.net.URL(jenkins.getURL(), path), method);
            return web.getPage(method == HttpMethod.POST ? web.addCrumb(request) : request);
        }
    }
}
