package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.AttemptSpecs;
import io.jenkins.plugins.lockstep.attempt.MergeOutcome;
import io.jenkins.plugins.lockstep.attempt.MergeSpec;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.worker.WorkerJob.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates of many branches, as a worker joins them, with real git and real proofs. */
class MergeJobTest {
    /** Each phase p mends src/p.txt; p5's proof also fails where both src/x and src/y are. */
    private static final String PLAN =
            """
            version: 1
            project: {name: job, sources: ["src/**"], tests: ["test/**"]}
            agent: {command: [sh], sandbox: "off"}
            tools:
              p1: {command: [sh, check.sh, p1], format: exit}
              p2: {command: [sh, check.sh, p2], format: exit}
              p3: {command: [sh, check.sh, p3], format: exit}
              p4: {command: [sh, check.sh, p4], format: exit}
              p5: {command: [sh, check.sh, p5], format: exit}
            """
                    + JobProject.ALL_OFF
                    + "  p1: {kind: issues, after: []}\n"
                    + "  p2: {kind: issues, after: []}\n"
                    + "  p3: {kind: issues, after: []}\n"
                    + "  p4: {kind: issues, after: []}\n"
                    + "  p5: {kind: issues, after: []}\n"
                    + JobProject.MILESTONE;

    private static final String GATE = "gate:p1+p2+p3+p4+p5";

    @TempDir private Path workspace;
    @TempDir private Path counts;
    private String base;

    @BeforeEach
    void project() throws Exception {
        Files.createDirectories(workspace.resolve("src"));
        for (String phase : List.of("p1", "p2", "p3", "p4", "p5")) {
            Files.writeString(workspace.resolve("src/" + phase + ".txt"), "BAD\n");
        }
        Files.writeString(workspace.resolve("src/shared.txt"), "as it was\n");
        Files.writeString(
                workspace.resolve("check.sh"),
                "echo $1 >> '"
                        + counts
                        + "/runs'\n"
                        + "! grep BAD src/$1.txt && ! { [ -e src/x ] && [ -e src/y ]; }\n");
        Files.writeString(workspace.resolve("lockstep.yaml"), PLAN);
        git("init", "-q", "-b", "main");
        commit("start");
        base = git("rev-parse", "HEAD");
    }

    @Test
    void allBranchesAreMergedAndEachProofRunsOnce() throws Exception {
        JobDirectory job = job(branches(5), 60_000);

        WorkerOutcome outcome = new JobRunner(job.root(), EventSink.NONE).run();

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.together()).isNull();
        assertThat(outcome.bundled()).isTrue();
        assertThat(runs()).containsExactlyInAnyOrder("p1", "p2", "p3", "p4", "p5");
        assertThat(outcome.result().validators()).hasSize(5).allMatch(one -> one.passed());
        assertThat(outcome.result().changed())
                .containsExactly("src/p2.txt", "src/p3.txt", "src/p4.txt", "src/p5.txt");
        String merged = outcome.result().commit();
        assertThat(inStore("grep", "-c", "good", merged, "--", "src").lines()).hasSize(5);
    }

    @Test
    void aBranchThatConflictsIsNamedAndWhatIsBeforeItIsProvenAsFarAsItGoes() throws Exception {
        List<String> branches = branches(5);
        branches.set(1, branch("p2", "src/shared.txt", "second\n"));
        branches.set(3, branch("p4", "src/shared.txt", "fourth\n"));
        JobDirectory job = job(branches, 60_000);

        WorkerOutcome outcome = new JobRunner(job.root(), EventSink.NONE).run();

        assertThat(outcome.result().failures())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.cause()).isEqualTo(Cause.MERGE_CONFLICT);
                            assertThat(one.file()).isEqualTo("src/shared.txt");
                        });
        MergeOutcome.Together together = outcome.together();
        assertThat(together.branches()).isEqualTo(2);
        assertThat(inStore("show", together.commit() + ":src/shared.txt")).isEqualTo("second");
        assertThat(inStore("show", together.commit() + ":src/p3.txt")).isEqualTo("good");
        assertThat(runs()).containsExactlyInAnyOrder("p1", "p2", "p3");
        assertThat(outcome.bundled()).isTrue();
        assertThat(Files.readString(job.commitBundle(), StandardCharsets.ISO_8859_1))
                .contains(together.commit());
    }

    @Test
    void theBranchIsFoundThatBreaksAProofOnlyTogetherWithAnother() throws Exception {
        List<String> branches = branches(5);
        branches.set(1, branch("p2", "src/x", "one half\n"));
        branches.set(3, branch("p4", "src/y", "the other\n"));
        JobDirectory job = job(branches, 60_000);

        WorkerOutcome outcome = new JobRunner(job.root(), EventSink.NONE).run();

        MergeOutcome.Together together = outcome.together();
        assertThat(together.branches()).isEqualTo(2);
        assertThat(inStore("ls-tree", "--name-only", together.commit(), "src/x", "src/y"))
                .isEqualTo("src/x");
        assertThat(outcome.result().failures())
                .isNotEmpty()
                .allSatisfy(
                        one ->
                                assertThat(one.message())
                                        .contains("holds on its branch, fails on the merged"));
        // All five, then the first three (well), then the first four: what the fifth mends is not
        // asked for there.
        assertThat(outcome.result().failures())
                .extracting(Failure::validator)
                .contains("p4/p4")
                .doesNotContain("p5/p5");
        assertThat(runs().stream().filter("p1"::equals)).hasSize(3);
        assertThat(runs().stream().filter("p5"::equals)).hasSize(1);
        for (Failure failure : outcome.result().failures()) {
            assertThat(failure.log()).contains("up-to-p4");
        }
    }

    @Test
    void noBranchIsBlamedWhenTheTimeIsOver() throws Exception {
        JobDirectory job = job(branches(5), 1);

        WorkerOutcome outcome = new JobRunner(job.root(), EventSink.NONE).run();

        assertThat(outcome.result().failures())
                .isNotEmpty()
                .extracting(Failure::cause)
                .contains(Cause.TIME_LIMIT);
        assertThat(outcome.together()).isNull();
        assertThat(outcome.bundled()).isFalse();
    }

    /** Commits of branches p1, p2 …, each with its own file mended. */
    private List<String> branches(int number) throws Exception {
        List<String> commits = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            commits.add(branch("p" + i, "src/p" + i + ".txt", "good\n"));
        }
        return commits;
    }

    private String branch(String phase, String file, String text) throws Exception {
        git("checkout", "-q", base);
        Files.writeString(workspace.resolve("src/" + phase + ".txt"), "good\n");
        Files.writeString(workspace.resolve(file), text);
        commit(phase);
        String made = git("rev-parse", "HEAD");
        git("branch", "-f", phase, made);
        git("checkout", "-q", "main");
        return made;
    }

    private List<String> runs() throws IOException {
        return Files.readAllLines(counts.resolve("runs"));
    }

    private JobDirectory job(List<String> commits, long millis) throws Exception {
        List<String> phases = List.of("p1", "p2", "p3", "p4", "p5");
        AttemptSpec place = AttemptSpecs.of(GATE, 1, PLAN, commits.get(0), base, phases, millis);
        List<MergeSpec.Branch> branches = new ArrayList<>();
        for (int i = 1; i < commits.size(); i++) {
            branches.add(
                    new MergeSpec.Branch(phases.get(i), commits.get(i), List.of(phases.get(i))));
        }
        WorkerJob job =
                new WorkerJob(
                        Kind.MERGE,
                        place,
                        new MergeSpec(place, branches, Map.of()),
                        null,
                        workspace.toString(),
                        commits,
                        0,
                        0,
                        null,
                        List.of(),
                        List.of());
        JobDirectory directory = new JobDirectory(workspace.resolve(".lockstep/jobs/j1"));
        directory.create();
        Files.write(directory.job(), Json.canonical(job));
        Files.write(directory.plan(), PLAN.getBytes(StandardCharsets.UTF_8));
        bundles(directory, commits);
        new JobRunner(directory.root(), EventSink.NONE).ready();
        return directory;
    }

    /** As the controller sends them. */
    private void bundles(JobDirectory directory, List<String> commits) throws Exception {
        Files.createDirectories(directory.bundle("x").getParent());
        for (int i = 0; i < commits.size(); i++) {
            git(
                    "bundle",
                    "create",
                    "-q",
                    directory.bundle(commits.get(i)).toString(),
                    "p" + (i + 1));
        }
    }

    private void commit(String message) throws Exception {
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", message);
    }

    private String inStore(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("--git-dir=" + workspace.resolve(".lockstep/store.git")));
        command.addAll(List.of(arguments));
        return git(command.toArray(String[]::new));
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        return JobProject.git(workspace, arguments);
    }
}
