package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Processes that would never end, and hold a pipe open as long as one of them lives: so a test
 * knows without looking for them when they have begun and that all have ended.
 */
final class Endless {
    private static final int MOST_MINUTES = 5;

    private final Path pipe;
    private BufferedReader reader;

    private Endless(Path pipe) {
        this.pipe = pipe;
    }

    /**
     * @param pipe made; nothing may be there
     */
    static Endless at(Path pipe) throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
        assertThat(mkfifo.waitFor()).isZero();
        return new Endless(pipe);
    }

    /** A line of shell: two processes, of which one is another's child; nothing comes after it. */
    String script() {
        return "exec 9> " + pipe + "; echo begun >&9; (sleep 100000; true) & sleep 100000; exit 1";
    }

    /** Waits until they have begun. */
    void begun() throws Exception {
        reader = within(() -> Files.newBufferedReader(pipe));
        assertThat(within(reader::readLine)).isEqualTo("begun");
    }

    /** Waits until none is left. */
    void ended() throws Exception {
        assertThat(within(reader::readLine)).isNull();
        reader.close();
    }

    /** Opening and reading a pipe can't be interrupted, only left alone. */
    private static <T> T within(Callable<T> call) throws Exception {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return call.call();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        })
                .get(MOST_MINUTES, TimeUnit.MINUTES);
    }
}
