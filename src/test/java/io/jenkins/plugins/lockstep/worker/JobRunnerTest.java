package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.AttemptSpecs;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.worker.WorkerJob.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs with real git and real processes. */
class JobRunnerTest {
    private static final String PLAN =
            """
            version: 1
            project:
              name: job
              branch: main
              sources: ["src/**"]
              tests: ["test/**"]
            tools:
              check:
                command: [sh, -c, "! grep -n BAD src/a.txt"]
                format: exit
            """
                    + JobProject.ALL_OFF
                    + "  check: {kind: issues, after: []}\n"
                    + JobProject.MILESTONE;

    @TempDir private Path workspace;
    private String base;

    @BeforeEach
    void project() throws Exception {
        Files.createDirectories(workspace.resolve("src"));
        Files.writeString(workspace.resolve("src/a.txt"), "BAD\n");
        Files.writeString(workspace.resolve("lockstep.yaml"), PLAN);
        git("init", "-q", "-b", "main");
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", "start");
        base = git("rev-parse", "HEAD");
    }

    @Test
    void provesWhatABodyDid() throws Exception {
        JobDirectory job = job(1, Kind.BODY, base);
        Path checkout = new JobRunner(job.root(), EventSink.NONE).ready();
        assertThat(checkout.resolve("src/a.txt")).hasContent("BAD\n");
        Files.writeString(checkout.resolve("src/a.txt"), "good\n");
        Files.writeString(job.bodyOut().resolve("note.txt"), "left");
        WorkerOutcome outcome = new JobRunner(job.root(), EventSink.NONE).run();
        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.result().changed()).containsExactly("src/a.txt");
        assertThat(outcome.bundled()).isTrue();
        assertThat(job.commitBundle()).isNotEmptyFile();
        assertThat(job.bodyOut().resolve("note.txt")).hasContent("left");
        assertThat(Json.read(Files.readAllBytes(job.outcome()), WorkerOutcome.class))
                .isEqualTo(outcome);
    }

    /** A proof that takes long is ended and begun again elsewhere. */
    @Test
    void begunAgainItFindsWhatTheBodyDid() throws Exception {
        JobDirectory job = job(1, Kind.BODY, base);
        Path checkout = new JobRunner(job.root(), EventSink.NONE).ready();
        Files.writeString(checkout.resolve("src/a.txt"), "good\n");
        Files.writeString(checkout.resolve("src/b.txt"), "new\n");
        Files.writeString(job.bodyOut().resolve("note.txt"), "left");
        String first = new JobRunner(job.root(), EventSink.NONE).run().tree();
        WorkerOutcome second = new JobRunner(job.root(), EventSink.NONE).run();
        assertThat(second.result().failures()).isEmpty();
        assertThat(second.result().changed()).containsExactly("src/a.txt", "src/b.txt");
        assertThat(second.tree()).isEqualTo(first);
        assertThat(job.bodyOut().resolve("note.txt")).hasContent("left");
    }

    @Test
    void whatSetupBroughtIsNotTakenForTheBodys() throws Exception {
        JobDirectory job =
                job(1, Kind.BODY, base, PLAN + "workspace: {setup: echo module > brought.txt}\n");
        Path checkout = new JobRunner(job.root(), EventSink.NONE).ready();
        assertThat(checkout.resolve("brought.txt")).hasContent("module");
        Files.writeString(checkout.resolve("src/a.txt"), "good\n");
        WorkerOutcome outcome = new JobRunner(job.root(), EventSink.NONE).run();
        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.result().changed()).containsExactly("src/a.txt");
    }

    @Test
    void aBodysCheckoutThatBecameALinkIsRefused(@TempDir Path elsewhere) throws Exception {
        JobDirectory job = job(1, Kind.BODY, base);
        Path checkout = new JobRunner(job.root(), EventSink.NONE).ready();
        AtomicFiles.deleteTree(checkout);
        Files.createSymbolicLink(checkout, elsewhere);
        assertThatThrownBy(() -> new JobRunner(job.root(), EventSink.NONE).run())
                .hasMessageContaining("is gone or was replaced");
    }

    /** Git tells by time and size what was written; here neither tells. */
    @Test
    void seesAChangeOfTheSameSizeAtTheSameMoment() throws Exception {
        JobDirectory job = job(1, Kind.BODY, base);
        Path file = new JobRunner(job.root(), EventSink.NONE).ready().resolve("src/a.txt");
        FileTime made = Files.getLastModifiedTime(file);
        Files.writeString(file, "Bad\n");
        Files.setLastModifiedTime(file, made);
        WorkerOutcome outcome = new JobRunner(job.root(), EventSink.NONE).run();
        assertThat(outcome.result().changed()).containsExactly("src/a.txt");
        assertThat(outcome.result().failures()).isEmpty();
    }

    /** As on an agent, with a library's parser, which is started from where the classes are. */
    @Test
    void worksAsAProcessWhoseClassesAreTheBootLoaders() throws Exception {
        String plan =
                PLAN.replace("! grep -n BAD src/a.txt", "echo src/a.txt:1:1: E501 too long")
                        .replace("format: exit", "format: parser\n    parser: FLAKE8");
        JobDirectory job = job(1, Kind.BODY, base, plan);
        new JobRunner(job.root(), EventSink.NONE).ready();
        Process worker =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xbootclasspath/a:" + System.getProperty("java.class.path"),
                                Worker.class.getName(),
                                job.root().toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(worker.waitFor()).as(said).isZero();
        WorkerOutcome outcome = Json.read(Files.readAllBytes(job.outcome()), WorkerOutcome.class);
        assertThat(outcome.result().validators().get(0).issues())
                .extracting(Issue::file)
                .as(said)
                .containsExactly("src/a.txt");
    }

    @Test
    void aBodyThatDoesNothingIsNotProven() throws Exception {
        JobDirectory job = job(1, Kind.BODY, base);
        new JobRunner(job.root(), EventSink.NONE).ready();
        WorkerOutcome outcome = new JobRunner(job.root(), EventSink.NONE).run();
        assertThat(outcome.result().failures()).isNotEmpty();
        assertThat(outcome.bundled()).isFalse();
    }

    @Test
    void asksForCommitsAndTakesThemAsBundles() throws Exception {
        JobDirectory first = job(1, Kind.BODY, base);
        Path checkout = new JobRunner(first.root(), EventSink.NONE).ready();
        Files.writeString(checkout.resolve("src/a.txt"), "good\n");
        String commit = new JobRunner(first.root(), EventSink.NONE).run().result().commit();
        byte[] bundle = Files.readAllBytes(first.commitBundle());
        AtomicFiles.deleteTree(first.home());
        JobDirectory second = job(2, Kind.BODY, commit);
        assertThatThrownBy(() -> new JobRunner(second.root(), EventSink.NONE).ready())
                .isInstanceOfSatisfying(
                        MissingCommitsException.class,
                        e -> assertThat(e.commits()).containsExactly(commit));
        Files.createDirectories(second.bundle(commit).getParent());
        Files.write(second.bundle(commit), bundle);
        assertThat(new JobRunner(second.root(), EventSink.NONE).ready().resolve("src/a.txt"))
                .hasContent("good\n");
    }

    /** What a phase left is in the workspace's store, where a later one's body can write. */
    @Test
    void whatAPhaseLeftWasRewrittenInTheStore() throws Exception {
        JobDirectory first = job(1, Kind.BODY, base);
        Path checkout = new JobRunner(first.root(), EventSink.NONE).ready();
        Files.writeString(checkout.resolve("src/a.txt"), "good\n");
        String commit = new JobRunner(first.root(), EventSink.NONE).run().result().commit();
        JobDirectory second = job(2, Kind.BODY, commit);
        Path next = new JobRunner(second.root(), EventSink.NONE).ready();
        Files.writeString(next.resolve("src/a.txt"), "better\n");
        Path written = object(first.store(), commit + ":src/a.txt");
        Files.copy(
                object(first.store(), base + ":src/a.txt"),
                written,
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> new JobRunner(second.root(), EventSink.NONE).run())
                .hasMessageContaining("src/a.txt (")
                .hasMessageContaining(") of commit " + commit)
                .hasMessageContaining(first.store().toString());
        assertThat(second.outcome()).doesNotExist();
        JobDirectory third = job(3, Kind.ATTEMPT, commit);
        assertThatThrownBy(() -> new JobRunner(third.root(), EventSink.NONE).ready())
                .hasMessageContaining(") of commit " + commit);
    }

    private Path object(Path store, String revision) throws Exception {
        String name = git("--git-dir=" + store, "rev-parse", revision);
        return store.resolve("objects").resolve(name.substring(0, 2)).resolve(name.substring(2));
    }

    private JobDirectory job(int attempt, Kind kind, String from) throws IOException {
        return job(attempt, kind, from, PLAN);
    }

    private JobDirectory job(int attempt, Kind kind, String from, String plan) throws IOException {
        AttemptSpec spec = AttemptSpecs.of("check", attempt, plan, from, base, List.of(), 60_000);
        WorkerJob job =
                new WorkerJob(
                        kind,
                        spec,
                        null,
                        Overrides.none("check"),
                        workspace.toString(),
                        List.of(from),
                        0,
                        0,
                        null,
                        List.of(),
                        List.of());
        JobDirectory directory = new JobDirectory(workspace.resolve(".lockstep/jobs/j" + attempt));
        directory.create();
        Files.write(directory.job(), Json.canonical(job));
        Files.write(directory.plan(), plan.getBytes(StandardCharsets.UTF_8));
        return directory;
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        return JobProject.git(workspace, arguments);
    }
}
