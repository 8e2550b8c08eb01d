package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.git.History.Commit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final String TRAILER = "Lockstep-Seal";

    @TempDir private Path temp;
    private Repo repo;
    private String base;

    @BeforeEach
    void prepare() throws Exception {
        repo = Repo.init(temp.resolve("user"));
        base = repo.write("a", "1").commit("base");
    }

    @Test
    void namesWhatIsNewWithItsTrailers() throws Exception {
        String user = repo.write("a", "2").commit("one\n\nnot a trailer");
        String own =
                repo.write("b", "\n")
                        .commit(
                                "M1\n\n- a criterion\n\nLockstep-Run: a #1\nLockstep-Seal: sha256:ab");
        List<Commit> fresh = since(own, List.of(base));
        assertThat(fresh).extracting(Commit::name).containsExactly(own, user);
        assertThat(fresh.get(0).trailer()).containsExactly("sha256:ab");
        assertThat(fresh.get(0).tree()).isEqualTo(repo.git("rev-parse", own + "^{tree}"));
        assertThat(fresh.get(0).parents()).containsExactly(user);
        assertThat(fresh.get(1).trailer()).isEmpty();
        assertThat(since(own, List.of(own))).isEmpty();
        assertThat(since(own, List.of("1".repeat(40)))).hasSize(3);
        assertThat(since(own, List.of())).hasSize(3);
    }

    @Test
    void namesBothParentsOfAMerge() throws Exception {
        repo.git("checkout", "-q", "-b", "side");
        String side = repo.write("s", "s").commit("side");
        repo.git("checkout", "-q", "main");
        repo.git("merge", "-q", "--no-ff", "-m", "merge", "side");
        String merge = repo.git("rev-parse", "HEAD");
        List<Commit> fresh = since(merge, List.of(base));
        assertThat(fresh).extracting(Commit::name).containsExactlyInAnyOrder(merge, side);
        assertThat(fresh)
                .filteredOn(commit -> commit.name().equals(merge))
                .singleElement()
                .satisfies(commit -> assertThat(commit.parents()).containsExactly(base, side));
    }

    @Test
    void aShallowRepositoryHidesParents() throws Exception {
        String next = repo.write("a", "2").commit("next");
        Repo shallow = new Repo(temp.resolve("shallow"));
        repo.git(
                "clone", "-q", "--depth=1", "file://" + repo.directory(), shallow.directory() + "");
        ObjectStore store = ObjectStore.open(temp.resolve("store.git"));
        store.importCommit(shallow.directory(), "HEAD");
        assertThat(History.read(new History(store).since(next, List.of(base), TRAILER, 10)))
                .singleElement()
                .satisfies(commit -> assertThat(commit.parents()).isEmpty());
    }

    @Test
    void readsNoOtherForm() {
        assertThatThrownBy(() -> History.read("what\0ever\0")).isInstanceOf(IOException.class);
    }

    private List<Commit> since(String head, List<String> known) throws Exception {
        ObjectStore store = ObjectStore.open(temp.resolve("store.git"));
        store.importCommit(repo.directory(), head);
        return History.read(new History(store).since(head, known, TRAILER, 10));
    }
}
