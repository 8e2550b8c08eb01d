package io.jenkins.plugins.lockstep.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own Java process is killed while it runs something. */
class SweepTest {
    @TempDir Path directory;

    /** A Java process of its own that runs one script with daemons. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Sandboxes sandboxes =
                Kinds.here().filter(s -> s.kind().equals(args[2])).findFirst().orElseThrow();
        try (ProcessRunner runner = new ProcessRunner(args[0], sandboxes)) {
            String script = "(setsid sleep 300 &); echo up; sleep 300";
            Command command = Scripts.shell(directory, args[1], script);
            Path log = directory.resolve("log");
            runner.run(command, Scripts.soon(), Caps.NONE, log, System.out::println);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "namespaces", "bubblewrap"})
    void leftoversOfAKilledRunAreEnded(String kind) throws Exception {
        if (Kinds.here().noneMatch(s -> s.kind().equals(kind))) {
            return;
        }
        String mark = Scripts.mark();
        Process java =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                SweepTest.class.getName(),
                                directory.toString(),
                                mark,
                                kind)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(java.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("up");
        }
        String stranger = Scripts.mark();
        Process other = new ProcessBuilder("sleep", "300").redirectErrorStream(true).start();
        java.destroyForcibly().waitFor();
        try {
            int ended = ProcessRunner.sweep(directory.toString());
            assertThat(ended).isGreaterThanOrEqualTo(kind.equals("none") ? 2 : 0);
            assertThat(Scripts.living(mark)).isEmpty();
            assertThat(other.isAlive()).isTrue();
            assertThat(ProcessRunner.sweep(directory.toString())).isZero();
            assertThat(ProcessRunner.sweep(stranger)).isZero();
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(
                            name ->
                                    name.startsWith("lockstep-pipes-")
                                            && name.contains("-" + java.pid() + "-"));
        }
    }
}
