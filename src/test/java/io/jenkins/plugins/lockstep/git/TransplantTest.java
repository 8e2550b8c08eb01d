package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransplantTest {
    private static final String LINES = "one\ntwo\nthree\nfour\nfive\n";

    @TempDir Path temp;
    private Repo repo;
    private ObjectStore store;
    private Transplant transplant;
    private String from;
    private String to;

    @BeforeEach
    void prepare() throws Exception {
        repo = Repo.init(temp.resolve("user"));
        store = ObjectStore.open(temp.resolve("store.git"));
        transplant = new Transplant(store);
        from = imported(repo.write("a", LINES).write("b", "b\n").commit("from"));
        to = imported(repo.write("a", LINES.replace("two", "TWO")).write("c", "c\n").commit("to"));
        repo.git("reset", "-q", "--hard", from);
    }

    private String imported(String commit) throws Exception {
        return store.importCommit(temp.resolve("user"), commit);
    }

    private String file(String commit, String name) throws Exception {
        return new String(store.file(commit, name).orElseThrow());
    }

    @Test
    void changesComeToACommitThatHasOthers() throws Exception {
        String onto = imported(repo.write("a", LINES.replace("five", "5")).commit("onto"));

        String moved = transplant.onto(from, to, onto, "moved").commit();

        assertThat(file(moved, "a")).isEqualTo("one\nTWO\nthree\nfour\n5\n");
        assertThat(file(moved, "c")).isEqualTo("c\n");
        assertThat(store.parent(moved)).isEqualTo(onto);
    }

    @Test
    void nothingIsMadeWhereAllIsThere() throws Exception {
        String onto = imported(repo.write("d", "d\n").commit("onto"));

        assertThat(transplant.onto(from, from, onto, "none").commit()).isEqualTo(onto);
        assertThat(transplant.onto(from, to, to, "none").commit()).isEqualTo(to);
        String has = transplant.onto(from, to, onto, "has").commit();
        assertThat(transplant.onto(from, to, has, "has").commit()).isEqualTo(has);
    }

    @Test
    void onlyTheChangeCounts() throws Exception {
        String same = store.commit(store.tree(from), java.util.List.of(), "of another history");

        String moved = transplant.onto(from, to, same, "moved").commit();

        assertThat(store.tree(moved)).isEqualTo(store.tree(to));
        assertThat(store.parent(moved)).isEqualTo(same);
    }

    @Test
    void inAConflictTheUntouchedFilesCanStillCome() throws Exception {
        String onto = imported(repo.write("a", LINES.replace("two", "zwei")).commit("onto"));

        assertThat(transplant.onto(from, to, onto, "conflict").conflicts()).containsExactly("a");
        String untouched = transplant.untouched(from, to, onto, "untouched");

        assertThat(file(untouched, "a")).contains("zwei");
        assertThat(file(untouched, "c")).isEqualTo("c\n");
    }
}
