package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight processes of eight threads each on one ledger, from before its key is made. */
class ProcessesTest {
    private static final int PROCESSES = 8;

    @TempDir Path root;

    @Test
    void oneHoldsItAtATimeAndReadersSeeAValidPrefix() throws Exception {
        Path directory = root.resolve(".lockstep");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    "-Xmx128m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    HammerMain.class.getName(),
                                    directory.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        }
        int sealed = 0;
        for (Process process : processes) {
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            sealed += Integer.parseInt(out.strip());
        }
        assertThat(sealed).isPositive();
        VerifyingKey key = VerifyingKey.read(directory.resolve("key/ed25519.pub.pem"));
        Verification verification = Verifier.with(key).verify(directory);
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.counts().runs()).isEqualTo(sealed);
    }
}
