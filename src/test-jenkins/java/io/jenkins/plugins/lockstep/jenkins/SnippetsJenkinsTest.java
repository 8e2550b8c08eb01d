package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import hudson.tasks.Builder;
import hudson.util.Secret;
import io.jenkins.plugins.lockstep.jenkins.step.ArchitecturePhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.CommitPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.E2ePhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.ImplementPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.IntegrationPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.LintPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.LockstepPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.LockstepPlanStep;
import io.jenkins.plugins.lockstep.jenkins.step.LockstepStep;
import io.jenkins.plugins.lockstep.jenkins.step.LockstepVerifyStep;
import io.jenkins.plugins.lockstep.jenkins.step.PhaseGateStep;
import io.jenkins.plugins.lockstep.jenkins.step.PhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.PlanningPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.ResearchPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.TestPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.TypecheckPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.ValidatePhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.WithPhaseStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvnet.hudson.test.JenkinsRule;

/** Each step's way from its form to a line of a Jenkinsfile and back. */
@ExtendWith(SharedJenkins.class)
class SnippetsJenkinsTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Builder.all().add(new StepBuilder.DescriptorImpl());
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL,
                                "agent-key",
                                "The agent's key",
                                Secret.fromString("secret")));
    }

    /** As in a Jenkinsfile, by step: with nothing set, and with all that can be. */
    private static Map<Step, String> steps() {
        Map<Step, String> steps = new LinkedHashMap<>();
        phase(steps, "researchPhase", new ResearchPhaseStep(), new ResearchPhaseStep());
        phase(steps, "planningPhase", new PlanningPhaseStep(), new PlanningPhaseStep());
        phase(steps, "implementPhase", new ImplementPhaseStep(), new ImplementPhaseStep());
        phase(steps, "architecturePhase", new ArchitecturePhaseStep(), new ArchitecturePhaseStep());
        phase(steps, "lintPhase", new LintPhaseStep(), new LintPhaseStep());
        phase(steps, "typecheckPhase", new TypecheckPhaseStep(), new TypecheckPhaseStep());
        phase(steps, "testPhase", new TestPhaseStep(), new TestPhaseStep());
        phase(steps, "integrationPhase", new IntegrationPhaseStep(), new IntegrationPhaseStep());
        phase(steps, "e2ePhase", new E2ePhaseStep(), new E2ePhaseStep());
        phase(steps, "validatePhase", new ValidatePhaseStep(), new ValidatePhaseStep());
        phase(steps, "commitPhase", new CommitPhaseStep(), new CommitPhaseStep());
        steps.put(new LockstepPhaseStep("security"), "lockstepPhase 'security'");
        steps.put(
                full(new LockstepPhaseStep("security")),
                "lockstepPhase attempts: 2, credentialsId: 'agent-key', credentialsVariable:"
                        + " 'API_KEY', model: 'large', name: 'security', timeout: '30m', tool:"
                        + " 'ruff', workers: 3");
        steps.put(new WithPhaseStep("lint"), "withPhase('lint') {\n    // some block\n}");
        WithPhaseStep body = new WithPhaseStep("lint");
        body.setTimeout("30m");
        body.setTool("ruff");
        steps.put(
                body,
                "withPhase(name: 'lint', timeout: '30m', tool: 'ruff') {\n    // some block\n}");
        steps.put(new LockstepStep(1), "lockstep(1) {\n    // some block\n}");
        LockstepStep block = new LockstepStep(2);
        block.setPlan("ci/lockstep.yaml");
        block.setAttempts(2);
        block.setTimeout("6h");
        block.setSkipOwnCommits(true);
        block.setAnew(true);
        steps.put(
                block,
                "lockstep(anew: true, attempts: 2, milestone: 2, plan: 'ci/lockstep.yaml', skipOwnCommits:"
                        + " true, timeout: '6h') {\n    // some block\n}");
        steps.put(new LockstepPlanStep(), "lockstepPlan()");
        LockstepPlanStep plan = new LockstepPlanStep();
        plan.setMilestone(2);
        plan.setPlan("ci/lockstep.yaml");
        steps.put(plan, "lockstepPlan milestone: 2, plan: 'ci/lockstep.yaml'");
        steps.put(
                new PhaseGateStep(List.of("lint", "typecheck")),
                "phaseGate(['lint', 'typecheck'])");
        steps.put(new LockstepVerifyStep(), "lockstepVerify()");
        LockstepVerifyStep verify = new LockstepVerifyStep();
        verify.setBuild("folder/job#12");
        steps.put(verify, "lockstepVerify build: 'folder/job#12'");
        return steps;
    }

    private static void phase(Map<Step, String> steps, String name, Step bare, PhaseStep full) {
        steps.put(bare, name + "()");
        steps.put(
                full(full),
                name
                        + " attempts: 2, credentialsId: 'agent-key', credentialsVariable:"
                        + " 'API_KEY', model: 'large', timeout: '30m', tool: 'ruff', workers: 3");
    }

    private static <S extends PhaseStep> S full(S step) {
        step.setWorkers(3);
        step.setTool("ruff");
        step.setTimeout("30m");
        step.setAttempts(2);
        step.setModel("large");
        step.setCredentialsId("agent-key");
        step.setCredentialsVariable("API_KEY");
        return step;
    }

    @Test
    void theTestKnowsEveryStepOfThePlugin() {
        List<String> ours =
                StepDescriptor.all().stream()
                        .filter(one -> one.clazz.getName().contains(".lockstep."))
                        .map(one -> one.clazz.getSimpleName())
                        .toList();
        assertThat(ours).hasSize(17);
        assertThat(
                        steps().keySet().stream()
                                .map(step -> step.getClass().getSimpleName())
                                .distinct())
                .containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    void aStepBecomesALineAndTheLineTheStep() throws Exception {
        for (Map.Entry<Step, String> one : steps().entrySet()) {
            assertThat(Snippetizer.object2Groovy(one.getKey())).isEqualTo(one.getValue());
            jenkins.assertEqualDataBoundBeans(one.getKey(), parsed(one.getValue()));
        }
    }

    /** The forms are filled from the steps, and submitted unchanged give equal ones. */
    @Test
    void stepsSurviveTheirForms() throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        // All phases share one form: left empty once is enough.
        List<Step> before =
                steps().entrySet().stream()
                        .filter(one -> !one.getValue().matches("(?!lint).*Phase\\(\\)"))
                        .map(Map.Entry::getKey)
                        .toList();
        before.forEach(step -> project.getBuildersList().add(new StepBuilder(step)));

        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(project, "configure");
            web.waitForBackgroundJavaScript(120_000);
            jenkins.submit(page.getFormByName("config"));
        }

        List<Step> after =
                project.getBuildersList().getAll(StepBuilder.class).stream()
                        .map(StepBuilder::getStep)
                        .toList();
        assertThat(after).hasSameSizeAs(before);
        for (int n = 0; n < before.size(); n++) {
            jenkins.assertEqualDataBoundBeans(before.get(n), after.get(n));
            assertThat(Snippetizer.object2Groovy(after.get(n)))
                    .isEqualTo(Snippetizer.object2Groovy(before.get(n)));
        }
    }

    /** What the page sends for its form, and shows as the answer. */
    @Test
    void theGeneratorAnswersWithTheLine() throws Exception {
        assertThat(
                        generated(
                                "{'stapler-class':'"
                                        + LintPhaseStep.class.getName()
                                        + "','$class':'"
                                        + LintPhaseStep.class.getName()
                                        + "','workers':'2','tool':'','timeout':'30m','attempts':'','model':'',"
                                        + "'credentialsId':'','credentialsVariable':''}"))
                .isEqualTo("lintPhase timeout: '30m', workers: 2");
        assertThat(
                        generated(
                                "{'stapler-class':'"
                                        + PhaseGateStep.class.getName()
                                        + "','$class':'"
                                        + PhaseGateStep.class.getName()
                                        + "','after':'lint, typecheck'}"))
                .isEqualTo("phaseGate(['lint', 'typecheck'])");
    }

    private static String generated(String json) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            WebRequest request =
                    new WebRequest(
                            jenkins.getURL().toURI().resolve(Snippetizer.GENERATE_URL).toURL(),
                            HttpMethod.POST);
            request.setAdditionalHeader("Referer", jenkins.getURL() + "pipeline-syntax/");
            request.setRequestParameters(
                    List.of(
                            new NameValuePair("json", json.replace('\'', '"')),
                            new NameValuePair(
                                    jenkins.jenkins
                                            .getCrumbIssuer()
                                            .getDescriptor()
                                            .getCrumbRequestField(),
                                    jenkins.jenkins.getCrumbIssuer().getCrumb())));
            return web.getPage(request).getWebResponse().getContentAsString().strip();
        }
    }

    /** As the generator and the reference page show it. */
    @Test
    void everyParameterHasHelp() throws Exception {
        List<String> without = new ArrayList<>();
        for (StepDescriptor descriptor : StepDescriptor.all()) {
            if (descriptor.clazz.getName().contains(".lockstep.")) {
                DescribableModel<?> model = DescribableModel.of(descriptor.clazz);
                if (model.getHelp() == null || model.getHelp().isBlank()) {
                    without.add(descriptor.getFunctionName());
                }
                for (DescribableParameter parameter : model.getParameters()) {
                    if (parameter.getHelp() == null || parameter.getHelp().isBlank()) {
                        without.add(descriptor.getFunctionName() + " " + parameter.getName());
                    }
                }
            }
        }
        assertThat(without).isEmpty();
    }

    private static Step parsed(String line) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(Line.class.getName());
        return (Step)
                new GroovyShell(Line.class.getClassLoader(), new Binding(), configuration)
                        .evaluate(line);
    }

    /** Makes the step that a line names instead of running it. */
    public abstract static class Line extends Script {
        @Override
        public Object invokeMethod(String name, Object given) {
            StepDescriptor descriptor = StepDescriptor.byFunctionName(name);
            List<Object> arguments = new ArrayList<>(Arrays.asList((Object[]) given));
            arguments.removeIf(Closure.class::isInstance);
            Map<String, Object> named = new LinkedHashMap<>();
            for (Object argument : arguments) {
                if (argument instanceof Map<?, ?> map) {
                    map.forEach((key, value) -> named.put((String) key, value));
                } else {
                    named.put(
                            DescribableModel.of(descriptor.clazz)
                                    .getSoleRequiredParameter()
                                    .getName(),
                            argument);
                }
            }
            try {
                return DescribableModel.of(descriptor.clazz).instantiate(named, TaskListener.NULL);
            } catch (Exception e) {
                throw new IllegalArgumentException(name, e);
            }
        }
    }
}
