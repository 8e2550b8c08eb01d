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

    /** One kill in so many comes while the command starts or recovers. */
    private static final int EARLY = 4;

    @TempDir private Path directory;

    @Test
    void whateverIsKilledWhatWasSealedStandsAndTheRestIsAsIfItNeverRan() throws Exception {
        Random random = new Random(SEED);
        System.out.println("CrashTest: " + KILLS + " kills, -Dlockstep.seed=" + SEED);
        int length = undisturbed();
        int kills = 0;
        for (int round = 1; kills < KILLS; round++) {
            Path place = Files.createDirectories(directory.resolve("round-" + round));
            Witness witness = witness(place, "seed " + SEED + ", round " + round);
            boolean proven = false;
            int window = length;
            while (!proven && kills < KILLS) {
                Process run = witness.start();
                boolean early = random.nextInt(EARLY) == 0;
                int millis = random.nextInt(early ? window / 8 : window * 3 / 4);
                boolean ended = run.waitFor(millis, TimeUnit.MILLISECONDS);
                if (ended) {
                    proven = run.exitValue() == 0;
                    assertThat(proven).as(witness.story()).isTrue();
                } else {
                    run.destroyForcibly().waitFor();
                    kills++;
                }
                boolean further = witness.nothingSealedWasTouched();
                // On a machine that became slower, kills would come before anything is sealed.
                window = further ? length : window + window / 16;
            }
            witness.finish();
            System.out.println("CrashTest: round " + round + ", " + kills + " kills so far");
        }
    }

    /** How long a whole run takes here and now, in milliseconds. */
    private int undisturbed() throws Exception {
        Witness witness =
                witness(Files.createDirectories(directory.resolve("whole")), "undisturbed");
        long begun = System.nanoTime();
        assertThat(witness.start().waitFor()).as(witness.story()).isZero();
        long nanos = System.nanoTime() - begun;
        witness.nothingSealedWasTouched();
        return (int) TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static Witness witness(Path place, String name) throws Exception {
        TinyProject project = TinyProject.in(place);
        project.change("sandbox: auto", "sandbox: off");
        return new Witness(project, name);
    }
}
