package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    @TempDir Path temp;
    private Repo repo;
    private ObjectStore near;
    private ObjectStore far;
    private String base;
    private String next;
    private Path file;

    @BeforeEach
    void prepare() throws Exception {
        repo = Repo.init(temp.resolve("user"));
        near = ObjectStore.open(temp.resolve("near.git"));
        far = ObjectStore.open(temp.resolve("fa\"r.git"));
        base = repo.write("a", "1\n".repeat(1000)).commit("base");
        next = repo.write("a", "1\n".repeat(1000) + "2\n").write("b", "b").commit("next");
        near.importCommit(repo.directory(), next);
        file = temp.resolve("it.bundle");
    }

    @Test
    void carriesWholeHistoriesAndParts() throws Exception {
        near.bundle(base, List.of(), file);
        far.unbundle(file, base);
        near.bundle(next, List.of(base, "1".repeat(40)), file);
        far.unbundle(file, next);
        assertThat(far.files(next)).containsExactly("a", "b");
        assertThat(far.isAncestor(base, next)).isTrue();
        far.unbundle(file, next);
        assertThat(leftovers(far)).isEmpty();
        assertThat(new Repo(far.path()).git("for-each-ref")).isEmpty();
        assertThat(new Repo(near.path()).git("for-each-ref", "refs/lockstep/bundles")).isEmpty();
    }

    @Test
    void carriesWhatARefKeepsAlready() throws Exception {
        near.keep("sealed/one", next);
        near.bundle("sealed/one", next, List.of(base), file);
        near.bundle(base, List.of(), temp.resolve("base.bundle"));
        far.unbundle(temp.resolve("base.bundle"), base);
        far.unbundle(file, next);
        assertThat(far.files(next)).containsExactly("a", "b");
        assertThat(near.kept("sealed/one")).contains(next);
    }

    @Test
    void isWrittenAgainAfterAGitThatWasKilled() throws Exception {
        Files.writeString(temp.resolve("it.bundle.lock"), "a part");
        near.bundle(base, List.of(), file);
        far.unbundle(file, base);
        assertThat(temp.resolve("it.bundle.lock")).doesNotExist();
    }

    @Test
    void carriesEvenWhatTheReceiverHas() throws Exception {
        near.bundle(base, List.of(), file);
        far.unbundle(file, base);
        near.bundle(base, List.of(base), file);
        far.unbundle(file, base);
        near.bundle(next, List.of(next), file);
        far.unbundle(file, next);
    }

    @Test
    void refusesAnotherTipThanExpected() throws Exception {
        near.bundle(next, List.of(), file);
        assertThatThrownBy(() -> far.unbundle(file, base))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("but " + base + " was expected");
        assertThat(far.exists(next)).isFalse();
    }

    @Test
    void refusesSeveralTips() throws Exception {
        repo.git("branch", "old", base);
        repo.git("bundle", "create", "--quiet", file.toString(), "main", "old");
        assertThatThrownBy(() -> far.unbundle(file, next)).isInstanceOf(IOException.class);
        assertThat(far.exists(next)).isFalse();
    }

    @Test
    void refusesWhatBuildsOnTheUnknown() throws Exception {
        near.bundle(next, List.of(base), file);
        assertThatThrownBy(() -> far.unbundle(file, next))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("builds on commit " + base);
    }

    @Test
    void refusesForgedPrerequisites() throws Exception {
        near.bundle(next, List.of(base), file);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int line = text.indexOf("\n-") + 1;
        String forged = text.substring(0, line) + text.substring(text.indexOf('\n', line) + 1);
        Files.write(file, forged.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> far.unbundle(file, next)).isInstanceOf(IOException.class);
        assertThat(far.exists(next)).isFalse();
        assertThat(leftovers(far)).isEmpty();
    }

    @Test
    void refusesMissingObjects() throws Exception {
        String blob = repo.git("rev-parse", next + ":b");
        Files.delete(
                repo.directory()
                        .resolve(".git/objects")
                        .resolve(blob.substring(0, 2))
                        .resolve(blob.substring(2)));
        Path pack = temp.resolve("pack");
        String objects = "%s\n%s\n".formatted(next, repo.git("rev-parse", next + "^{tree}"));
        Files.writeString(temp.resolve("list"), objects);
        Repo.shell(repo.directory(), "git pack-objects --stdout <../list >" + pack);
        Files.write(
                file,
                concat(
                        "# v2 git bundle\n-%s x\n%s refs/heads/main\n\n".formatted(base, next),
                        Files.readAllBytes(pack)));
        far.importCommit(repo.directory(), base);
        assertThatThrownBy(() -> far.unbundle(file, next))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(blob);
        assertThat(far.exists(next)).isFalse();
    }

    @Test
    void refusesTreesThatGitWouldNotMake() throws Exception {
        String blob = repo.git("rev-parse", next + ":b");
        Files.writeString(temp.resolve("tree"), "100644 blob " + blob + "\t.git\n");
        Repo.shell(repo.directory(), "git mktree <../tree >../id");
        String tree = Files.readString(temp.resolve("id")).strip();
        String evil = repo.git("commit-tree", tree, "-p", next, "-m", "evil");
        repo.git("update-ref", "refs/heads/evil", evil);
        repo.git("bundle", "create", "--quiet", file.toString(), "evil");
        assertThatThrownBy(() -> far.unbundle(file, evil))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("hasDotgit");
        assertThat(far.exists(evil)).isFalse();
    }

    @Test
    void refusesEveryCutAndRubbish() throws Exception {
        near.bundle(next, List.of(), file);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 20, 80, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> far.unbundle(file, next)).isInstanceOf(IOException.class);
        }
        byte[] flipped = whole.clone();
        flipped[whole.length - 30] ^= 4;
        Files.write(file, flipped);
        assertThatThrownBy(() -> far.unbundle(file, next)).isInstanceOf(IOException.class);
        Files.writeString(file, "# v2 git bundle\n" + "x".repeat(100_000));
        assertThatThrownBy(() -> far.unbundle(file, next)).isInstanceOf(IOException.class);
        assertThat(leftovers(far)).isEmpty();
        assertThat(far.exists(next)).isFalse();
    }

    private static List<Path> leftovers(ObjectStore store) throws IOException {
        try (var files = Files.list(store.path())) {
            return files.filter(f -> f.getFileName().toString().contains("quarantine")).toList();
        }
    }

    private static byte[] concat(String first, byte[] second) {
        byte[] start = first.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + second.length);
        System.arraycopy(second, 0, all, start.length, second.length);
        return all;
    }
}
