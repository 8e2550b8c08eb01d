package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileAgentTest {
    @TempDir static Path shared;
    @TempDir Path temp;
    private static Repo repo;
    private static ObjectStore store;
    private static String base;
    private Checkouts checkouts;

    @BeforeAll
    static void makeStore() throws Exception {
        repo = Repo.init(shared.resolve("user"));
        store = ObjectStore.open(shared.resolve("store.git"));
        repo.write("src/a", "a\n").write("src/b", "b\n").write("c", "c\n").commit("first");
        String tip = repo.write(".gitignore", "target/\n").commit("base");
        base = store.importCommit(repo.directory(), tip);
    }

    @BeforeEach
    void prepare() throws Exception {
        checkouts =
                new Checkouts(
                        store,
                        temp.resolve("work"),
                        new Plan.Workspace(List.of(), List.of(), List.of()),
                        null,
                        null);
    }

    @AfterEach
    void end() throws Exception {
        checkouts.close();
        assertThat(temp.resolve("work/checkouts")).isEmptyDirectory();
        assertThat(temp.resolve("ran")).doesNotExist();
    }

    private Path outside() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("a"), "precious\n");
        return outside;
    }

    /** Whatever happened, the next lease is the commit and nothing else. */
    private void assertNextIsClean() throws Exception {
        try (Checkout next = checkouts.lease(Use.AGENT, base)) {
            assertThat(next.tampering()).isEmpty();
            assertThat(next.snapshot("m").commit()).isEqualTo(base);
            try (var files = Files.walk(next.path())) {
                assertThat(
                                files.map(f -> next.path().relativize(f).toString())
                                        .filter(f -> !f.startsWith(".git/") && !f.equals(".git")))
                        .containsExactlyInAnyOrder("", "src", "src/a", "src/b", "c", ".gitignore");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mkdir .git/hooks; echo 'touch ../../../../ran' >.git/hooks/pre-commit; chmod +x .git/hooks/* | hook",
                "git config core.hooksPath ../hooks | core.hookspath",
                "git config core.fsmonitor 'touch ../../../../ran' | core.fsmonitor",
                "git config filter.x.clean 'touch ../../../../ran'; echo '* filter=x' >.gitattributes | filter.x.clean",
                "git config filter.y.smudge 'touch ../../../../ran' | filter.y.smudge",
                "git config alias.st '!touch ran' | alias.st",
                "git config core.sshCommand evil | core.sshcommand",
                "git config include.path /dev/zero | include.path",
                "git config diff.external evil | diff.external",
                "git config diff.java.textconv evil | diff.java.textconv",
                "mkdir -p .git/info; echo '* filter=x' >.git/info/attributes | info/attributes",
                "echo /elsewhere >>.git/objects/info/alternates | alternates was changed",
                "rm .git/objects/info/alternates; mkfifo .git/objects/info/alternates | alternates is no regular file",
                "git replace HEAD HEAD~1 | refs/replace",
                "git rev-parse HEAD >.git/shallow | shallow was changed",
                "echo x >.git/commondir | commondir was planted",
                "rm -rf .git | is gone",
                "mv .git ../stolen; ln -s ../stolen .git | replaced by a link",
                "rm -rf .git; echo gitdir: /tmp >.git | replaced by a file",
                "rm .git/config; mkfifo .git/config | config can't be read",
                "rm .git/config; ln -s /dev/zero .git/config | config can't be read",
                "echo '[' >.git/config | is no git configuration",
                "rm .git/HEAD; mkfifo .git/HEAD | history in .git can't be read",
                "rm -rf .git/refs; ln -s /tmp .git/refs | refs was replaced",
                "rm .git/HEAD | history in .git can't be read",
                "echo 'ref: refs/../../x' >.git/HEAD | HEAD leads to",
                "echo 'ref: HEAD' >.git/HEAD | HEAD leads to",
                "git checkout -q --orphan o; git commit -qm o | does not descend",
                "git reset -q --hard HEAD~1; git commit -q --allow-empty -m o | does not descend",
                "git commit -q --allow-empty -m o; mkfifo .git/objects/x | is no regular file",
                "echo 1111111111111111111111111111111111111111 >.git/refs/heads/work | can't be read",
                "echo x >../control.git/config | Lockstep's own git directory",
                "rm ../control.git/index | Lockstep's own git directory",
                "touch ../control.git/commondir | Lockstep's own git directory",
            })
    void tamperingIsFoundAndWithoutEffect(String habit, String finding) throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(checkout.path(), habit);
            assertThat(checkout.tampering()).hasSize(1).first().asString().contains(finding);
            if (!finding.startsWith("Lockstep")) {
                new Repo(checkout.path()).write("src/a", "changed\n");
                assertThat(checkout.snapshot("m").changes())
                        .contains(new Change("src/a", Change.Kind.MODIFIED));
            } else {
                assertThatThrownBy(() -> checkout.snapshot("m"))
                        .isInstanceOf(SnapshotRefusedException.class);
            }
        }
        assertNextIsClean();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "git init -q nested; echo x >nested/x | does not have a commit",
                "git init -q n; cd n; echo x >x; git add x; git commit -qm x | repository of its own",
                "rm c; mkfifo c | 'c' is a pipe",
                "rm .gitignore; mkfifo .gitignore | pipe",
                "mkdir -p target; mkfifo target/.gitattributes | pipe",
                "mkdir .GIT; echo x >.GIT/config | nvalid path",
                "mkdir git~1; echo x >git~1/config | nvalid path",
            })
    void whatACommitCannotTellIsRefused(String habit, String reason) throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(checkout.path(), habit);
            assertThatThrownBy(() -> checkout.snapshot("m"))
                    .isInstanceOf(SnapshotRefusedException.class)
                    .hasMessageContaining(reason);
        }
        assertNextIsClean();
    }

    @Test
    void aGitDirectoryAmongTrackedFilesHidesNone() throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(checkout.path(), "git init -q src; echo n >src/new; echo m >src/a");
            assertThat(checkout.snapshot("m").changes())
                    .containsExactly(
                            new Change("src/a", Change.Kind.MODIFIED),
                            new Change("src/new", Change.Kind.ADDED));
        }
        assertNextIsClean();
    }

    @Test
    void ownExcludesAndIndexFlagsHideNothing() throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(
                    checkout.path(),
                    "mkdir -p .git/info; echo '*' >.git/info/exclude; echo n >n;"
                            + " git update-index --assume-unchanged c; echo x >c; touch -d @0 c");
            assertThat(checkout.snapshot("m").changes()).hasSize(2);
        }
        assertNextIsClean();
    }

    @Test
    void aChangeThatKeepsSizeAndTimeIsSeen() throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(
                    checkout.path(),
                    "touch -r src/a ../t; printf 'z\\n' >src/a; touch -r ../t src/a; rm ../t");
            assertThat(checkout.snapshot("m").changes()).hasSize(1);
            checkout.reset(base);
            assertThat(checkout.path().resolve("src/a")).hasContent("a");
        }
    }

    @Test
    void resetFollowsNoLinkOut() throws Exception {
        Path outside = outside();
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(
                    checkout.path(), "rm -rf src c; ln -s " + outside + " src; mkdir c; touch c/x");
            assertThat(checkout.snapshot("m").changes())
                    .contains(new Change("src", Change.Kind.ADDED));
        }
        assertNextIsClean();
        assertThat(outside.resolve("a")).hasContent("precious");
    }

    @Test
    void aDirectoryMovedOutAndLinkedIsMadeAnew() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(
                    checkout.path(), "mv src " + outside + "/src; ln -s " + outside + "/src src");
        }
        assertNextIsClean();
        assertThat(outside.resolve("src/a")).hasContent("a");
    }

    @Test
    void unreadableAndImpassableThingsAreTaken() throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(
                    checkout.path(),
                    "mkdir -p d/e; echo x >d/e/f; chmod 000 d/e/f c; chmod 000 d/e d; chmod 555 src");
            assertThat(checkout.snapshot("m").changes())
                    .containsExactly(new Change("d/e/f", Change.Kind.ADDED));
        }
        assertNextIsClean();
    }

    @Test
    void aCheckoutThatWasReplacedIsThrownAway() throws Exception {
        Path outside = outside();
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(checkout.path().getParent(), "mv tree gone; ln -s " + outside + " tree");
            assertThat(checkout.tampering()).anyMatch(f -> f.contains("gone or was replaced"));
            assertThatThrownBy(() -> checkout.snapshot("m")).hasMessageContaining("replaced");
        }
        assertNextIsClean();
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(temp, "rm -rf " + checkout.path().getParent());
        }
        assertNextIsClean();
        assertThat(outside.resolve("a")).hasContent("precious");
    }

    @Test
    void pathsThatAreTooLongForGitAreRefused() throws Exception {
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Deep.make(checkout.path().resolve("deep"));
            assertThatThrownBy(() -> checkout.snapshot("m"))
                    .isInstanceOf(SnapshotRefusedException.class)
                    .hasMessageContaining("too long a path");
        }
        assertNextIsClean();
    }

    @Test
    void withoutItsGitDirectoryAnAgentDoesNotFindTheRepositoryAround() throws Exception {
        Repo.init(temp.resolve("work"));
        try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            Repo.shell(checkout.path(), "rm -rf .git");
            String ceiling = checkout.environment().get("GIT_CEILING_DIRECTORIES");
            Repo.shell(
                    checkout.path(),
                    "export GIT_CEILING_DIRECTORIES=" + ceiling + "; ! git rev-parse 2>/dev/null");
        }
    }

    @Test
    void filesInASubmoduleAreNotSwallowed() throws Exception {
        Repo inner = Repo.init(temp.resolve("inner"));
        String innerTip = inner.write("x", "x").commit("x");
        repo.git("update-index", "--add", "--cacheinfo", "160000," + innerTip + ",sub");
        repo.git("commit", "--quiet", "-m", "with submodule");
        String with = store.importCommit(repo.directory(), "HEAD");
        try (Checkout checkout = checkouts.lease(Use.AGENT, with)) {
            assertThat(checkout.path().resolve("sub")).isEmptyDirectory();
            new Repo(checkout.path()).write("c", "changed");
            assertThat(checkout.snapshot("m").changes())
                    .containsExactly(new Change("c", Change.Kind.MODIFIED));
            new Repo(checkout.path()).write("sub/x", "x");
            assertThatThrownBy(() -> checkout.snapshot("m"))
                    .isInstanceOf(SnapshotRefusedException.class)
                    .hasMessageContaining("'sub/x' is in a submodule");
            checkout.reset(with);
            assertThat(checkout.path().resolve("sub")).isEmptyDirectory();
            assertThat(checkout.snapshot("m").commit()).isEqualTo(with);
        }
        assertNextIsClean();
    }
}
