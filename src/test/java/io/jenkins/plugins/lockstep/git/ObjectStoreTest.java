package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    private static final String MISSING = "1".repeat(40);

    @TempDir Path temp;
    private Repo repo;
    private ObjectStore store;

    @BeforeEach
    void prepare() throws Exception {
        repo = Repo.init(temp.resolve("user"));
        store = ObjectStore.open(temp.resolve("store.git"));
    }

    @Test
    void importsACommitWithItsHistory() throws Exception {
        String first = repo.write("a", "1\n").commit("first");
        String second = repo.write("a", "2\n").commit("second");
        assertThat(store.importCommit(repo.directory(), "main")).isEqualTo(second);
        assertThat(store.importCommit(repo.directory(), "main~1")).isEqualTo(first);
        assertThat(store.exists(first)).isTrue();
        assertThat(store.exists(MISSING)).isFalse();
        assertThat(store.exists("main")).isFalse();
        assertThat(store.isAncestor(first, second)).isTrue();
        assertThat(store.isAncestor(second, first)).isFalse();
        assertThat(store.tree(second)).isEqualTo(repo.git("rev-parse", "HEAD^{tree}"));
        assertThatThrownBy(() -> store.tree(MISSING)).isInstanceOf(GitException.class);
        assertThatThrownBy(() -> store.isAncestor(MISSING, second))
                .isInstanceOf(GitException.class);
        assertThatThrownBy(() -> store.importCommit(repo.directory(), "--all"))
                .isInstanceOf(GitException.class);
    }

    @Test
    void importsFromLinkedWorktreesBareAndShallowRepositories() throws Exception {
        repo.write("a", "1\n").commit("first");
        String base = repo.write("a", "2\n").commit("second");
        repo.git("worktree", "add", "--quiet", "-b", "side", "../linked");
        Repo linked = new Repo(temp.resolve("linked"));
        String side = linked.write("b", "3\n").commit("on the side");
        assertThat(store.importCommit(linked.directory(), "HEAD")).isEqualTo(side);
        repo.git("clone", "--quiet", "--bare", ".", "../bare.git");
        assertThat(store.importCommit(temp.resolve("bare.git"), "main")).isEqualTo(base);
        String url = "file://" + repo.directory();
        repo.git("clone", "--quiet", "--depth=1", "--branch=side", url, "../shallow");
        ObjectStore other = ObjectStore.open(temp.resolve("other.git"));
        assertThat(other.importCommit(temp.resolve("shallow"), "HEAD")).isEqualTo(side);
        assertThat(other.files(side)).containsExactly("a", "b");
        assertThatThrownBy(() -> other.bundle(side, List.of(), temp.resolve("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--unshallow");
    }

    @Test
    void refusesRepositoriesWithOtherHashes() throws Exception {
        Path other = Files.createDirectory(temp.resolve("sha256"));
        new Repo(other).git("init", "--quiet", "--object-format=sha256", ".");
        assertThatThrownBy(() -> store.importCommit(other, "HEAD"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sha1 repositories only");
    }

    @Test
    void hooksAndMonitorsOfTheRepositoryAreNotRun() throws Exception {
        repo.write("a", "1\n").commit("first");
        repo.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch ../ran\n");
        repo.write(".git/hooks/reference-transaction", "#!/bin/sh\ntouch ../ran\n");
        repo.git("config", "core.fsmonitor", "touch ../ran; false");
        Repo.shell(repo.directory(), "chmod +x .git/hooks/*");
        String base = store.importCommit(repo.directory(), "main");
        String next = store.commit(store.tree(base), List.of(base), "next");
        store.publish(repo.directory(), "main", next, base);
        assertThat(temp.resolve("ran")).doesNotExist();
    }

    @Test
    void tellsChangesAndAddedLinesWhateverTheNames() throws Exception {
        String odd = "q\"uo\\te\n\tñ – x.java";
        String dash = "-rf";
        String from =
                repo.write("kept", "a\nb\nc\n")
                        .write("gone", "x\n")
                        .write(odd, "one\n")
                        .commit("first");
        repo.write("kept", "a\nnew\r\nc\n++ b/fake\n@@ -1 +1 @@\n")
                .delete("gone")
                .write(odd, "one\ntwo")
                .write(dash, "d\n")
                .write("with space ", "s\n")
                .write("bin", "a\0b\n")
                .write("x/hidden.java", "secret\n")
                .write(".gitattributes", "* -diff\n* binary\n");
        Files.createSymbolicLink(repo.directory().resolve("link"), Path.of("kept"));
        String to = repo.commit("second");
        store.importCommit(repo.directory(), "main");

        Map<String, Change.Kind> kinds =
                store.changes(from, to).stream()
                        .collect(Collectors.toMap(Change::path, Change::kind));
        assertThat(kinds)
                .containsEntry("kept", Change.Kind.MODIFIED)
                .containsEntry("gone", Change.Kind.DELETED)
                .containsEntry(odd, Change.Kind.MODIFIED)
                .containsEntry(dash, Change.Kind.ADDED)
                .containsEntry("link", Change.Kind.ADDED)
                .hasSize(9);
        Map<String, List<AddedLine>> lines = store.addedLines(from, to);
        assertThat(lines.get("kept"))
                .containsExactly(
                        new AddedLine(2, "new"),
                        new AddedLine(4, "++ b/fake"),
                        new AddedLine(5, "@@ -1 +1 @@"));
        assertThat(lines.get(odd)).containsExactly(new AddedLine(2, "two"));
        assertThat(lines.get(dash)).containsExactly(new AddedLine(1, "d"));
        assertThat(lines.get("with space ")).containsExactly(new AddedLine(1, "s"));
        assertThat(lines.get("x/hidden.java")).containsExactly(new AddedLine(1, "secret"));
        assertThat(lines).doesNotContainKeys("bin", "link", "gone");
        assertThat(store.changes(from, from)).isEmpty();
        assertThat(store.addedLines(from, from)).isEmpty();
    }

    @Test
    void readsFiles() throws Exception {
        String odd = "new\nline";
        String commit = repo.write("d/a", "A").write(odd, "B").write("empty", "").commit("c");
        store.importCommit(repo.directory(), "main");
        assertThat(store.file(commit, "d/a")).hasValue("A".getBytes());
        assertThat(store.file(commit, odd)).hasValue("B".getBytes());
        assertThat(store.file(commit, "empty")).hasValue(new byte[0]);
        assertThat(store.file(commit, "d")).isEmpty();
        assertThat(store.file(commit, "none")).isEmpty();
        assertThat(store.file(commit, "none blob")).isEmpty();
        assertThat(store.file(commit, "none ".repeat(100))).isEmpty();
        assertThat(store.file(commit, "")).isEmpty();
        assertThat(store.files(commit)).containsExactlyInAnyOrder("d/a", odd, "empty");
        assertThatThrownBy(() -> store.file(MISSING, "a")).isInstanceOf(GitException.class);
    }

    @Test
    void commitsWithOurNameAndClock() throws Exception {
        repo.write("a", "1").commit("c");
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
        ObjectStore dated =
                ObjectStore.open(store.path(), new Identity("Someone", "some@where"), clock);
        String base = dated.importCommit(repo.directory(), "HEAD");
        String tree = dated.tree(base);
        String commit = dated.commit(tree, List.of(base), "Subject ü\n\nLockstep-Run: 1\n");
        assertThat(commit)
                .isEqualTo(dated.commit(tree, List.of(base), "Subject ü\n\nLockstep-Run: 1\n"));
        Repo bare = new Repo(store.path());
        assertThat(bare.git("log", "-1", "--format=%an %ae %cn %ct %s|%(trailers)", commit))
                .isEqualTo("Someone some@where Someone 1700000000 Subject ü|Lockstep-Run: 1");
        assertThat(dated.commit(tree, List.of(), "root")).hasSize(40);
    }

    @Test
    void merges() throws Exception {
        String base = repo.write("a", "1\n2\n3\n").write("b", "1\n").commit("base");
        String left = repo.write("b", "left\n").commit("left");
        repo.git("checkout", "--quiet", "-b", "right", base);
        String right = repo.write("a", "1\n2\nright\n").write("c\n?", "c").commit("right");
        repo.git("checkout", "--quiet", "-b", "other", base);
        String other = repo.write("b", "other\n").commit("other");
        for (String each : List.of(left, right, other)) {
            store.importCommit(repo.directory(), each);
        }
        assertThat(store.merge(base, left, "m").commit()).isEqualTo(left);
        assertThat(store.merge(left, base, "m").commit()).isEqualTo(left);
        assertThat(store.merge(left, left, "m").commit()).isEqualTo(left);
        MergeResult merged = store.merge(left, right, "m");
        assertThat(merged.merged()).isTrue();
        assertThat(store.isAncestor(left, merged.commit())).isTrue();
        assertThat(store.isAncestor(right, merged.commit())).isTrue();
        assertThat(store.file(merged.commit(), "b")).hasValue("left\n".getBytes());
        assertThat(store.file(merged.commit(), "c\n?")).hasValue("c".getBytes());
        MergeResult conflict = store.merge(left, other, "m");
        assertThat(conflict.merged()).isFalse();
        assertThat(conflict.conflicts()).containsExactly("b");
        assertThatThrownBy(() -> store.merge(left, MISSING, "m")).isInstanceOf(GitException.class);
    }

    @Test
    void mergesHundredsOfFiles() throws Exception {
        for (int i = 0; i < 600; i++) {
            repo.write("d" + i % 40 + "/f" + i, "base " + i + "\n");
        }
        String base = repo.commit("base");
        for (int i = 0; i < 600; i += 2) {
            repo.write("d" + i % 40 + "/f" + i, "even " + i + "\n");
        }
        String even = repo.commit("even");
        repo.git("checkout", "--quiet", "-b", "odd", base);
        for (int i = 1; i < 600; i += 2) {
            repo.write("d" + i % 40 + "/f" + i, "odd " + i + "\n");
        }
        String odd = repo.commit("odd");
        store.importCommit(repo.directory(), even);
        store.importCommit(repo.directory(), odd);
        String merged = store.merge(even, odd, "m").commit();
        assertThat(store.changes(base, merged)).hasSize(600);
    }

    @Test
    void takesSingleFilesOfAnotherCommit() throws Exception {
        String base = repo.write("a", "1").write("b", "1").write("dir/x", "1").commit("base");
        String from =
                repo.write("a", "2")
                        .write("b", "2")
                        .write("new ñ", "n")
                        .delete("dir")
                        .write("dir", "a file now")
                        .commit("from");
        store.importCommit(repo.directory(), from);
        String taken =
                store.take(
                        base,
                        List.of(
                                new Picked(from, Set.of("a", "dir")),
                                new Picked(from, Set.of("dir/x", "new ñ"))),
                        "m");
        assertThat(store.files(taken)).containsExactly("a", "b", "dir", "new ñ");
        assertThat(store.file(taken, "a")).hasValue("2".getBytes());
        assertThat(store.file(taken, "b")).hasValue("1".getBytes());
        assertThat(store.isAncestor(base, taken)).isTrue();
        assertThat(store.take(base, List.of(new Picked(from, Set.of("elsewhere"))), "m"))
                .isEqualTo(base);
        assertThat(store.take(base, List.of(), "m")).isEqualTo(base);
    }

    @Test
    void keepsAndReleasesRefsFromManyThreads() throws Exception {
        String commit = repo.write("a", "1").commit("c");
        store.importCommit(repo.directory(), commit);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all =
                    IntStream.range(0, 24)
                            .<Future<?>>mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> {
                                                        store.keep("m1/phase" + i, commit);
                                                        return null;
                                                    }))
                            .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        Repo bare = new Repo(store.path());
        assertThat(bare.git("for-each-ref", "refs/lockstep/m1").lines()).hasSize(24);
        store.keep("m10/phase", commit);
        store.release("m1");
        store.release("m1/");
        assertThat(bare.git("for-each-ref", "--format=%(refname)", "refs/lockstep"))
                .contains("refs/lockstep/m10/phase")
                .doesNotContain("refs/lockstep/m1/");
    }

    @Test
    void sweepsWhatKilledCommandsLeft() throws Exception {
        String commit = repo.write("a", "1").commit("c");
        store.importCommit(repo.directory(), commit);
        Path lock = store.path().resolve("refs/lockstep/kept.lock");
        Files.writeString(lock, "");
        Files.writeString(store.path().resolve("packed-refs.lock"), "");
        Files.createDirectories(store.path().resolve("lockstep-quarantine-1/objects/ab"));
        assertThatThrownBy(() -> store.keep("kept", commit)).isInstanceOf(GitException.class);
        StoreRecovery.sweep(store.path());
        store.keep("kept", commit);
        assertThat(store.path().resolve("lockstep-quarantine-1")).doesNotExist();
        store.tidy();
        assertThat(store.exists(commit)).isTrue();
    }
}
