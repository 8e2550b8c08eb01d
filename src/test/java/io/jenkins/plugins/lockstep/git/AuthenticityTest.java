package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.git.Authenticity.Altered;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticityTest {
    @TempDir Path temp;
    private Repo repo;
    private ObjectStore store;
    private String base;
    private String next;
    private String last;

    @BeforeEach
    void prepare() throws Exception {
        repo = Repo.init(temp.resolve("user"));
        store = ObjectStore.open(temp.resolve("store.git"));
        base = imported(repo.write("kept/a", "a\n").write("src/b", "b\n").commit("base"));
        next = imported(repo.write("src/b", "B\n").write("src/deep/c", "c\n").commit("next"));
        last = imported(repo.write("\u00e4 \n", "d\n").delete("kept/a").commit("last"));
    }

    private String imported(String commit) throws Exception {
        return store.importCommit(temp.resolve("user"), commit);
    }

    private Map<String, Altered> altered() throws Exception {
        Map<String, String> commits = new LinkedHashMap<>();
        commits.put(base, base);
        commits.put(next, base);
        commits.put(last, base);
        return Authenticity.altered(store, commits);
    }

    private String object(String revision) throws Exception {
        return repo.git("rev-parse", revision);
    }

    private Path file(String object) {
        return store.objects().resolve(object.substring(0, 2)).resolve(object.substring(2));
    }

    private void becomes(String object, String other) throws Exception {
        Files.copy(file(other), file(object), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatIsAsItWasIsFine() throws Exception {
        assertThat(altered()).isEmpty();
        assertThat(Authenticity.altered(store, Map.of(last, ""))).isEmpty();
        assertThat(Authenticity.altered(store, Map.of())).isEmpty();
    }

    @Test
    void aFileIsNamedWithTheCommitThatBroughtIt() throws Exception {
        String object = object(next + ":src/deep/c");
        becomes(object, object(base + ":src/b"));

        assertThat(altered())
                .containsExactly(Map.entry(next, new Altered(next, object, "src/deep/c")));
        assertThat(altered().get(next))
                .hasToString("src/deep/c (" + object + ") of commit " + next);
    }

    @Test
    void aNameIsText() throws Exception {
        String object = object(last + ":\u00e4 \n");
        becomes(object, object(base + ":src/b"));

        assertThat(altered().get(last).path()).isEqualTo("\u00e4 \n");
    }

    @Test
    void aDirectoryThatLosesWhatItHad() throws Exception {
        String object = object(next + ":src");
        becomes(object, object(base + ":src"));

        assertThat(altered()).containsEntry(next, new Altered(next, object, "src"));
    }

    /** So that what stands there seems to have been there before. */
    @Test
    void theCommitThatTheyAreComparedWithIsMadeToHoldTheSame() throws Exception {
        becomes(object(next + ":src/b"), object(base + ":src/b"));
        becomes(object(base + "^{tree}"), object(next + "^{tree}"));

        assertThat(altered()).containsEntry(next, new Altered(next, object(base + "^{tree}"), ""));
    }

    @Test
    void aCommitIsGone() throws Exception {
        Files.delete(file(next));

        assertThat(altered()).containsExactly(Map.entry(next, new Altered(next, next, "")));
        assertThat(altered().get(next)).hasToString("commit " + next);
    }

    /** The base's own content is the user's. */
    @Test
    void whatWasThereBeforeIsLookedAtOnlyWhereNothingIsComparedWith() throws Exception {
        String object = object(base + ":kept/a");
        becomes(object, object(base + ":src/b"));

        assertThat(altered()).isEmpty();
        assertThat(Authenticity.altered(store, Map.of(base, "")))
                .containsEntry(base, new Altered(base, object, "kept/a"));
    }

    /** At an object that says to be a "frob". */
    @Test
    void gitGivesUp() throws Exception {
        String object = object(next + ":src/b");
        Path bad = file(object);
        assertThat(bad.toFile().setWritable(true)).isTrue();
        Files.write(bad, HexFormat.of().parseHex("78da4b2bca4f523066484c4a060012370323"));

        assertThat(altered()).containsEntry(next, new Altered(next, object, "src/b"));
    }

    /** The index of a pack, which git does not check either, gives one the content of another. */
    @Test
    void aPackIsRewritten() throws Exception {
        store.git().bytes(null, "repack", "-a", "-d", "-q");
        assertThat(altered()).isEmpty();
        String object = object(next + ":src/b");
        swap(object, object(base + ":src/b"));
        assertThat(store.file(next, "src/b")).hasValue("b\n".getBytes());

        assertThat(altered()).containsEntry(next, new Altered(next, object, "src/b"));
    }

    /** Swaps the offsets of two objects in a version 2 index. */
    private void swap(String one, String other) throws Exception {
        Path index;
        try (var packs = Files.newDirectoryStream(store.objects().resolve("pack"), "*.idx")) {
            index = packs.iterator().next();
        }
        byte[] bytes = Files.readAllBytes(index);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int count = buffer.getInt(8 + 255 * 4);
        int names = 8 + 256 * 4;
        int offsets = names + count * 24;
        int a = -1;
        int b = -1;
        for (int i = 0; i < count; i++) {
            String name = HexFormat.of().formatHex(bytes, names + 20 * i, names + 20 * i + 20);
            a = name.equals(one) ? offsets + 4 * i : a;
            b = name.equals(other) ? offsets + 4 * i : b;
        }
        int offset = buffer.getInt(a);
        buffer.putInt(a, buffer.getInt(b)).putInt(b, offset);
        assertThat(index.toFile().setWritable(true)).isTrue();
        Files.write(index, bytes);
    }
}
