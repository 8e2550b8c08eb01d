package io.jenkins.plugins.lockstep.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.process.Ended.How;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jenkins.plugins.lockstep.process.Kinds#here")
class ProcessRunnerTest {
    private final Sandboxes sandboxes;
    @TempDir Path directory;

    ProcessRunnerTest(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    private ProcessRunner runner() {
        return new ProcessRunner(directory.toString(), sandboxes);
    }

    private Ended run(String script, Caps caps) throws Exception {
        try (ProcessRunner runner = runner()) {
            return runner.run(
                    Scripts.shell(directory, "", script), Scripts.soon(), caps, log(), null);
        }
    }

    private Path log() {
        return directory.resolve("logs/one.log");
    }

    @Test
    void tellsExitCodeAndKeepsOutputAndErrorInOrder() throws Exception {
        List<String> lines = new ArrayList<>();
        Ended ended;
        try (ProcessRunner runner = runner()) {
            ended =
                    runner.run(
                            Scripts.shell(
                                    directory, "", "echo one; echo two >&2; printf three; exit 7"),
                            Scripts.soon(),
                            Caps.NONE,
                            log(),
                            lines::add);
        }
        assertThat(ended.how()).isEqualTo(How.EXITED);
        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.detail()).isEmpty();
        assertThat(ended.sandboxed()).isFalse();
        assertThat(lines).containsExactly("one", "two", "three");
        assertThat(ended.lastLines()).containsExactly("one", "two", "three");
        assertThat(log()).hasContent("one\ntwo\nthree");
        assertThat(ended.logDigest()).isEqualTo(Digest.of(log()));
    }

    @Test
    void givesOnlyTheEnvironmentAndTheInputThatWereAskedFor() throws Exception {
        Path in = Files.writeString(directory.resolve("in"), "from a file\n");
        Command command =
                new Command(
                        List.of("/bin/sh", "-c", "cat; env | sort"),
                        directory,
                        Map.of("A", "b"),
                        in,
                        Sandbox.NONE);
        try (ProcessRunner runner = runner()) {
            Ended ended = runner.run(command, Scripts.soon(), Caps.NONE, log(), null);
            assertThat(ended.succeeded()).isTrue();
        }
        assertThat(Files.readAllLines(log()))
                .contains("from a file", "A=b", "LOCKSTEP_OWNER=" + directory)
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("USER="));
    }

    @Test
    void aForeignSignalIsNoExit() throws Exception {
        Ended ended = run("kill -9 $$", Caps.NONE);
        assertThat(ended.how()).isEqualTo(How.KILLED);
        assertThat(ended.exitCode()).isEqualTo(137);
        assertThat(ended.detail()).contains("signal 9");
        assertThat(run("exit 255", Caps.NONE).how()).isEqualTo(How.EXITED);
    }

    @Test
    void whatCannotStartIsToldApart() throws Exception {
        Files.writeString(directory.resolve("plain"), "no program");
        Path odd = Files.writeString(directory.resolve("odd"), "#!/no/such/interpreter\n");
        odd.toFile().setExecutable(true);
        assertCannotStart(Scripts.command(directory, "", "no-such-program"), "not found");
        assertCannotStart(Scripts.command(directory, "", "./plain"), "not executable");
        assertCannotStart(Scripts.command(directory, "", "./odd"), "/no/such/interpreter");
        assertCannotStart(Scripts.command(directory, "", "./none"), "does not exist");
        assertCannotStart(Scripts.command(directory, "", "./"), "is a directory");
        assertCannotStart(Scripts.command(directory, "", "a\0b"), "program");
        assertCannotStart(Scripts.command(directory, "", "echo", "x".repeat(300_000)), "too long");
        assertCannotStart(
                Scripts.command(directory.resolve("gone"), "", "true"), "directory is missing");
    }

    private void assertCannotStart(Command command, String why) throws Exception {
        try (ProcessRunner runner = runner()) {
            Ended ended = runner.run(command, Scripts.soon(), Caps.NONE, log(), null);
            assertThat(ended.how()).isEqualTo(How.CANNOT_START);
            assertThat(ended.detail()).contains(why);
        }
    }

    @Test
    void aNameIsAProgramNotAShellsBuiltin() throws Exception {
        Path program = Files.writeString(directory.resolve("exit"), "#!/bin/sh\necho program\n");
        program.toFile().setExecutable(true);
        Command command =
                new Command(
                        List.of("exit", "3"),
                        directory,
                        Map.of("PATH", directory + ":/usr/bin:/bin"),
                        null,
                        Sandbox.NONE);
        try (ProcessRunner runner = runner()) {
            Ended ended = runner.run(command, Scripts.soon(), Caps.NONE, log(), null);
            assertThat(ended.succeeded()).isTrue();
            assertThat(ended.lastLines()).containsExactly("program");
        }
    }

    @Test
    void anInterruptEndsTheTree() throws Exception {
        String mark = Scripts.mark();
        CountDownLatch started = new CountDownLatch(1);
        try (ProcessRunner runner = runner()) {
            FutureTask<Ended> task =
                    new FutureTask<>(
                            () ->
                                    runner.run(
                                            Scripts.shell(
                                                    directory, mark, "sleep 60 & echo up; wait"),
                                            Scripts.soon(),
                                            Caps.NONE,
                                            log(),
                                            line -> started.countDown()));
            Thread thread = new Thread(task);
            thread.start();
            started.await();
            thread.interrupt();
            assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
            thread.join();
            assertThat(Scripts.living(mark)).isEmpty();
        }
    }

    @Test
    void closingEndsWhatRunsAndJoinsTheMonitor() throws Exception {
        String mark = Scripts.mark();
        CountDownLatch started = new CountDownLatch(1);
        ProcessRunner runner = runner();
        FutureTask<Ended> task =
                new FutureTask<>(
                        () ->
                                runner.run(
                                        Scripts.shell(directory, mark, "echo up; sleep 60"),
                                        Scripts.soon(),
                                        Caps.NONE,
                                        log(),
                                        line -> started.countDown()));
        Thread thread = new Thread(task);
        thread.start();
        started.await();
        runner.close();
        assertThat(Scripts.living(mark)).isEmpty();
        assertThatThrownBy(task::get).hasCauseInstanceOf(IOException.class);
        thread.join();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("lockstep-process") && t.isAlive());
        assertThatThrownBy(
                        () ->
                                runner.run(
                                        Scripts.shell(directory, mark, "true"),
                                        Scripts.soon(),
                                        Caps.NONE,
                                        log(),
                                        null))
                .hasMessageContaining("closed");
    }

    @Test
    void whatTheReaderOfLinesThrowsEndsTheTree() throws Exception {
        String mark = Scripts.mark();
        try (ProcessRunner runner = runner()) {
            assertThatThrownBy(
                            () ->
                                    runner.run(
                                            Scripts.shell(directory, mark, "echo up; sleep 60"),
                                            Scripts.soon(),
                                            Caps.NONE,
                                            log(),
                                            line -> {
                                                throw new IllegalStateException("no more");
                                            }))
                    .hasMessage("no more");
            assertThat(Scripts.living(mark)).isEmpty();
        }
    }

    @Test
    void theFirstOfSeveralTimeLimitsIsNamed() throws Exception {
        String mark = Scripts.mark();
        Deadline deadline =
                Deadline.in(Duration.ofMinutes(5), "run (5m)")
                        .within(Duration.ofMillis(200), "session (200ms)");
        try (ProcessRunner runner = runner()) {
            Command sleeper = Scripts.shell(directory, mark, "sleep 60");
            Ended ended = runner.run(sleeper, deadline, Caps.NONE, log(), null);
            assertThat(ended.how()).isEqualTo(How.TIME_LIMIT);
            assertThat(ended.detail()).contains("session (200ms)");
            assertThat(Scripts.living(mark)).isEmpty();
            Ended late = runner.run(sleeper, deadline, Caps.NONE, log(), null);
            assertThat(late.how()).isEqualTo(How.TIME_LIMIT);
        }
    }

    @Test
    void aLogThatIsALinkIsReplacedNotFollowed() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "untouched");
        Files.createDirectories(log().getParent());
        Files.createSymbolicLink(log(), victim);
        run("echo hello", Caps.NONE);
        assertThat(victim).hasContent("untouched");
        assertThat(log()).hasContent("hello");
    }

    @Test
    void manyAtOnceKeepTheirOutputApart() throws Exception {
        try (ProcessRunner runner = runner()) {
            List<FutureTask<Ended>> tasks = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String name = "p" + i;
                FutureTask<Ended> task =
                        new FutureTask<>(
                                () ->
                                        runner.run(
                                                Scripts.shell(directory, "", "echo " + name),
                                                Scripts.soon(),
                                                Caps.NONE,
                                                directory.resolve(name + ".log"),
                                                null));
                tasks.add(task);
                new Thread(task).start();
            }
            for (int i = 0; i < tasks.size(); i++) {
                assertThat(tasks.get(i).get().succeeded()).isTrue();
                assertThat(directory.resolve("p" + i + ".log")).hasContent("p" + i + "\n");
            }
        }
    }
}
