package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.evidence.FaultyFileSystem;
import io.jenkins.plugins.lockstep.evidence.FaultyFileSystem.Step;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole runs, one after the other on one project, each of which meets a fault at another step that
 * changes the disk; a last one without a fault ends what they began. {@code mvn -P attack verify}
 * fails every single step.
 */
class DiskFaultTest {
    /** More than a whole run has of any kind. */
    private static final int STEPS = 3_000;

    private static final boolean ALL = Boolean.getBoolean("lockstep.faults.all");

    /** What fails, and what the system then says. */
    enum Fault {
        FSYNC_ONCE("Input/output error", false, EnumSet.of(Step.FORCE)),
        FSYNC_FROM_THEN_ON("Input/output error", true, EnumSet.of(Step.FORCE)),
        DISK_FULL("No space left on device", true, EnumSet.of(Step.WRITE, Step.CREATE)),
        READ_ONLY("Read-only file system", true, EnumSet.allOf(Step.class));

        private final String message;
        private final boolean forEver;
        private final Set<Step> steps;

        Fault(String message, boolean forEver, Set<Step> steps) {
            this.message = message;
            this.forEver = forEver;
            this.steps = steps;
        }
    }

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource
    void whatWasSealedStandsAndTheNextRunGoesOn(Fault fault) throws Exception {
        int project = 1;
        Witness witness = witness(project);
        int started = 0;
        for (int number : numbers(fault)) {
            AtomicInteger seen = new AtomicInteger();
            boolean proven = runs(witness, fault, number, seen);
            witness.nothingSealedWasTouched();
            if (seen.get() < number) {
                break;
            }
            started++;
            if (proven) {
                witness.finish();
                witness = witness(++project);
            }
        }
        assertThat(started).isGreaterThanOrEqualTo(5);
        witness.finish();
    }

    /** Which step fails, counted from the start of each run. */
    private static int[] numbers(Fault fault) {
        if (ALL) {
            return IntStream.rangeClosed(1, STEPS).toArray();
        }
        int few = fault.steps.contains(Step.CREATE) ? 3 : 1;
        return IntStream.of(1, 4, 11, 26, 60).map(n -> n * few).toArray();
    }

    /**
     * @return whether it was proven all the same
     */
    private static boolean runs(Witness witness, Fault fault, int number, AtomicInteger seen)
            throws Exception {
        String which = fault + " at step " + number;
        Path faulty =
                FaultyFileSystem.wrap(
                        witness.project().directory(),
                        (step, path) -> {
                            int now = fault.steps.contains(step) ? seen.incrementAndGet() : 0;
                            if (now == number || fault.forEver && now > number) {
                                throw new FileSystemException(path.toString(), null, fault.message);
                            }
                        });
        try {
            RunOptions options = new RunOptions(faulty, witness.project().plan(), 0, "");
            RunOutcome outcome = Run.execute(options, List.of());
            assertThat(outcome.failures())
                    .as(which)
                    .allSatisfy(one -> assertThat(one.failure().message()).contains(fault.message));
            return outcome.proven();
        } catch (IOException | RuntimeException e) {
            assertThat(e).as(which).hasStackTraceContaining(fault.message);
            return false;
        }
    }

    private Witness witness(int number) throws Exception {
        Path place = Files.createDirectory(directory.resolve("project-" + number));
        TinyProject project = TinyProject.in(place);
        project.change("sandbox: auto", "sandbox: off");
        project.change("limits:", "limits:\n  attempts: 1");
        project.agentFirst("TINY_LOG='" + place.resolve("sessions") + "'");
        return new Witness(project, "project " + number);
    }
}
