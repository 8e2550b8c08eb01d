package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real command, as a process, killed with SIGKILL at random moments until the milestone is
 * proven; then all over again. {@code mvn -P attack verify} is the long form.
 */
class CrashTest {
    private static final int KILLS = Integer.getInteger("lockstep.kills", 8);
    private static final long SEED = Long.getLong("lockstep.seed", System.nanoTime());

    /** One kill in so many comes while the command starts, and so while it recovers. */
    private static final int EARLY = 4;

    private static final int EARLY_MILLIS = 900;

    /** A whole run takes about two of these; a killed one leaves less to the next. */
    private static final int LONGEST_MILLIS = Integer.getInteger("lockstep.longest", 3_000);

    @TempDir private Path directory;

    @Test
    void whateverIsKilledWhatWasSealedStandsAndTheRestIsAsIfItNeverRan() throws Exception {
        Random random = new Random(SEED);
        System.out.println("CrashTest: " + KILLS + " kills, -Dlockstep.seed=" + SEED);
        int kills = 0;
        for (int round = 1; kills < KILLS; round++) {
            Path place = Files.createDirectories(directory.resolve("round-" + round));
            TinyProject project = TinyProject.in(place);
            project.change("sandbox: auto", "sandbox: off");
            Witness witness = new Witness(project, "seed " + SEED + ", round " + round);
            boolean proven = false;
            while (!proven && kills < KILLS) {
                Process run = witness.start();
                boolean early = random.nextInt(EARLY) == 0;
                int millis = random.nextInt(early ? EARLY_MILLIS : LONGEST_MILLIS);
                boolean ended = run.waitFor(millis, TimeUnit.MILLISECONDS);
                if (ended) {
                    proven = run.exitValue() == 0;
                    assertThat(proven).as(witness.story()).isTrue();
                } else {
                    run.destroyForcibly().waitFor();
                    kills++;
                }
                witness.nothingSealedWasTouched();
            }
            witness.finish();
            System.out.println("CrashTest: round " + round + ", " + kills + " kills so far");
        }
    }
}
