package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs in one workspace do at the same moment with the store that they share. */
class AtOnceTest {
    private static final int JOBS = 8;
    private static final int ROUNDS = 3;

    @TempDir Path directory;

    private interface Work {
        void of(int number) throws Exception;
    }

    private static void atOnce(Work work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(JOBS);
        ExecutorService threads = Executors.newFixedThreadPool(JOBS);
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            int number = i;
            all.add(
                    () -> {
                        together.await();
                        work.of(number);
                        return null;
                    });
        }
        List<Future<Void>> ended = threads.invokeAll(all);
        threads.shutdown();
        for (Future<Void> one : ended) {
            one.get();
        }
    }

    private Repo origin() throws Exception {
        Repo repo = Repo.init(directory.resolve("origin"));
        for (int i = 0; i < JOBS + 2; i++) {
            repo.write("f", "text " + i).commit("c" + i);
        }
        return repo;
    }

    @Test
    void theStoreIsMadeAndCommitsAreImportedKeptAndBundled() throws Exception {
        String head = origin().git("rev-parse", "HEAD");
        Path origin = directory.resolve("origin");
        for (int round = 0; round < ROUNDS; round++) {
            Path bare = directory.resolve("store-" + round);
            Path other = directory.resolve("other-" + round);
            Path bundle = directory.resolve("bundle-" + round);
            ObjectStore.open(directory.resolve("sender")).importCommit(origin, "HEAD");
            ObjectStore.open(directory.resolve("sender")).bundle(head, List.of(), bundle);
            atOnce(
                    number -> {
                        ObjectStore store = ObjectStore.open(bare);
                        assertThat(store.importCommit(origin, "HEAD")).isEqualTo(head);
                        store.importCommit(origin, "HEAD~" + number);
                        store.keep("sealed/m1-lint-1", head);
                        store.bundle(head, List.of(), directory.resolve("made-" + number));
                        ObjectStore receiver = ObjectStore.open(other);
                        receiver.unbundle(bundle, head);
                        assertThat(receiver.exists(head)).isTrue();
                    });
            assertThat(names(directory)).noneMatch(name -> name.contains(".new-"));
            assertThat(names(other)).noneMatch(name -> name.startsWith("lockstep-quarantine"));
        }
    }

    @Test
    void commitsAreImportedFromAShallowClone() throws Exception {
        Repo origin = origin();
        Path clone = directory.resolve("clone");
        String url = "file://" + directory.resolve("origin");
        origin.git("clone", "-q", "--depth", "" + (JOBS + 1), url, clone.toString());
        for (int round = 0; round < ROUNDS; round++) {
            Path bare = directory.resolve("store-" + round);
            atOnce(number -> ObjectStore.open(bare).importCommit(clone, "HEAD~" + number));
        }
    }

    /** A job of a workspace can't know that no other is at work there. */
    @Test
    void oldLocksOfKilledGitsGoUnlessAGitIsAtWork() throws Exception {
        Repo repo = origin();
        ObjectStore store = ObjectStore.open(directory.resolve("store"));
        String commit = store.importCommit(repo.directory(), "HEAD");
        List<Path> old =
                List.of(
                        store.path().resolve("packed-refs.lock"),
                        store.path().resolve("shallow.lock"),
                        store.path().resolve("refs/lockstep/kept.lock"),
                        store.path().resolve("lockstep-quarantine-1"));
        for (Path each : old) {
            if (each.endsWith("lockstep-quarantine-1")) {
                Files.createDirectory(each);
            } else {
                Files.createFile(each);
            }
            Files.setLastModifiedTime(each, FileTime.from(Instant.now().minusSeconds(3600)));
        }
        Files.setLastModifiedTime(old.get(1), FileTime.from(Instant.now().plusSeconds(3600)));
        Path fresh = Files.createFile(store.path().resolve("HEAD.lock"));
        ProcessBuilder sleep = new ProcessBuilder("sleep", "600");
        sleep.environment().put(Git.STORE, store.path().toString());
        Process git = sleep.start();
        try {
            ObjectStore.open(store.path());
            assertThat(old).allSatisfy(each -> assertThat(each).exists());
        } finally {
            git.destroyForcibly().waitFor();
        }

        ObjectStore.open(store.path()).keep("kept", commit);

        assertThat(old).allSatisfy(each -> assertThat(each).doesNotExist());
        assertThat(fresh).exists();
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
