package io.jenkins.plugins.lockstep.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.lockstep.process.Ended.How;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
    @TempDir Path directory;
    private Path checkout;
    private Path own;
    private Path secret;
    private Path ledger;

    @BeforeEach
    void project() throws Exception {
        directory = directory.toRealPath();
        Path hidden = Files.createDirectories(directory.resolve("state"));
        ledger = Files.writeString(hidden.resolve("ledger"), "entry");
        checkout = Files.createDirectories(hidden.resolve("work/checkout"));
        own = Files.createDirectories(directory.resolve("tmp"));
        secret = Files.writeString(directory.resolve("key"), "private");
        Files.writeString(directory.resolve("other"), "theirs");
    }

    private Ended run(Sandboxes sandboxes, String mode, String script) throws Exception {
        Map<String, String> environment = new HashMap<>(Environments.minimal());
        environment.put("TMPDIR", own.toString());
        Command command =
                new Command(
                        List.of("sh", "-c", script),
                        checkout,
                        environment,
                        null,
                        new Sandbox(
                                mode, List.of(checkout, own), List.of(secret, ledger.getParent())));
        try (ProcessRunner runner = new ProcessRunner(directory.toString(), sandboxes)) {
            Path log = directory.resolve("log");
            return runner.run(command, Scripts.soon(), Caps.NONE, log, null);
        }
    }

    private static Sandboxes bubblewrap() {
        Optional<Sandboxes> sandboxes = Sandboxes.bubblewrap(new ArrayList<>());
        assumeThat(sandboxes).as("bubblewrap works here").isPresent();
        return sandboxes.orElseThrow();
    }

    @Test
    void onlyTheWritableCanBeWritten() throws Exception {
        Ended ended =
                run(
                        bubblewrap(),
                        "auto",
                        "echo in > file; echo t > /tmp/t; echo t > $TMPDIR/u; cat ../../../other; echo;"
                                + " for f in ../../../other /etc/x $HOME/x /dev/x ../../new; do"
                                + " echo bad > $f && echo \"written: $f\"; done; true");
        assertThat(ended.how()).isEqualTo(How.EXITED);
        assertThat(ended.sandboxed()).isTrue();
        assertThat(ended.lastLines())
                .contains("theirs")
                .noneMatch(line -> line.startsWith("written"));
        assertThat(checkout.resolve("file")).hasContent("in");
        assertThat(own.resolve("t")).hasContent("t");
        assertThat(own.resolve("u")).hasContent("t");
        assertThat(directory.resolve("other")).hasContent("theirs");
        assertThat(ledger.resolveSibling("new")).doesNotExist();
    }

    @Test
    void theInnerPathDecidesAndTheTemporaryDirectoryIsGiven() throws Exception {
        Path state = ledger.getParent();
        Path store = Files.createDirectories(state.resolve("store"));
        Files.writeString(store.resolve("object"), "object");
        Sandbox sandbox =
                new Sandbox(
                        "require",
                        List.of(directory, checkout, own),
                        List.of(store),
                        List.of(state),
                        own);
        String script =
                "echo in > file; echo out > ../../../other; cat ../../store/object; echo;"
                        + " echo x > ../../store/object; echo x > ../../new; echo x > ../new;"
                        + " cat ../../ledger; echo t > \"$TMPDIR/t\"; echo $TMPDIR; ls ../..";
        Command command =
                new Command(
                        List.of("sh", "-c", script),
                        checkout,
                        Environments.minimal(),
                        null,
                        sandbox);
        try (ProcessRunner runner = new ProcessRunner(directory.toString(), bubblewrap())) {
            Path log = directory.resolve("log");
            Ended ended = runner.run(command, Scripts.soon(), Caps.NONE, log, null);
            assertThat(ended.lastLines())
                    .contains("object", "/tmp", "store", "work")
                    .doesNotContain("entry", "ledger");
        }
        assertThat(checkout.resolve("file")).hasContent("in");
        assertThat(directory.resolve("other")).hasContent("out");
        assertThat(store.resolve("object")).hasContent("object");
        assertThat(own.resolve("t")).hasContent("t");
        assertThat(state.resolve("new")).doesNotExist();
        assertThat(checkout.resolveSibling("new")).doesNotExist();
    }

    @Test
    void theHiddenCannotBeReadNorReplaced() throws Exception {
        Ended ended =
                run(
                        bubblewrap(),
                        "require",
                        "cat ../../../key ../../ledger; echo x > ../../../key;"
                                + " umount ../..; mount -o remount,rw /; rm -rf ../../../key ../..;"
                                + " ls ../..");
        assertThat(ended.sandboxed()).isTrue();
        assertThat(ended.lastLines()).noneMatch(l -> l.contains("private") || l.equals("entry"));
        assertThat(ended.lastLines()).contains("work").doesNotContain("ledger");
        assertThat(secret).hasContent("private");
        assertThat(ledger).hasContent("entry");
    }

    @Test
    void requiredButMissingIsRefused() throws Exception {
        Ended ended = run(Sandboxes.none("not installed"), "require", "echo ran > file");
        assertThat(ended.how()).isEqualTo(How.CANNOT_START);
        assertThat(ended.detail()).contains("sandbox is required", "not installed");
        assertThat(checkout.resolve("file")).doesNotExist();
    }

    @Test
    void withoutBubblewrapNoProcessIsCalledSandboxed() throws Exception {
        for (Sandboxes sandboxes : Kinds.here().toList()) {
            boolean enforced = sandboxes.kind().equals("bubblewrap");
            assertThat(run(sandboxes, "auto", "true").sandboxed()).isEqualTo(enforced);
            assertThat(run(sandboxes, "none", "true").sandboxed()).isFalse();
            assertThat(sandboxes.explain()).isNotBlank();
        }
    }

    @Test
    void aMissingWritableDirectoryIsNamed() throws Exception {
        Path gone = directory.resolve("gone");
        Command command =
                new Command(
                        List.of("true"),
                        checkout,
                        Map.of(),
                        null,
                        new Sandbox("auto", List.of(gone), List.of()));
        try (ProcessRunner runner = new ProcessRunner(directory.toString(), bubblewrap())) {
            Path log = directory.resolve("log");
            Ended ended = runner.run(command, Scripts.soon(), Caps.NONE, log, null);
            assertThat(ended.how()).isEqualTo(How.CANNOT_START);
            assertThat(ended.detail()).contains(gone.toString());
        }
    }

    @Test
    void aMinimalEnvironmentHasNoSecrets() {
        Map<String, String> ours =
                Map.of(
                        "PATH", "/bin",
                        "LC_ALL", "C",
                        "GITHUB_TOKEN", "secret",
                        "ANTHROPIC_API_KEY", "secret",
                        "https_proxy", "http://proxy:3128",
                        "HTTP_PROXY", "http://me:secret@proxy:3128");
        assertThat(Environments.minimal(ours))
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("LC_ALL", "C"),
                        Map.entry("https_proxy", "http://proxy:3128"));
    }

    @Test
    void aTrialWhoseOutputSomebodyKeepsOpenIsOver() {
        String said = Sandboxes.fails(List.of("sh", "-c", "sleep 600 & echo $!; exit 1"));
        assertThat(said).matches("[0-9]+");
        ProcessHandle.of(Long.parseLong(said)).ifPresent(ProcessHandle::destroyForcibly);
    }
}
