package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.AttemptSpecs;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.run.EarlierChange;
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

/** Jobs that begin with what was sealed before, with real git, tools and a counting agent. */
class EarlierJobTest {
    private static final String AGENT =
            """
            echo "$LOCKSTEP_PHASE $LOCKSTEP_FILE" >> '%s/sessions'
            case "$LOCKSTEP_PHASE" in
            check) sed -i s/BAD/agent/ "$LOCKSTEP_FILE" ;;
            implement) echo "of the agent" > src/d.txt ;;
            esac
            """;

    private static final String PLAN =
            """
            version: 1
            project: {name: job, sources: ["src/**"], tests: ["test/**"]}
            agent: {command: [sh, "%s/agent.sh"], sandbox: "off"}
            tools:
              check: {command: [sh, check.sh], format: regex, pattern: '^(?<file>[^:]+):(?<line>\\d+):(?<message>.*)$'}
            """
                    + JobProject.ALL_OFF
                            .replace("  implement: {off: \"not here\"}\n", "")
                            .replace("  research: {off: \"not here\"}\n", "")
                    + "  check: {kind: issues, after: []}\n"
                    + JobProject.MILESTONE;

    private static final Digest SEAL = Digest.of("the seal before");

    @TempDir private Path workspace;
    @TempDir private Path beside;
    private final List<String> notes = new ArrayList<>();
    private String plan;
    private String old;

    @BeforeEach
    void project() throws Exception {
        plan = PLAN.formatted(beside);
        Files.writeString(beside.resolve("agent.sh"), AGENT.formatted(beside));
        write("src/a.txt", "one\nBAD\nthree\n");
        write("src/b.txt", "BAD\n");
        write("check.sh", "! grep -n BAD src/a.txt src/b.txt /dev/null\n");
        write("lockstep.yaml", plan);
        git("init", "-q", "-b", "main");
        old = commit("start");
    }

    @Test
    void aChangeIsBroughtToTheNewBaseAndProvenWithoutAnAgent() throws Exception {
        EarlierChange earlier = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        write("src/c.txt", "of the user\n");
        String base = commit("went on");

        WorkerOutcome outcome = run(job("check", base, earlier));

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).isEmpty();
        assertThat(outcome.result().sessions()).isEmpty();
        assertThat(outcome.result().changed()).containsExactly("src/a.txt", "src/b.txt");
        String made = outcome.result().commit();
        assertThat(inStore("rev-parse", made + "^")).isEqualTo(base);
        assertThat(inStore("show", made + ":src/a.txt")).isEqualTo("one\ngood\nthree");
        assertThat(inStore("show", made + ":src/c.txt")).isEqualTo("of the user");
        assertThat(notes).containsExactly("takes over what attempt 1 left, sealed in job#1");
        assertThat(Json.read(Files.readAllBytes(directory().outcome()), WorkerOutcome.class))
                .isEqualTo(outcome);
    }

    @Test
    void onlyFilesThatBothChangedAreLeftToTheAgent() throws Exception {
        EarlierChange earlier = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        write("src/a.txt", "one\nBAD of the user\nthree\n");
        String base = commit("went on");

        WorkerOutcome outcome = run(job("check", base, earlier));

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).containsExactly("check src/a.txt");
        String made = outcome.result().commit();
        assertThat(inStore("show", made + ":src/a.txt")).isEqualTo("one\nagent of the user\nthree");
        assertThat(inStore("show", made + ":src/b.txt")).isEqualTo("fine");
        assertThat(notes.get(0))
                .isEqualTo(
                        "what attempt 1 left, sealed in job#1, no longer fits; changed otherwise"
                                + " meanwhile: src/a.txt");
    }

    /** What one agent wrote as a whole is not taken apart. */
    @Test
    void anImplementationThatNoLongerFitsIsDoneAgain() throws Exception {
        EarlierChange earlier = earlier("src/d.txt", "earlier\n", "src/e.txt", "earlier\n");
        write("src/d.txt", "of the user\n");
        String base = commit("went on");

        WorkerOutcome outcome = run(job("implement", base, earlier));

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isNull();
        assertThat(sessions()).containsExactly("implement");
        assertThat(outcome.result().changed()).containsExactly("src/d.txt");
        assertThat(notes).hasSize(1).first().asString().contains("no longer fits");
    }

    @Test
    void theFirstThatFitsIsTaken() throws Exception {
        EarlierChange fits = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        EarlierChange latest = earlier("src/a.txt", "one\nBAD\n3\n", "src/b.txt", "fine\n");
        write("src/a.txt", "one\nBAD\n4\n");
        String base = commit("went on");
        latest =
                new EarlierChange(Digest.of("latest"), latest.from(), latest.to(), 2, latest.run());
        fits = moved(fits, base, "src/a.txt", "one\ngood\n4\n");

        WorkerOutcome outcome = run(job("check", base, latest, fits));

        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).isEmpty();
    }

    @Test
    void aTextIsLeftAsAnAgentWouldHaveLeftIt() throws Exception {
        WorkerJob job = job("research", old, new EarlierChange(SEAL, old, old, 1, "job#1"));
        String text =
                "Milestone 1 needs a file d; what the third test asks for is not in src yet. Nothing"
                        + " else is missing as far as the tests and the tools can tell today.";
        Files.createDirectories(directory().taken());
        Files.writeString(directory().taken().resolve("research.md"), text);

        WorkerOutcome outcome = run(job);

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).isEmpty();
        assertThat(directory().evidence().resolve("research.md")).hasContent(text);
    }

    /** The first time they are asked for; then it goes without. */
    @Test
    void commitsThatCannotBeHadAreToldAndTheAgentWorks() throws Exception {
        EarlierChange gone = new EarlierChange(SEAL, old, "0123".repeat(10), 1, "job#1");
        job("check", old, gone);

        assertThatThrownBy(() -> new JobRunner(directory().root(), EventSink.NONE).ready())
                .isInstanceOfSatisfying(
                        MissingCommitsException.class,
                        e -> assertThat(e.commits()).containsExactly(gone.to()));
        new JobRunner(directory().root(), EventSink.NONE).ready(true);
        WorkerOutcome outcome = new JobRunner(directory().root(), this::hear).run();

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isNull();
        assertThat(sessions()).containsExactlyInAnyOrder("check src/a.txt", "check src/b.txt");
        assertThat(notes.get(0)).contains("can't be taken over: this workspace lacks its commits");
    }

    /** A bundle from the controller, in a workspace that has nothing of it. */
    @Test
    void commitsComeAsBundles() throws Exception {
        EarlierChange earlier = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        write("src/c.txt", "of the user\n");
        String base = commit("went on");
        job("check", base, earlier);
        Files.createDirectories(directory().bundle("x").getParent());
        git("branch", "-f", "made", earlier.to());
        String bundle = directory().bundle(earlier.to()).toString();
        git("bundle", "create", "-q", bundle, "made", "^" + old);
        git("branch", "-D", "made");
        git("reflog", "expire", "--expire=now", "--all");
        git("gc", "-q", "--prune=now");

        new JobRunner(directory().root(), EventSink.NONE).ready();
        WorkerOutcome outcome = new JobRunner(directory().root(), this::hear).run();

        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).isEmpty();
    }

    private WorkerOutcome run(WorkerJob job) throws Exception {
        assertThat(directory().read()).isEqualTo(job);
        new JobRunner(directory().root(), EventSink.NONE).ready();
        return new JobRunner(directory().root(), this::hear).run();
    }

    private void hear(
            io.jenkins.plugins.lockstep.base.Event.Type type,
            String session,
            String file,
            String message,
            Map<String, Object> data) {
        if (message.contains("attempt 1 left") || message.contains("attempt 2 left")) {
            notes.add(message);
        }
    }

    /** A change of the first commit, as an earlier attempt left it. */
    private EarlierChange earlier(String file, String text, String other, String otherText)
            throws Exception {
        git("checkout", "-q", "--detach", old);
        write(file, text);
        write(other, otherText);
        String made = commit("earlier");
        git("checkout", "-q", "main");
        return new EarlierChange(SEAL, old, made, 1, "job#1");
    }

    /** The same on another commit. */
    private EarlierChange moved(EarlierChange change, String base, String file, String text)
            throws Exception {
        git("checkout", "-q", "--detach", base);
        write(file, text);
        write("src/b.txt", "fine\n");
        String made = commit("earlier, moved");
        git("checkout", "-q", "main");
        return new EarlierChange(change.seal(), base, made, change.attempt(), change.run());
    }

    private JobDirectory directory() {
        return new JobDirectory(workspace.resolve(".lockstep/jobs/j2"));
    }

    private WorkerJob job(String phase, String base, EarlierChange... earlier) throws Exception {
        AttemptSpec spec = AttemptSpecs.of(phase, 2, plan, base, base, List.of(), 60_000);
        WorkerJob job =
                new WorkerJob(
                        Kind.ATTEMPT,
                        spec,
                        null,
                        Overrides.none(phase),
                        workspace.toString(),
                        List.of(base),
                        0,
                        0,
                        null,
                        List.of(earlier),
                        List.of());
        AtomicFiles.deleteTree(directory().root());
        directory().create();
        Files.write(directory().job(), Json.canonical(job));
        Files.write(directory().plan(), plan.getBytes(StandardCharsets.UTF_8));
        return job;
    }

    private List<String> sessions() throws IOException {
        Path sessions = beside.resolve("sessions");
        return Files.exists(sessions)
                ? Files.readAllLines(sessions).stream().map(String::strip).toList()
                : List.of();
    }

    private void write(String file, String text) throws IOException {
        Path path = workspace.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String commit(String message) throws Exception {
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", message);
        return git("rev-parse", "HEAD");
    }

    private String inStore(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("--git-dir=" + directory().store()));
        command.addAll(List.of(arguments));
        return git(command.toArray(String[]::new));
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        return JobProject.git(workspace, arguments);
    }
}
