package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phases of one milestone that are sealed at the same moment. */
class EvidenceStoreTest {
    private static final int PHASES = 8;
    private static final int ATTEMPTS = 40;

    @TempDir Path root;
    private final Queue<IOException> failed = new ConcurrentLinkedQueue<>();

    @Test
    void phasesThatAreSealedAtOnceDoNotDisturbEachOther() throws Exception {
        Path home = Files.createDirectory(root.resolve(".lockstep"));
        EvidenceStore store = new EvidenceStore(home);
        CyclicBarrier together = new CyclicBarrier(PHASES);
        ExecutorService threads = Executors.newFixedThreadPool(PHASES);
        List<Future<Void>> all = new ArrayList<>();
        for (int phase = 0; phase < PHASES; phase++) {
            String name = "phase" + phase;
            all.add(
                    threads.submit(
                            () -> {
                                for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                                    together.await(1, TimeUnit.MINUTES);
                                    seal(store, name, attempt);
                                }
                                return null;
                            }));
        }
        threads.shutdown();
        for (Future<Void> one : all) {
            one.get();
        }
        assertThat(failed).isEmpty();
        assertThat(store.source().contents().places()).hasSize(PHASES * ATTEMPTS);
        assertThat(home.resolve("incoming")).isEmptyDirectory();
    }

    private void seal(EvidenceStore store, String phase, int attempt) {
        try {
            Path from = Files.createDirectory(root.resolve(phase));
            Files.writeString(from.resolve("report.md"), phase);
            String place = Places.of(1, phase, attempt);
            store.take(from, place, 1 << 20);
            store.settle(place);
        } catch (IOException e) {
            failed.add(e);
        }
    }
}
