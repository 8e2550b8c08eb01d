package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {
    private static final List<String> SETUP = List.of("install", "--quiet");

    @TempDir Path temp;
    private final List<Path> setups = new ArrayList<>();
    private Repo repo;
    private ObjectStore store;
    private String base;

    @BeforeEach
    void prepare() throws Exception {
        repo = Repo.init(temp.resolve("user"));
        store = ObjectStore.open(temp.resolve("store.git"));
        repo.write("package.json", "1\n").write("src/a", "a\n").write("lock", "1\n");
        base = repo.write(".gitignore", "deps/\n.env\n").commit("base");
        store.importCommit(repo.directory(), base);
    }

    private void install(Path checkout, List<String> command) throws IOException {
        assertThat(command).isEqualTo(SETUP);
        setups.add(checkout);
        Repo files = new Repo(checkout);
        files.write("deps/x/index.js", "installed for " + files.read("package.json"));
        files.write("generated", "not ignored").write("lock", "touched by setup");
        files.write(".git/hooks/pre-commit", "installed by setup");
    }

    private Checkouts open(List<String> setup, String... carry) throws Exception {
        Plan.Workspace workspace =
                new Plan.Workspace(setup, List.of("package.json", "*.lock"), List.of(carry));
        return new Checkouts(
                store, temp.resolve("work"), workspace, repo.directory(), this::install);
    }

    @Test
    void setupRunsOncePerCheckoutAndAgainWhenItsInputsChange() throws Exception {
        String other = repo.write("src/a", "other\n").commit("other");
        String newer = repo.write("package.json", "2\n").commit("newer");
        store.importCommit(repo.directory(), newer);
        try (Checkouts checkouts = open(SETUP)) {
            for (String commit : List.of(base, other, base)) {
                try (Checkout checkout = checkouts.lease(Use.AGENT, commit)) {
                    Repo files = new Repo(checkout.path());
                    assertThat(files.read("deps/x/index.js")).isEqualTo("installed for 1\n");
                    assertThat(files.read("lock")).isEqualTo("1\n");
                    assertThat(checkout.snapshot("m").commit()).isEqualTo(commit);
                    assertThat(checkout.tampering()).isEmpty();
                    files.write("deps/cache", "left by a tool").write("left", "x");
                }
                assertThat(setups).hasSize(1);
            }
            try (Checkout checkout = checkouts.lease(Use.AGENT, newer)) {
                assertThat(checkout.path().resolve("deps/x/index.js"))
                        .hasContent("installed for 2");
                assertThat(checkout.path().resolve("deps/cache")).doesNotExist();
                assertThat(setups).hasSize(2);
                checkout.reset(base);
                assertThat(setups).hasSize(3);
            }
            try (Checkout proof = checkouts.lease(Use.PROOF, base)) {
                assertThat(setups).hasSize(4).last().isEqualTo(proof.path());
            }
        }
    }

    @Test
    void whatSetupBroughtIsMadeAnewOnceItWasTouched() throws Exception {
        try (Checkouts checkouts = open(SETUP)) {
            for (String harm :
                    List.of(
                            "echo evil >>deps/x/index.js",
                            "rm deps/x/index.js",
                            "touch -r deps/x/index.js t; echo 'installed for 2' >deps/x/index.js;"
                                    + " touch -r t deps/x/index.js",
                            "mv deps /tmp/$$; ln -s /tmp/$$ deps",
                            "rm -rf deps; mkdir deps; ln -s /etc/passwd deps/x")) {
                try (Checkout checkout = checkouts.lease(Use.PROOF, base)) {
                    assertThat(checkout.path().resolve("deps/x/index.js"))
                            .hasContent("installed for 1");
                    Repo.shell(checkout.path(), harm);
                }
            }
            try (Checkout checkout = checkouts.lease(Use.PROOF, base)) {
                assertThat(checkout.path().resolve("deps/x/index.js"))
                        .hasContent("installed for 1");
            }
            assertThat(setups).hasSize(6);
        }
    }

    @Test
    void whatWasBroughtIsNeverTaken() throws Exception {
        repo.write(".env", "SECRET=1\n");
        try (Checkouts checkouts = open(SETUP, ".env");
                Checkout checkout = checkouts.lease(Use.AGENT, base)) {
            assertThat(checkout.path().resolve(".env")).hasContent("SECRET=1");
            new Repo(checkout.path()).write(".gitignore", "").write("src/new", "n");
            assertThat(checkout.snapshot("m").changes())
                    .containsExactly(
                            new Change(".gitignore", Change.Kind.MODIFIED),
                            new Change("src/new", Change.Kind.ADDED));
            new Repo(checkout.path()).write(".git/hooks/pre-push", "planted");
            assertThat(checkout.tampering()).hasSize(1).first().asString().contains("pre-push");
        }
    }

    @Test
    void carriesCopiesThatAreNobodyElses() throws Exception {
        repo.write("deps/lib", "lib\n");
        Files.createSymbolicLink(repo.directory().resolve("deps/link"), Path.of("lib"));
        Repo.shell(repo.directory(), "chmod 750 deps/lib");
        try (Checkouts checkouts = open(List.of(), "deps", "missing/one", ".env")) {
            for (int i = 0; i < 2; i++) {
                try (Checkout checkout = checkouts.lease(Use.AGENT, base)) {
                    Path lib = checkout.path().resolve("deps/lib");
                    assertThat(lib).hasContent("lib").isExecutable();
                    assertThat(checkout.path().resolve("deps/link")).isSymbolicLink();
                    Repo.shell(checkout.path(), "echo evil >deps/lib");
                }
            }
        }
        assertThat(repo.read("deps/lib")).isEqualTo("lib\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../x", "a/../../x", ".git/hooks", ".lockstep/key", ""})
    void refusesToCarryWhatIsNotTheProjects(String path) throws Exception {
        try (Checkouts checkouts = open(List.of(), path)) {
            assertThatThrownBy(() -> checkouts.lease(Use.AGENT, base))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("workspace.carry");
        }
        assertThat(temp.resolve("work/checkouts")).isEmptyDirectory();
    }

    @Test
    void carriesNothingThroughLinksOut() throws Exception {
        Files.createDirectories(temp.resolve("outside/in"));
        Files.createSymbolicLink(repo.directory().resolve("out"), temp.resolve("outside"));
        try (Checkouts checkouts = open(List.of(), "out/in")) {
            assertThatThrownBy(() -> checkouts.lease(Use.AGENT, base))
                    .hasMessageContaining("leads out of the project");
        }
    }

    @Test
    void aFailedSetupLeavesNoCheckout() throws Exception {
        SetupRunner failing =
                (checkout, command) -> {
                    throw new IOException("no network");
                };
        Plan.Workspace workspace = new Plan.Workspace(SETUP, List.of(), List.of());
        try (Checkouts checkouts =
                new Checkouts(store, temp.resolve("work"), workspace, null, failing)) {
            assertThatThrownBy(() -> checkouts.lease(Use.PROOF, base)).hasMessage("no network");
            assertThat(temp.resolve("work/checkouts")).isEmptyDirectory();
        }
    }
}
