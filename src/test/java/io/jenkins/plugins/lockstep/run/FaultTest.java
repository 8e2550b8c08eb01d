package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run whose disk is full, whose ledger is torn, or whose directory can't be written. */
class FaultTest {
    /** Kilobytes left when a run starts; each comes to its end at another write. */
    private static final List<Integer> LEFT = List.of(0, 60, 250, 450);

    private static final int DISK_KILOBYTES = 8 << 10;

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
        Path disk = Files.createDirectory(directory.resolve("disk"));
        if (!mount("mount", "-t", "tmpfs", "-o", "size=" + DISK_KILOBYTES + "k", "none", disk)) {
            System.out.println(
                    "FaultTest: no file system can be mounted here, so only the ledger is filled,"
                            + " by a limit of file sizes");
            aLedgerThatCanNotGrowFailsTheRunAndNothingIsLost();
            return;
        }
        try {
            TinyProject project = project(disk);
            Home home = Home.of(project.directory());
            List<String> sealed = List.of();
            for (int left : LEFT) {
                Path filler = disk.resolve("filler");
                fill(filler, left);
                String said = lockstep(project, "resume", "--plain");
                if (!said.startsWith("0 ")) {
                    assertThat(said).containsPattern("^(1|70) ").contains("No space left");
                }
                List<String> now = digests(home);
                assertThat(now.size()).as(said).isGreaterThanOrEqualTo(sealed.size());
                assertThat(now.subList(0, sealed.size())).as(said).isEqualTo(sealed);
                sealed = now;
                Files.delete(filler);
            }
            assertThat(lockstep(project, "resume")).startsWith("0 ");
            verifies(project);
        } finally {
            mount("umount", disk);
        }
    }

    @Test
    void aDirectoryThatCanNotBeWrittenIsNamed() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        boolean mounted = mount("mount", "-t", "tmpfs", "-o", "size=64m", "none", disk);
        try {
            TinyProject project = project(disk);
            Home home = Home.of(project.directory());
            assertThat(lockstep(project, "run", "-m", "1", "--phase", "research")).startsWith("0 ");
            List<String> sealed = digests(home);
            if (mounted) {
                mount("mount", "-o", "remount,ro", disk);
            } else {
                assertThat(home.directory().toFile().setWritable(false)).isTrue();
            }

            String said = lockstep(project, "resume");

            assertThat(said)
                    .startsWith("70 ")
                    .contains(home.directory().toString())
                    .containsPattern("Read-only file system|AccessDenied");
            assertThat(lockstep(project, "verify")).startsWith("0 ");
            assertThat(digests(home)).isEqualTo(sealed);
            if (mounted) {
                mount("mount", "-o", "remount,rw", disk);
            } else {
                assertThat(home.directory().toFile().setWritable(true)).isTrue();
            }
            assertThat(lockstep(project, "resume")).startsWith("0 ");
            verifies(project);
        } finally {
            if (mounted) {
                mount("umount", disk);
            }
        }
    }

    private static void fill(Path filler, int left) throws IOException {
        byte[] block = new byte[1 << 10];
        try (var out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(filler).getUsableSpace() > ((long) left << 10)) {
                out.write(block);
            }
        }
    }

    private static boolean mount(Object... command) throws Exception {
        List<String> argv = java.util.Arrays.stream(command).map(Object::toString).toList();
        return new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
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
