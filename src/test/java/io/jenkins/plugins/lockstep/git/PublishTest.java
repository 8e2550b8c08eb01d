package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishTest {
    @TempDir Path temp;
    private Repo repo;
    private ObjectStore store;
    private String base;
    private String next;

    @BeforeEach
    void prepare() throws Exception {
        repo = Repo.init(temp.resolve("user"));
        store = ObjectStore.open(temp.resolve("store.git"));
        base = repo.write("a", "1\n").write("gone", "x").write("b", "1\n").commit("base");
        store.importCommit(repo.directory(), base);
        Repo other = Repo.init(temp.resolve("other"));
        other.git("pull", "--quiet", repo.directory().toString(), "main");
        next = other.write("a", "2\n").delete("gone").write("d/new", "n\n").commit("next");
        store.importCommit(other.directory(), next);
    }

    private String tip() throws Exception {
        return repo.git("rev-parse", "main");
    }

    @Test
    void movesTheBranchAndItsFiles() throws Exception {
        store.publish(repo.directory(), "main", next, base);
        assertThat(tip()).isEqualTo(next);
        assertThat(repo.git("status", "--porcelain")).isEmpty();
        assertThat(repo.read("a")).isEqualTo("2\n");
        assertThat(repo.directory().resolve("gone")).doesNotExist();
        assertThat(repo.read("d/new")).isEqualTo("n\n");
        store.publish(repo.directory(), "main", next, base);
        assertThat(tip()).isEqualTo(next);
    }

    @Test
    void movesABranchThatIsNotCheckedOut() throws Exception {
        repo.git("checkout", "--quiet", "-b", "elsewhere");
        store.publish(repo.directory(), "main", next, base);
        assertThat(tip()).isEqualTo(next);
        assertThat(repo.read("a")).isEqualTo("1\n");
        assertThat(repo.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void movesTheFilesOfALinkedWorktree() throws Exception {
        repo.git("checkout", "--quiet", "--detach");
        repo.git("worktree", "add", "--quiet", "../linked", "main");
        store.publish(repo.directory(), "main", next, base);
        Repo linked = new Repo(temp.resolve("linked"));
        assertThat(linked.read("a")).isEqualTo("2\n");
        assertThat(linked.git("status", "--porcelain")).isEmpty();
        assertThat(repo.read("a")).isEqualTo("1\n");
    }

    @Test
    void leavesUnrelatedWorkAlone() throws Exception {
        repo.write("b", "mine\n").write("untracked", "mine\n");
        store.publish(repo.directory(), "main", next, base);
        assertThat(tip()).isEqualTo(next);
        assertThat(repo.read("b")).isEqualTo("mine\n");
        assertThat(repo.read("untracked")).isEqualTo("mine\n");
    }

    @Test
    void losesNoUncommittedWork() throws Exception {
        repo.write("a", "mine\n");
        assertThatThrownBy(() -> store.publish(repo.directory(), "main", next, base))
                .isInstanceOf(TargetDirtyException.class)
                .hasMessageContaining("commit or stash");
        assertThat(tip()).isEqualTo(base);
        assertThat(repo.read("a")).isEqualTo("mine\n");
        assertThat(repo.read("gone")).isEqualTo("x");
    }

    @Test
    void losesNoUntrackedFile() throws Exception {
        repo.write("d/new", "mine\n");
        assertThatThrownBy(() -> store.publish(repo.directory(), "main", next, base))
                .isInstanceOf(TargetDirtyException.class);
        assertThat(tip()).isEqualTo(base);
        assertThat(repo.read("d/new")).isEqualTo("mine\n");
    }

    @Test
    void refusesABranchThatMoved() throws Exception {
        String moved = repo.write("c", "c").commit("moved");
        assertThatThrownBy(() -> store.publish(repo.directory(), "main", next, base))
                .isInstanceOfSatisfying(
                        TargetMovedException.class,
                        e ->
                                assertThat(List.of(e.expected(), e.actual()))
                                        .containsExactly(base, moved));
        assertThat(tip()).isEqualTo(moved);
        assertThatThrownBy(() -> store.publish(repo.directory(), "main", next, null))
                .isInstanceOf(TargetMovedException.class);
    }

    @Test
    void makesANewBranchAndRefusesAMissingOne() throws Exception {
        store.publish(repo.directory(), "fresh/branch", next, null);
        assertThat(repo.git("rev-parse", "fresh/branch")).isEqualTo(next);
        assertThatThrownBy(() -> store.publish(repo.directory(), "none", next, base))
                .isInstanceOf(TargetMovedException.class);
        assertThatThrownBy(() -> store.publish(repo.directory(), "a..b", next, null))
                .hasMessageContaining("no name for a git branch");
    }

    @Test
    void finishesAfterACrashBetweenBranchAndFiles() throws Exception {
        repo.git("fetch", "--quiet", store.path().toString(), next);
        repo.git("update-ref", "refs/heads/main", next, base);
        assertThat(repo.read("a")).isEqualTo("1\n");
        store.publish(repo.directory(), "main", next, base);
        assertThat(repo.read("a")).isEqualTo("2\n");
        assertThat(repo.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void isDoneWhenTheUserWentOnFromIt() throws Exception {
        store.publish(repo.directory(), "main", next, base);
        String later = repo.write("later", "l").commit("later");
        store.publish(repo.directory(), "main", next, base);
        assertThat(tip()).isEqualTo(later);
    }

    @Test
    void publishesIntoAnUnbornBranchAndABareRepository() throws Exception {
        Repo unborn = Repo.init(temp.resolve("unborn"));
        store.publish(unborn.directory(), "main", next, null);
        assertThat(unborn.read("a")).isEqualTo("2\n");
        assertThat(unborn.git("status", "--porcelain")).isEmpty();
        repo.git("clone", "--quiet", "--bare", ".", "../bare.git");
        Path bare = temp.resolve("bare.git");
        store.publish(bare, "main", next, base);
        assertThat(new Repo(bare).git("rev-parse", "main")).isEqualTo(next);
    }
}
