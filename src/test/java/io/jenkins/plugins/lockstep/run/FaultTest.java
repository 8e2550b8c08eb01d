package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole run whose disk is full, whose ledger is torn, or whose directory can't be written. */
class FaultTest {
    private static final boolean ALL = Boolean.getBoolean("lockstep.faults.all");

    /** Kilobytes left when a run starts; each comes to its end at another write. */
    private static final List<Integer> LEFT =
            ALL ? IntStream.range(0, 200).map(i -> i * 4).boxed().toList() : List.of(0, 60);

    /** Each of many runs leaves its events and its report. */
    private static final int DISK_KILOBYTES = (ALL ? 64 : 8) << 10;

    @TempDir private Path directory;

    private TinyProject project(Path parent) throws Exception {
        TinyProject project = TinyProject.in(parent);
        project.change("sandbox: auto", "sandbox: off");
        project.change("limits:", "limits:\n  attempts: 1");
        return project;
    }

    @Test
    void aTornLastLineIsCutOffAndTheRunGoesOn() throws Exception {
        TinyProject project = project(directory);
        assertThat(lockstep(project, "run", "-m", "1", "--phase", "planning")).startsWith("0 ");
        Path ledger = Home.of(project.directory()).directory().resolve("ledger.jsonl");
        String last = Files.readAllLines(ledger).get(2);
        Files.writeString(ledger, last.substring(0, 500), StandardOpenOption.APPEND);

        assertThat(lockstep(project, "resume", "-m", "1", "--phase", "implement")).startsWith("0 ");

        verifies(project);
    }

    @Test
    void aSealedLineThatWasCutShortIsRefused() throws Exception {
        TinyProject project = project(directory);
        assertThat(lockstep(project, "run", "-m", "1", "--phase", "planning")).startsWith("0 ");
        Path ledger = Home.of(project.directory()).directory().resolve("ledger.jsonl");
        byte[] bytes = Files.readAllBytes(ledger);
        Files.write(ledger, java.util.Arrays.copyOf(bytes, bytes.length - 10));

        assertThat(lockstep(project, "resume")).startsWith("3 ").contains("entry 3 is torn");
        assertThat(Files.size(ledger)).isEqualTo(bytes.length - 10);
    }

    /** No file may grow beyond a size: an append stops in the midst of a line. */
    @Test
    void aLedgerThatCanNotGrowFailsTheRunAndNothingIsLost() throws Exception {
        TinyProject project = project(directory);
        Home home = Home.of(project.directory());
        assertThat(lockstep(project, "run", "-m", "1", "--phase", "planning")).startsWith("0 ");
        List<Entry> before = LedgerReader.read(home.directory());
        long blocks = Files.size(home.directory().resolve("ledger.jsonl")) / 512 + 2;
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"));
        command.addAll(Witness.command(project, "resume", "--plain").command());

        String said = output(new ProcessBuilder(command));

        assertThat(said).doesNotStartWith("0 ").containsPattern("File too large|SIGXFSZ|exit code");
        assertThat(digests(home).subList(0, before.size()))
                .isEqualTo(before.stream().map(Entry::digest).map(Object::toString).toList());
        assertThat(lockstep(project, "resume")).startsWith("0 ");
        verifies(project);
    }

    @Test
    void aFullDiskFailsTheRunAndWhenThereIsRoomItGoesOn() throws Exception {
        Path place = Files.createDirectory(directory.resolve("disk"));
        Optional<SmallDisk> mounted = SmallDisk.mount(place, DISK_KILOBYTES);
        if (mounted.isEmpty()) {
            System.out.println(
                    "FaultTest: no file system can be mounted here, so only the ledger is filled,"
                            + " by a limit of file sizes");
            aLedgerThatCanNotGrowFailsTheRunAndNothingIsLost();
            return;
        }
        try (SmallDisk disk = mounted.get()) {
            TinyProject project = project(place);
            Home home = Home.of(project.directory());
            List<String> sealed = List.of();
            for (int left : LEFT) {
                disk.fill(left);
                String said = lockstep(project, "resume", "--plain");
                if (!said.startsWith("0 ")) {
                    assertThat(said).containsPattern("^(1|70) ").contains("No space left");
                }
                List<String> now = digests(home);
                assertThat(now.size()).as(said).isGreaterThanOrEqualTo(sealed.size());
                assertThat(now.subList(0, sealed.size())).as(said).isEqualTo(sealed);
                sealed = now;
                disk.free();
            }
            assertThat(lockstep(project, "resume")).startsWith("0 ");
            verifies(project);
        }
    }

    /** What is full, what is proven before, and the kilobytes that are left. */
    private static Stream<Arguments> places() {
        return Stream.of(
                        Arguments.of("store.git", "planning", 0),
                        Arguments.of("../.git", "validate", 0),
                        Arguments.of("work", "planning", 0),
                        Arguments.of("runs", "planning", 12))
                .limit(ALL ? 4 : 2);
    }

    /** What git and processes write, which no shim sees: each place of its own is full. */
    @ParameterizedTest
    @MethodSource("places")
    void whereThereIsNoRoomIsSaidAndWithRoomItGoesOn(String place, String upTo, int left)
            throws Exception {
        TinyProject project = project(directory);
        project.agentFirst("TINY_LOG='" + directory.resolve("sessions") + "'");
        Witness witness = new Witness(project, place);
        assertThat(ProvenProject.execute(project, upTo).failures()).isEmpty();
        witness.nothingSealedWasTouched();
        Path full = Home.of(project.directory()).directory().resolve(place).normalize();
        Optional<SmallDisk> mounted = SmallDisk.under(full, DISK_KILOBYTES);
        assumeThat(mounted).as("a file system can be mounted").isPresent();
        try (SmallDisk disk = mounted.get()) {
            disk.fill(left);
            String said = lockstep(project, "resume", "--plain");
            assertThat(said).containsPattern("^(1|70) ").contains("No space left");
            witness.nothingSealedWasTouched();
            disk.free();
            // What git itself leaves of an object that it could not write whole.
            project.git("prune");
            witness.finish();
        }
    }

    @Test
    void aDirectoryThatCanNotBeWrittenIsNamed() throws Exception {
        Path place = Files.createDirectory(directory.resolve("disk"));
        Optional<SmallDisk> disk = SmallDisk.mount(place, 64 << 10);
        try {
            TinyProject project = project(place);
            Home home = Home.of(project.directory());
            assertThat(lockstep(project, "run", "-m", "1", "--phase", "research")).startsWith("0 ");
            List<String> sealed = digests(home);
            writable(disk, home, false);

            String said = lockstep(project, "resume");

            assertThat(said)
                    .startsWith("70 ")
                    .contains(home.directory().toString())
                    .containsPattern("Read-only file system|AccessDenied");
            for (String reading : List.of("verify", "status", "logs", "plan")) {
                assertThat(lockstep(project, reading)).as(reading).startsWith("0 ");
            }
            assertThat(digests(home)).isEqualTo(sealed);
            writable(disk, home, true);
            assertThat(lockstep(project, "resume")).startsWith("0 ");
            verifies(project);
        } finally {
            if (disk.isPresent()) {
                disk.get().close();
            }
        }
    }

    private static void writable(Optional<SmallDisk> disk, Home home, boolean writable)
            throws Exception {
        if (disk.isPresent()) {
            disk.get().writable(writable);
        } else {
            assertThat(home.directory().toFile().setWritable(writable)).isTrue();
        }
    }

    private static List<String> digests(Home home) throws IOException {
        return LedgerReader.read(home.directory()).stream()
                .map(entry -> entry.digest().toString())
                .toList();
    }

    private static void verifies(TinyProject project) throws Exception {
        Home home = Home.of(project.directory());
        assertThat(Verifying.verify(home).findings()).isEmpty();
    }

    private static String lockstep(TinyProject project, String... arguments) throws Exception {
        return output(Witness.command(project, arguments));
    }

    /** Exit code, a space, and all that was said. */
    private static String output(ProcessBuilder command) throws Exception {
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }
}
