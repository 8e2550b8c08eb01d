package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecTest {
    @TempDir Path temp;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Boolean> held = new ArrayList<>();
    private Thread caller;

    /** As a proof that is begun again elsewhere is: who begins it must not meet its locks. */
    @Test
    void anInterruptedGitTakesItsLocksAway() throws Exception {
        Repo repo = Repo.init(temp.resolve("repo"));
        String commit = repo.write("a", "1\n").commit("first");
        Path lock = repo.directory().resolve(".git/refs/held.lock");
        caller = Thread.currentThread();

        assertThatThrownBy(
                        () ->
                                Exec.run(
                                        List.of("git", "update-ref", "--stdin"),
                                        repo.directory(),
                                        Git.basicEnvironment(),
                                        out -> holdRef(commit, out),
                                        in -> interruptWhenHeld(in, lock)))
                .isInstanceOf(InterruptedException.class);

        assertThat(held).containsExactly(true);
        assertThat(lock).doesNotExist();
        repo.git("update-ref", "refs/held", commit);
    }

    /** As a filter's daemon does. */
    @Test
    void whoKeepsTheOutputOfAGitThatEndedIsEnded() throws Exception {
        Path pid = temp.resolve("pid");
        String alias = "!sleep 1000 & echo $! > '" + pid + "'; echo said; echo warned >&2; exit 3";

        Exec.Result<byte[]> result =
                Exec.run(
                        List.of("git", "-c", "alias.left=" + alias, "left"),
                        temp,
                        Git.basicEnvironment(),
                        null,
                        Exec::all);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).asString().isEqualTo("said\n");
        assertThat(result.stderr()).isEqualTo("warned\n");
        // Who has ended and is not taken notice of yet has no command any more.
        assertThat(
                        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                                .flatMap(left -> left.info().command()))
                .isEmpty();
    }

    private void holdRef(String commit, OutputStream out) throws IOException {
        String commands = "start\nupdate refs/held " + commit + "\nprepare\n";
        out.write(commands.getBytes(StandardCharsets.UTF_8));
        out.flush();
        try {
            ended.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Void interruptWhenHeld(InputStream in, Path lock) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("prepare: ok")) {
                held.add(Files.exists(lock));
                caller.interrupt();
            }
        }
        ended.countDown();
        return null;
    }
}
