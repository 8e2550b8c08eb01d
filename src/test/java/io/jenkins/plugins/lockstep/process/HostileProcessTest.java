package io.jenkins.plugins.lockstep.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.process.Ended.How;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad habit of a process, as a real one, in each kind of sandbox that this machine has. */
@ParameterizedClass
@MethodSource("io.jenkins.plugins.lockstep.process.Kinds#here")
class HostileProcessTest {
    private static final String DAEMON =
            "(setsid sh -c '(trap \"\" TERM HUP INT; sleep 300; sleep 300) &' &) ; ";

    private final Sandboxes sandboxes;
    private final String mark = Scripts.mark();
    @TempDir Path directory;
    private ProcessRunner runner;

    HostileProcessTest(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    private Ended run(String script, Duration limit, Caps caps) throws Exception {
        Duration grace = Duration.ofMillis(500);
        runner = new ProcessRunner(directory.toString(), sandboxes, grace);
        return runner.run(
                Scripts.shell(directory, mark, script),
                Deadline.in(limit, "test"),
                caps,
                directory.resolve("log"),
                null);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(Scripts.living(mark)).isEmpty();
        runner.close();
    }

    @Test
    void ignoresTheRequestToEnd() throws Exception {
        Ended ended =
                run(
                        "trap '' TERM HUP INT; echo up; while :; do sleep 1; done",
                        Duration.ofMillis(200),
                        Caps.NONE);
        assertThat(ended.how()).isEqualTo(How.TIME_LIMIT);
        assertThat(ended.lastLines()).contains("up");
    }

    @Test
    void hasTimeToEndInOrder() throws Exception {
        Ended ended =
                run(
                        // Whichever of the two gets its signal first, the shell lives to get its
                        // own.
                        "trap 'echo bye; exit 0' TERM; sleep 60 & echo up; while :; do wait; sleep 0.05; done",
                        Duration.ofMillis(500),
                        Caps.NONE);
        assertThat(ended.how()).isEqualTo(How.TIME_LIMIT);
        assertThat(ended.lastLines()).contains("up", "bye");
    }

    @Test
    void leavesDaemonsThatHoldItsOutput() throws Exception {
        Ended ended = run(DAEMON + "echo success", Duration.ofSeconds(20), Caps.NONE);
        assertThat(ended.succeeded()).isTrue();
        assertThat(ended.lastLines()).contains("success");
    }

    @Test
    void leavesSilentDaemons() throws Exception {
        String silent = DAEMON.replace("&)", ">/dev/null 2>&1 &)");
        Ended ended = run(silent + "exit 3", Duration.ofSeconds(20), Caps.NONE);
        assertThat(ended.exitCode()).isEqualTo(3);
    }

    @Test
    void leavesADaemonWithoutEnvironmentThatHoldsItsOutput() throws Exception {
        String script = "(env -i setsid sh -c 'exec sleep 300 # " + mark + "' &); exit 0";
        assertThat(run(script, Duration.ofSeconds(20), Caps.NONE).succeeded()).isTrue();
    }

    @Test
    void sleepsForEverWithDaemons() throws Exception {
        Ended ended = run(DAEMON + "sleep 300", Duration.ofMillis(300), Caps.NONE);
        assertThat(ended.how()).isEqualTo(How.TIME_LIMIT);
    }

    @Test
    void floodsItsOutput() throws Exception {
        Ended ended =
                run(
                        "echo first; head -c 10G /dev/zero | tr '\\0' 'x'; echo last",
                        Duration.ofSeconds(20),
                        new Caps(100_000, 0, 0, null));
        assertThat(ended.how()).isEqualTo(How.OUTPUT_LIMIT);
        assertThat(ended.detail()).contains("100000");
        assertThat(Files.size(directory.resolve("log"))).isLessThanOrEqualTo(100_000);
        assertThat(Files.readString(directory.resolve("log")))
                .startsWith("first\n")
                .contains("the middle is cut");
    }

    @Test
    void closesItsOutputAndGoesOn() throws Exception {
        Ended ended =
                run("exec >/dev/null 2>&1; sleep 0.3; exit 5", Duration.ofSeconds(20), Caps.NONE);
        assertThat(ended.exitCode()).isEqualTo(5);
        assertThat(ended.time()).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void fillsMemory() throws Exception {
        long limit = 64L << 20;
        Ended ended =
                run(
                        "(head -c 150M /dev/zero; sleep 60) | tail",
                        Duration.ofSeconds(20),
                        new Caps(0, limit, 0, null));
        assertThat(ended.how()).isEqualTo(How.MEMORY_LIMIT);
        assertThat(ended.detail()).contains(Long.toString(limit));
    }

    @Test
    void fillsTheDisk() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Files.write(disk.resolve("before"), new byte[2_000_000]);
        Caps caps = new Caps(0, 0, 1_000_000, disk);
        Ended slow = run("head -c 3M /dev/zero > disk/a; sleep 60", Duration.ofSeconds(20), caps);
        assertThat(slow.how()).isEqualTo(How.DISK_LIMIT);
        assertThat(slow.detail()).contains("1000000");
        runner.close();
        Ended quick = run("head -c 3M /dev/zero > disk/b", Duration.ofSeconds(20), caps);
        assertThat(quick.how()).isEqualTo(How.DISK_LIMIT);
        runner.close();
        assertThat(run("echo x > disk/c", Duration.ofSeconds(20), caps).succeeded()).isTrue();
    }

    @Test
    void forksAsFastAsItCan() throws Exception {
        Ended ended =
                run(
                        "i=0; while [ $i -lt 200 ]; do (setsid sleep 300 &) ; i=$((i+1)); done;"
                                + " while :; do sleep 0.01 & done",
                        Duration.ofMillis(600),
                        Caps.NONE);
        assertThat(ended.how()).isEqualTo(How.TIME_LIMIT);
    }
}
