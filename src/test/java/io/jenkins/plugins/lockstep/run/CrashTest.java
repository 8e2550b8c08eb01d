package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real command, as a process, killed with SIGKILL at random moments until the milestone is
 * proven; then all over again. {@code -Dlockstep.kills=1000} for the long form.
 */
class CrashTest {
    private static final int KILLS = Integer.getInteger("lockstep.kills", 12);
    private static final long SEED = Long.getLong("lockstep.seed", System.nanoTime());

    /** Above what a whole run takes here, so that kills are spread over all of it. */
    private static final int LONGEST_MILLIS = Integer.getInteger("lockstep.longest", 6_000);

    @TempDir private Path directory;

    @Test
    void whateverIsKilledWhatWasSealedStandsAndTheRestIsAsIfItNeverRan() throws Exception {
        Random random = new Random(SEED);
        int kills = 0;
        for (int round = 1; kills < KILLS; round++) {
            Path place = Files.createDirectories(directory.resolve("round-" + round));
            TinyProject project = TinyProject.in(place);
            project.change("sandbox: auto", "sandbox: off");
            List<String> sealed = new ArrayList<>();
            boolean proven = false;
            while (!proven && kills < KILLS) {
                Process run = start(project);
                boolean ended = run.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
                if (ended) {
                    proven = run.exitValue() == 0;
                    assertThat(proven).as(story(project, place)).isTrue();
                } else {
                    run.destroyForcibly().waitFor();
                    kills++;
                }
                sealed = stillSealed(project, sealed, place);
            }
            finish(project, sealed, place);
        }
    }

    private static Process start(TinyProject project) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.jenkins.plugins.lockstep.cli.Main",
                        "run",
                        "-C",
                        project.directory().toString());
        builder.environment()
                .put("TINY_LOG", project.directory().resolveSibling("sessions").toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                        project.directory().resolveSibling("output").toFile()));
        return builder.start();
    }

    /**
     * All that was sealed before is there, unchanged and in the same order; gives all that is now.
     */
    private static List<String> stillSealed(TinyProject project, List<String> before, Path place)
            throws Exception {
        List<String> now =
                LedgerReader.read(Home.of(project.directory()).directory()).stream()
                        .map(entry -> entry.digest().toString())
                        .toList();
        assertThat(now).as(story(project, place)).startsWith(before.toArray(String[]::new));
        return now;
    }

    private static void finish(TinyProject project, List<String> sealed, Path place)
            throws Exception {
        Process run = start(project);
        assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).as(story(project, place)).isZero();
        stillSealed(project, sealed, place);
        Home home = Home.of(project.directory());
        Verification found = Verifying.verify(home, ObjectStore.open(home.store()));
        assertThat(found.findings()).as(story(project, place)).isEmpty();
        nothingSealedTwice(home);
        nothingLeft(project, home);
        assertThat(project.git("status", "--porcelain")).isEmpty();
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly("Milestone 1: A fourth file", "Begin");
    }

    private static void nothingSealedTwice(Home home) throws Exception {
        Set<String> keys = new HashSet<>();
        for (Entry entry : LedgerReader.read(home.directory())) {
            Proof proof = Proof.of(entry.statement());
            if (proof != null) {
                assertThat(keys.add(proof.contentKey().toString()))
                        .as(proof.place() + " was sealed twice")
                        .isTrue();
            }
        }
    }

    private static void nothingLeft(TinyProject project, Home home) throws Exception {
        String mark = project.directory().toString();
        assertThat(
                        ProcessHandle.allProcesses()
                                .map(process -> process.info().commandLine().orElse(""))
                                .filter(line -> line.contains(mark)))
                .isEmpty();
        for (Path gone :
                List.of(home.work().resolve("checkouts"), home.work().resolve("attempts"))) {
            if (Files.isDirectory(gone)) {
                try (Stream<Path> left = Files.list(gone)) {
                    assertThat(left).isEmpty();
                }
            }
        }
        try (Stream<Path> files =
                Stream.concat(
                        Files.walk(home.store()),
                        Files.walk(project.directory().resolve(".git")))) {
            assertThat(files.filter(file -> file.toString().endsWith(".lock"))).isEmpty();
        }
    }

    private static String story(TinyProject project, Path place) throws Exception {
        Path output = project.directory().resolveSibling("output");
        String said = Files.exists(output) ? Files.readString(output) : "";
        return "seed "
                + SEED
                + ", "
                + place
                + "\n"
                + said.substring(Math.max(0, said.length() - 4000));
    }
}
