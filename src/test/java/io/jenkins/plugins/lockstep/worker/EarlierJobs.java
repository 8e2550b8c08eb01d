package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.AttemptSpecs;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
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
import org.junit.jupiter.api.io.TempDir;

/** Jobs that begin with what was sealed before, with real git, tools and a counting agent. */
abstract class EarlierJobs {
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
              odd: {command: [sh, odd.sh], format: regex, pattern: '^(?<file>[^:]+):(?<line>\\d+):(?<message>.*)$'}
            """
                    + JobProject.ALL_OFF
                            .replace("  implement: {off: \"not here\"}\n", "")
                            .replace("  research: {off: \"not here\"}\n", "")
                    + "  check: {kind: issues, after: []}\n"
                    + "  odd: {kind: issues, after: []}\n"
                    + JobProject.MILESTONE;

    static final Digest SEAL = Digest.of("the seal before");

    @TempDir Path workspace;
    @TempDir Path beside;
    final List<String> notes = new ArrayList<>();
    private String plan;
    String old;

    @BeforeEach
    void project() throws Exception {
        plan = PLAN.formatted(beside);
        Files.writeString(beside.resolve("agent.sh"), AGENT.formatted(beside));
        write("src/a.txt", "one\nBAD\nthree\n");
        write("src/b.txt", "BAD\n");
        write("check.sh", "! grep -n BAD src/a.txt src/b.txt /dev/null\n");
        write("odd.sh", "! grep -n ODD src/*.txt /dev/null\n");
        write("lockstep.yaml", plan);
        git("init", "-q", "-b", "main");
        old = commit("start");
    }

    final WorkerOutcome run(WorkerJob job) throws Exception {
        assertThat(directory().read()).isEqualTo(job);
        new JobRunner(directory().root(), EventSink.NONE).ready();
        return new JobRunner(directory().root(), this::hear).run();
    }

    final void hear(
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
    final EarlierChange earlier(String file, String text, String other, String otherText)
            throws Exception {
        git("checkout", "-q", "--detach", old);
        write(file, text);
        write(other, otherText);
        String made = commit("earlier");
        git("checkout", "-q", "main");
        return new EarlierChange(SEAL, old, made, 1, "job#1");
    }

    /** The same on another commit. */
    final EarlierChange moved(EarlierChange change, String base, String file, String text)
            throws Exception {
        git("checkout", "-q", "--detach", base);
        write(file, text);
        write("src/b.txt", "fine\n");
        String made = commit("earlier, moved");
        git("checkout", "-q", "main");
        return new EarlierChange(change.seal(), base, made, change.attempt(), change.run());
    }

    final JobDirectory directory() {
        return new JobDirectory(workspace.resolve(".lockstep/jobs/j2"));
    }

    final WorkerJob job(String phase, String base, EarlierChange... earlier) throws Exception {
        return job(AttemptSpecs.of(phase, 2, plan, base, base, List.of(), 60_000), earlier);
    }

    /** After an attempt with these failures, where what the phase {@code odd} proved must hold. */
    final WorkerJob jobOnTop(
            String phase, String base, List<Failure> failures, EarlierChange... earlier)
            throws Exception {
        AttemptSpec spec = AttemptSpecs.of(phase, 2, plan, base, base, List.of("odd"), 60_000);
        return job(AttemptSpecs.after(spec, failures), earlier);
    }

    private WorkerJob job(AttemptSpec spec, EarlierChange... earlier) throws Exception {
        WorkerJob job =
                new WorkerJob(
                        Kind.ATTEMPT,
                        spec,
                        null,
                        Overrides.none(spec.phase()),
                        workspace.toString(),
                        List.of(spec.base()),
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

    final List<String> sessions() throws IOException {
        Path sessions = beside.resolve("sessions");
        return Files.exists(sessions)
                ? Files.readAllLines(sessions).stream().map(String::strip).toList()
                : List.of();
    }

    final void write(String file, String text) throws IOException {
        Path path = workspace.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    final String commit(String message) throws Exception {
        git("add", "-A");
        git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", message);
        return git("rev-parse", "HEAD");
    }

    final String inStore(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("--git-dir=" + directory().store()));
        command.addAll(List.of(arguments));
        return git(command.toArray(String[]::new));
    }

    final String git(String... arguments) throws IOException, InterruptedException {
        return JobProject.git(workspace, arguments);
    }
}
