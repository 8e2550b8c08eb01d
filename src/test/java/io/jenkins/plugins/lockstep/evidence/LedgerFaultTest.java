package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every single step that changes the disk fails, once or from then on. */
class LedgerFaultTest {
    private static final int APPENDS = 3;

    @TempDir Path root;
    private SigningKey key;

    @BeforeEach
    void makeKey() {
        key = SigningKey.generate();
    }

    /** Fails the step of that number, and those after it if {@code forever}. */
    private record Failing(
            Set<FaultyFileSystem.Step> steps, int number, boolean forever, AtomicInteger seen)
            implements FaultyFileSystem.Faults {
        @Override
        public void before(FaultyFileSystem.Step step, Path path) throws IOException {
            if (steps.contains(step)) {
                int now = seen.incrementAndGet();
                if (now == number || forever && now > number) {
                    throw new FileSystemException(
                            path.toString(), null, "No space left on device (" + step + ")");
                }
            }
        }
    }

    private void failEachStep(Set<FaultyFileSystem.Step> steps, boolean forever)
            throws IOException {
        for (int number = 1; ; number++) {
            Path directory = root.resolve(forever + "-" + number);
            Failing failing = new Failing(steps, number, forever, new AtomicInteger());
            Outcome outcome = run(directory, failing);
            check(directory, outcome, number + "th of " + steps + (forever ? " and on" : ""));
            if (failing.seen().get() < number) {
                assertThat(outcome.sealed).hasSize(APPENDS);
                assertThat(number).isGreaterThan(5);
                return;
            }
        }
    }

    private static final class Outcome {
        private final List<String> sealed = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private String uncertain = "";
    }

    private Outcome run(Path directory, Failing failing) {
        Outcome outcome = new Outcome();
        Path faulty = FaultyFileSystem.wrap(directory.toAbsolutePath(), failing);
        try (Ledger ledger = Ledger.open(faulty, key, "test")) {
            for (int i = 0; i < APPENDS; i++) {
                append(ledger, "r" + i, outcome);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        return outcome;
    }

    private void append(Ledger ledger, String run, Outcome outcome) {
        try {
            ledger.append(Predicates.RUN, List.of(), predicate(run));
            outcome.sealed.add(run);
        } catch (LedgerUncertainException e) {
            outcome.uncertain = run;
        } catch (IOException e) {
            outcome.refused.add(run);
        }
    }

    private static RunPredicate predicate(String run) {
        return new RunPredicate(run, Project.PLAN, Project.BASE, null, "2026-01-01T00:00:00Z");
    }

    /** What was said to be sealed is there, what was refused is not, and it goes on. */
    private void check(Path directory, Outcome outcome, String what) throws IOException {
        assertThat(Verifier.with(key.verifyingKey()).withThreads(1).verify(directory).findings())
                .as(what + " before the next opening")
                .isEmpty();
        try (Ledger again = Ledger.open(directory, key, "again")) {
            List<String> found = new ArrayList<>();
            for (Entry entry : again.entries()) {
                found.add(entry.statement().predicate(RunPredicate.class).run());
            }
            found.remove(outcome.uncertain);
            assertThat(found).as(what).isEqualTo(outcome.sealed);
            again.append(Predicates.RUN, List.of(), predicate("after"));
        }
        assertThat(Verifier.with(key.verifyingKey()).withThreads(1).verify(directory).findings())
                .as(what)
                .isEmpty();
        try (var files = Files.list(directory)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .as(what)
                    .containsExactlyInAnyOrder(
                            "ledger.jsonl", "head.json", "progress.json", "lock");
        }
    }

    @Test
    void theDiskIsFullForAMoment() throws IOException {
        failEachStep(EnumSet.of(FaultyFileSystem.Step.WRITE), false);
    }

    @Test
    void theDiskStaysFull() throws IOException {
        failEachStep(EnumSet.of(FaultyFileSystem.Step.WRITE, FaultyFileSystem.Step.CREATE), true);
    }

    @Test
    void fsyncFailsOnce() throws IOException {
        failEachStep(EnumSet.of(FaultyFileSystem.Step.FORCE), false);
    }

    @Test
    void fsyncFailsFromThenOn() throws IOException {
        failEachStep(EnumSet.of(FaultyFileSystem.Step.FORCE), true);
    }

    @Test
    void everythingFailsFromThenOn() throws IOException {
        failEachStep(EnumSet.allOf(FaultyFileSystem.Step.class), true);
    }

    /** As a run begins whose plan switches phases off. */
    @Test
    void severalAtOnceAndAllFailsFromAnyStepOn() throws IOException {
        List<Ledger.Draft> drafts = new ArrayList<>();
        for (String run : List.of("r0", "r1", "r2")) {
            drafts.add(new Ledger.Draft(Predicates.RUN, List.of(), predicate(run)));
        }
        Set<Integer> lengths = new HashSet<>();
        boolean failed = true;
        for (int number = 1; failed; number++) {
            Path directory = root.resolve("several-" + number);
            Failing failing =
                    new Failing(
                            EnumSet.allOf(FaultyFileSystem.Step.class),
                            number,
                            true,
                            new AtomicInteger());
            Path faulty = FaultyFileSystem.wrap(directory.toAbsolutePath(), failing);
            try (Ledger ledger = Ledger.open(faulty, key, "test")) {
                ledger.append(drafts);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
            failed = failing.seen().get() >= number;
            lengths.add(LedgerReader.read(directory).size());
            Verifier verifier = Verifier.with(key.verifyingKey()).withThreads(1);
            assertThat(verifier.verify(directory).findings()).as("step " + number).isEmpty();
            try (Ledger again = Ledger.open(directory, key, "again")) {
                again.append(Predicates.RUN, List.of(), predicate("after"));
            }
            assertThat(verifier.verify(directory).findings()).as("step " + number).isEmpty();
        }
        assertThat(lengths).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void aReadOnlyDirectoryIsRefusedAndLeftAlone() throws IOException {
        Path directory = root.resolve("readonly");
        run(directory, new Failing(Set.of(), 0, false, new AtomicInteger()));
        byte[] before = Files.readAllBytes(directory.resolve("ledger.jsonl"));
        Path faulty =
                FaultyFileSystem.wrap(
                        directory.toAbsolutePath(),
                        (step, path) -> {
                            throw new AccessDeniedException(path.toString());
                        });
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Ledger.open(faulty, key, "x"))
                .isInstanceOf(AccessDeniedException.class);
        assertThat(directory.resolve("ledger.jsonl")).hasBinaryContent(before);
        assertThat(LedgerReader.read(faulty)).hasSize(APPENDS);
        assertThat(Verifier.with(key.verifyingKey()).verify(faulty).ok()).isTrue();
    }
}
