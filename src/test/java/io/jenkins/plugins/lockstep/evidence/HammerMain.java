package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of several processes on one ledger: its threads open, append and read. Prints how many
 * entries it sealed; fails if anything is seen that may not be.
 */
final class HammerMain {
    private final Path directory;
    private final AtomicInteger holders = new AtomicInteger();
    private final AtomicInteger sealed = new AtomicInteger();

    private HammerMain(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] args) throws Exception {
        HammerMain hammer = new HammerMain(Path.of(args[0]));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = ProcessHandle.current().pid() + "-" + i;
            all.add(threads.submit(i % 2 == 0 ? () -> hammer.write(name) : hammer.reading()));
        }
        for (Future<Void> one : all) {
            one.get();
        }
        threads.shutdown();
        System.out.println(hammer.sealed.get());
    }

    private Void write(String name) throws IOException {
        for (int i = 0; i < 12; i++) {
            try (Ledger ledger = Ledger.open(directory, name)) {
                if (holders.incrementAndGet() != 1) {
                    throw new IllegalStateException("two threads hold it");
                }
                for (int n = 0; n < 3; n++) {
                    ledger.append(
                            Predicates.RUN,
                            List.of(),
                            new RunPredicate(
                                    name + "-" + i + "-" + n, Project.PLAN, "b", Map.of(), ""));
                    sealed.incrementAndGet();
                }
                holders.decrementAndGet();
            } catch (LedgerHeldException e) {
                Thread.yield();
            }
        }
        return null;
    }

    private Callable<Void> reading() {
        return () -> {
            int before = 0;
            for (int i = 0; i < 12; i++) {
                try (LedgerReader reader = LedgerReader.open(directory)) {
                    int count = 0;
                    while (reader.next().isPresent()) {
                        count++;
                    }
                    if (count < before
                            || !reader.stop().isEmpty() && !reader.stop().contains("torn")) {
                        throw new IllegalStateException(
                                count + " entries after " + before + ": " + reader.stop());
                    }
                    before = count;
                }
            }
            return null;
        };
    }
}
