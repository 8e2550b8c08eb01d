package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.plan.Plan;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    private static final Plan.Workspace NONE = new Plan.Workspace(List.of(), List.of(), List.of());

    @TempDir Path temp;
    private Repo repo;
    private ObjectStore store;
    private Checkouts checkouts;
    private String base;

    @BeforeEach
    void prepare() throws Exception {
        repo = Repo.init(temp.resolve("user"));
        store = ObjectStore.open(temp.resolve("store.git"));
        repo.write("src/A.java", "class A {}\n").write("run.sh", "#!/bin/sh\n");
        repo.write(".gitignore", "target/\n*.log\n").write("ünï \"q\"\n.txt", "odd\n");
        repo.write("-dash", "dash\n");
        Files.createSymbolicLink(repo.directory().resolve("link"), Path.of("src/A.java"));
        Repo.shell(repo.directory(), "chmod +x run.sh");
        base = store.importCommit(repo.directory(), repo.commit("base"));
        checkouts = open(NONE);
    }

    private Checkouts open(Plan.Workspace workspace) throws Exception {
        return new Checkouts(
                store,
                temp.resolve("work"),
                workspace,
                repo.directory(),
                (directory, command) -> {
                    throw new AssertionError("no setup is configured");
                });
    }

    @AfterEach
    void end() throws Exception {
        checkouts.close();
        assertThat(temp.resolve("work/checkouts")).isEmptyDirectory();
    }

    private static Map<String, Change.Kind> kinds(Snapshot snapshot) {
        return snapshot.changes().stream().collect(Collectors.toMap(Change::path, Change::kind));
    }

    @Test
    void anUnchangedCheckoutIsItsBase() throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            assertThat(checkout.base()).isEqualTo(base);
            assertThat(checkout.path().resolve("run.sh")).isExecutable();
            assertThat(checkout.path().resolve("link")).isSymbolicLink();
            assertThat(new Repo(checkout.path()).read("ünï \"q\"\n.txt")).isEqualTo("odd\n");
            assertThat(checkout.snapshot("m")).isEqualTo(new Snapshot(base, List.of()));
            assertThat(checkout.tampering()).isEmpty();
            Repo agent = new Repo(checkout.path());
            assertThat(agent.git("status", "--porcelain")).isEmpty();
            assertThat(agent.git("log", "--format=%H")).isEqualTo(base);
            assertThat(agent.git("fsck")).isEmpty();
        }
    }

    @Test
    void takesAllThatChanged() throws Exception {
        String commit;
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo files = new Repo(checkout.path());
            files.write("src/A.java", "class A { }\n").write("new\n\"ñ\"", "n").delete("-dash");
            files.write("target/out", "ignored").write("x.log", "ignored").write(":(top)", "p");
            files.delete("link").write("link/file", "a directory now");
            Repo.shell(checkout.path(), "chmod -x run.sh; ln -s /etc/passwd out; mkdir empty");
            files.write("src/a.java", "other case");
            Snapshot snapshot = checkout.snapshot("what changed ü");
            commit = snapshot.commit();
            assertThat(kinds(snapshot))
                    .containsEntry("src/A.java", Change.Kind.MODIFIED)
                    .containsEntry("src/a.java", Change.Kind.ADDED)
                    .containsEntry("new\n\"ñ\"", Change.Kind.ADDED)
                    .containsEntry(":(top)", Change.Kind.ADDED)
                    .containsEntry("-dash", Change.Kind.DELETED)
                    .containsEntry("run.sh", Change.Kind.MODIFIED)
                    .containsEntry("link", Change.Kind.DELETED)
                    .containsEntry("link/file", Change.Kind.ADDED)
                    .containsEntry("out", Change.Kind.ADDED)
                    .hasSize(9);
            assertThat(snapshot.changes()).isEqualTo(store.changes(base, commit));
            assertThat(checkout.snapshot("again").commit()).isNotEqualTo(base);
        }
        assertThat(new Repo(store.path()).git("log", "-1", "--format=%P %an %s", commit))
                .isEqualTo(base + " Lockstep what changed ü");
        try (Checkout proof = checkouts.lease(Use.PROOF, commit)) {
            assertThat(proof.path().resolve("src/A.java")).hasContent("class A { }");
            assertThat(proof.path().resolve("out")).isSymbolicLink();
            assertThat(proof.path().resolve("target")).doesNotExist();
        }
    }

    @Test
    void snapshotsSurviveTheCheckout() throws Exception {
        Checkout checkout = checkouts.lease(Use.AGENT, base);
        new Repo(checkout.path()).write("b", "b");
        String commit = checkout.snapshot("m").commit();
        checkout.close();
        checkouts.close();
        assertThat(store.file(commit, "b")).hasValue("b".getBytes());
        assertThatThrownBy(() -> checkouts.lease(Use.AGENT, base))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theAgentsOwnCommitsDontCount() throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo agent = new Repo(checkout.path());
            agent.write("b", "b");
            String own = agent.commit("mine");
            agent.git("checkout", "--quiet", "-b", "side");
            agent.write("c", "c").git("add", "--all");
            agent.git("commit", "--quiet", "--amend", "-m", "amended");
            agent.git("gc", "--quiet", "--prune=now");
            assertThat(checkout.tampering()).isEmpty();
            Snapshot snapshot = checkout.snapshot("ours");
            assertThat(snapshot.commit()).isNotEqualTo(own);
            assertThat(kinds(snapshot)).containsOnlyKeys("b", "c");
            assertThat(store.exists(own)).isFalse();
            assertThat(new Repo(store.path()).git("for-each-ref", "refs/heads")).isEmpty();
        }
    }

    @Test
    void poolsNeverMixAndHoldNoMoreThanWereLeased() throws Exception {
        Path agentPath;
        try (Checkout agent = checkouts.lease(Use.AGENT, base)) {
            agentPath = agent.path();
            new Repo(agentPath)
                    .write("left", "over")
                    .write("target/x", "x")
                    .write("src/A.java", "");
        }
        try (Checkout proof = checkouts.lease(Use.PROOF, base)) {
            assertThat(proof.path()).isNotEqualTo(agentPath);
        }
        for (int i = 0; i < 5; i++) {
            try (Checkout agent = checkouts.lease(Use.AGENT, base)) {
                assertThat(agent.path()).isEqualTo(agentPath);
                assertThat(agentPath.resolve("left")).doesNotExist();
                assertThat(agentPath.resolve("target")).doesNotExist();
                assertThat(agentPath.resolve("src/A.java")).hasContent("class A {}");
                assertThat(new Repo(agentPath).git("status", "--porcelain")).isEmpty();
                new Repo(agentPath).write("f" + i, "x");
            }
        }
        try (var all = Files.list(temp.resolve("work/checkouts"))) {
            assertThat(all).hasSize(2);
        }
    }

    @Test
    void movesBetweenCommits() throws Exception {
        String second =
                repo.write("src/A.java", "two\n")
                        .delete("run.sh")
                        .write("run.sh/x", "x")
                        .commit("2");
        store.importCommit(repo.directory(), second);
        try (Checkout checkout = checkouts.lease(Use.PROOF, base)) {
            for (String commit : List.of(second, base, second)) {
                checkout.reset(commit);
                assertThat(checkout.base()).isEqualTo(commit);
                assertThat(checkout.snapshot("m").commit()).isEqualTo(commit);
                assertThat(new Repo(checkout.path()).git("rev-parse", "HEAD")).isEqualTo(commit);
            }
            assertThat(checkout.path().resolve("run.sh/x")).hasContent("x");
        }
        assertThatThrownBy(() -> checkouts.lease(Use.PROOF, "1".repeat(40)))
                .isInstanceOf(GitException.class);
    }

    @Test
    void sixteenAtOnceDontCollide() throws Exception {
        Set<Path> paths = ConcurrentHashMap.newKeySet();
        Set<String> commits = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        CountDownLatch all = new CountDownLatch(16);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String name = "file" + i;
                futures.add(
                        threads.submit(
                                () -> {
                                    try (Checkout checkout = leased(all)) {
                                        paths.add(checkout.path());
                                        all.await();
                                        new Repo(checkout.path()).write(name, name).commit(name);
                                        commits.add(checkout.snapshot(name).commit());
                                    }
                                    return null;
                                }));
            }
            for (Future<?> each : futures) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(paths).hasSize(16);
        assertThat(commits).hasSize(16);
        for (String commit : commits) {
            assertThat(store.changes(base, commit)).hasSize(1);
        }
    }

    /** One that fails doesn't keep the others waiting. */
    private Checkout leased(CountDownLatch all) throws Exception {
        try {
            return checkouts.lease(Use.AGENT, base);
        } finally {
            all.countDown();
        }
    }

    @Test
    void interruptingALeaseLeavesNothing() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> checkouts.lease(Use.AGENT, base))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(temp.resolve("work/checkouts")).isEmptyDirectory();
    }

    @Test
    void sweepRemovesWhatAKilledRunLeft() throws Exception {
        Path left = temp.resolve("work/checkouts/agent-1-dead/tree");
        Files.createDirectories(left);
        Path precious = Files.writeString(temp.resolve("precious"), "p");
        Files.createSymbolicLink(left.resolve("out"), temp);
        Repo.shell(left, "mkfifo pipe; mkdir -p a/b; chmod 000 a/b a");
        Checkouts.sweep(temp.resolve("work"));
        assertThat(temp.resolve("work/checkouts")).isEmptyDirectory();
        assertThat(precious).exists();
        Checkouts.sweep(temp.resolve("never-made"));
    }

    @Test
    void deletesWhatIsTooDeepForAPath() throws Exception {
        Path deep = temp.resolve("deep");
        Deep.make(deep);
        Trees.delete(deep);
        assertThat(deep).doesNotExist();
        Path link = Files.createSymbolicLink(temp.resolve("dangling"), Path.of("/nowhere"));
        Trees.delete(link);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void worksWithShallowRepositories() throws Exception {
        repo.write("more", "1").commit("more");
        repo.git("clone", "--quiet", "--depth=1", "file://" + repo.directory(), "../shallow");
        ObjectStore other = ObjectStore.open(temp.resolve("other.git"));
        String tip = other.importCommit(temp.resolve("shallow"), "HEAD");
        try (Checkouts own = new Checkouts(other, temp.resolve("w2"), NONE, null, null);
                Checkout checkout = own.lease(Use.AGENT, tip)) {
            Repo agent = new Repo(checkout.path());
            assertThat(agent.git("log", "--format=%H")).isEqualTo(tip);
            agent.write("z", "z").commit("z");
            assertThat(checkout.tampering()).isEmpty();
            String commit = checkout.snapshot("m").commit();
            other.publish(temp.resolve("shallow"), "main", commit, tip);
            assertThat(new Repo(temp.resolve("shallow")).read("z")).isEqualTo("z");
        }
    }
}
