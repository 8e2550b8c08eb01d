package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** Somebody pushes in the middle of a milestone: what agents did is proven anew, not paid again. */
@ExtendWith(SharedJenkins.class)
class EarlierWorkJenkinsTest {
    private static final List<String> WORKED =
            List.of("research", "planning", "implement", "lint", "typecheck");

    private static final String STEPS =
            """
            researchPhase()
            planningPhase()
            implementPhase()
            architecturePhase()
            lintPhase()
            typecheckPhase()
            phaseGate(after: ['lint', 'typecheck'])
            testPhase(attempts: 1)
            lockstepVerify()
            """;

    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    /**
     * A project whose tests fail until {@link Origin#mend}, so that the first build seals all
     * before.
     */
    private Origin failingAtTheEnd() throws Exception {
        Origin origin = Origin.in(directory);
        origin.idleIn("test");
        return origin;
    }

    private static String push(Origin origin, String file, String text) throws Exception {
        Files.writeString(origin.project().directory().resolve(file), text);
        return origin.publish();
    }

    /** Seals all but the end in a first build, and has the end work from then on. */
    private WorkflowRun half(WorkflowJob job, Origin origin) throws Exception {
        WorkflowRun first = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(Archive.of(first).sealed()).containsAll(WORKED).doesNotContain("test");
        assertThat(origin.takeSessions()).contains("1 research", "1 implement");
        origin.mend();
        return first;
    }

    private Archive archive(WorkflowRun run) throws Exception {
        return Archive.of(run).holds(directory.resolve("copy" + run.getNumber()));
    }

    private static void assertStandsOnWork(Archive archive, String phase) throws Exception {
        PhasePredicate seal = (PhasePredicate) archive.seal(phase);
        Proof work = archive.works().get(phase);
        assertThat(seal.agent()).as(phase).isNull();
        assertThat(seal.takenOver()).as(phase).isNull();
        assertThat(seal.attempt()).as(phase).isGreaterThan(work.attempt());
        assertThat(seal.materials())
                .as(phase)
                .contains(new Material("m1/" + phase, work.takenOver().seal()));
    }

    /** On other agents, which have nothing of it; and though the builds that did it are gone. */
    @Test
    void aPushCostsNoSession() throws Exception {
        Origin origin = failingAtTheEnd();
        DumbSlave one = jenkins.createOnlineSlave();
        DumbSlave two = jenkins.createOnlineSlave();
        WorkflowJob job =
                Blocks.job(
                        jenkins,
                        "node(currentBuild.number == 1 ? '%s' : '%s') {\n%s%s}"
                                .formatted(
                                        one.getNodeName(),
                                        two.getNodeName(),
                                        origin.checkout(),
                                        STEPS));
        String began = origin.project().git("rev-parse", "HEAD");
        WorkflowRun first = half(job, origin);
        String pushed = push(origin, "notes.txt", "of the user\n");

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.takeSessions()).containsExactly("1 test");
        assertThat(JenkinsRule.getLog(second))
                .contains(
                        "research begins with what attempt 1 left, sealed in "
                                + first.getExternalizableId()
                                + ", if that fits, since main was at "
                                + began.substring(0, 8)
                                + " and is at "
                                + pushed.substring(0, 8),
                        "implement begins with what attempt 1 left, sealed in "
                                + first.getExternalizableId()
                                + ", if that fits, since what it stands on is sealed anew",
                        "takes over what attempt 1 left, sealed in " + first.getExternalizableId(),
                        "implement is proven and sealed");
        Archive archive = archive(second);
        assertThat(archive.works()).containsOnlyKeys(WORKED);
        for (String phase : WORKED) {
            assertStandsOnWork(archive, phase);
        }

        push(origin, "notes.txt", "more of the user\n");
        first.delete();
        WorkflowRun third = jenkins.buildAndAssertSuccess(job);
        assertThat(origin.takeSessions()).isEmpty();
        assertStandsOnWork(archive(third), "test");

        WorkflowRun fourth = jenkins.buildAndAssertSuccess(job);
        assertThat(origin.takeSessions()).isEmpty();
        assertThat(JenkinsRule.getLog(fourth))
                .contains("for the same content")
                .doesNotContain("begins with");
        assertThat(archive(fourth).works())
                .as("the texts as they were written, with what they cite")
                .containsOnlyKeys("research", "planning");

        push(origin, "notes.txt", "still more of the user\n");
        second.delete();
        third.delete();
        WorkflowRun fifth = jenkins.buildAndAssertSuccess(job);
        assertThat(origin.takeSessions()).isEmpty();
        assertStandsOnWork(archive(fifth), "planning");
    }

    @Test
    void onlyWhatThePushContradictsIsDoneAgain() throws Exception {
        Origin origin = failingAtTheEnd();
        WorkflowJob job = origin.job(jenkins, STEPS);
        WorkflowRun first = half(job, origin);
        Files.writeString(origin.project().directory().resolve("src/d1.txt"), "of the user\n");
        push(origin, "src/a.txt", "alpha\nanother LINT line\n");

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.takeSessions())
                .containsExactly("1 implement", "1 lint src/a.txt", "1 test");
        assertThat(JenkinsRule.getLog(second))
                .contains(
                        "m1/implement#2 what attempt 1 left, sealed in "
                                + first.getExternalizableId()
                                + ", no longer fits; changed otherwise meanwhile: src/d1.txt",
                        "no longer fits; changed otherwise meanwhile: src/a.txt");
        Archive archive = archive(second);
        assertThat(archive.works())
                .as("of lint, the other files are taken over")
                .containsOnlyKeys("research", "planning", "lint", "typecheck");
        assertThat(((PhasePredicate) archive.seal("implement")).agent()).isNotNull();
    }

    @Test
    void askedAnewAgentsDoAllAgain() throws Exception {
        Origin origin = failingAtTheEnd();
        String anew = "lockstep(milestone: 1, anew: currentBuild.number > 1) {\n" + STEPS + "}";
        WorkflowJob job = origin.job(jenkins, anew);
        half(job, origin);
        push(origin, "notes.txt", "of the user\n");

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.takeSessions())
                .contains("1 research", "1 planning", "1 implement", "1 lint src/a.txt");
        assertThat(JenkinsRule.getLog(second)).doesNotContain("begins with what attempt");
        assertThat(archive(second).works()).isEmpty();
    }

    @Test
    void anotherTaskIsNotAnsweredWithTheOldWork() throws Exception {
        Origin origin = failingAtTheEnd();
        WorkflowJob job = origin.job(jenkins, STEPS);
        half(job, origin);
        origin.project().change("phases:\n", "phases:\n  planning: {instructions: Think twice.}\n");
        origin.publish();

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.takeSessions()).containsExactly("1 planning", "1 implement", "1 test");
        assertThat(JenkinsRule.getLog(second)).contains("lint begins with what attempt 1 left");
        assertThat(archive(second).works()).containsOnlyKeys("research", "lint", "typecheck");
    }

    @Test
    void evidenceThatIsNotWhatWasSealedIsNotTakenOver() throws Exception {
        Origin origin = failingAtTheEnd();
        WorkflowJob job = origin.job(jenkins, STEPS);
        WorkflowRun first = half(job, origin);
        push(origin, "notes.txt", "of the user\n");
        Files.writeString(Archive.of(first).file("m1/implement/1/result.json"), "{}");

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.takeSessions()).containsExactly("1 implement", "1 test");
        assertThat(JenkinsRule.getLog(second))
                .contains(
                        "evidence of m1/implement/1: result.json is not what was sealed",
                        "lint begins with what attempt 1 left");
        archive(second);
    }

    /** Without history there is nothing to compare with, but nothing fails. */
    @Test
    void aShallowCloneIsToldAndAsksAgents() throws Exception {
        Origin origin = failingAtTheEnd();
        DumbSlave fresh = jenkins.createOnlineSlave();
        String shallow =
                "sh 'git init -q . && git fetch -q --depth 1 file://%s main && git checkout -q -f FETCH_HEAD'\n"
                        .formatted(origin.repository());
        WorkflowJob job =
                Blocks.job(
                        jenkins,
                        "if (currentBuild.number == 1) { node('built-in') {\n%s%s} }\nelse { node('%s') {\n%s%s} }"
                                .formatted(
                                        origin.checkout(),
                                        STEPS,
                                        fresh.getNodeName(),
                                        shallow,
                                        STEPS));
        half(job, origin);
        push(origin, "notes.txt", "of the user\n");

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.takeSessions())
                .doesNotContain("1 research", "1 planning")
                .contains("1 implement", "1 lint src/a.txt", "1 typecheck src/a.txt");
        assertThat(JenkinsRule.getLog(second))
                .contains("can't be taken over: this workspace lacks its commits");
        archive(second);
    }

    /** Lint and type checks mend the same line, so that one is made again on top of the other. */
    @Test
    void aBranchThatWasMadeOnTopOfAnotherCostsNothingAgain() throws Exception {
        Origin origin = failingAtTheEnd();
        push(origin, "src/a.txt", "alpha\none LINT and TYPE here\nend\n");
        WorkflowJob job =
                origin.job(jenkins, "lockstep(milestone: 1, attempts: 2) {\n" + STEPS + "}");
        WorkflowRun first = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("is made again on top of the others", first);
        assertThat(origin.takeSessions()).contains("1 implement");
        origin.mend();
        push(origin, "notes.txt", "of the user\n");

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.takeSessions()).containsExactly("1 test");
        archive(second);
    }
}
