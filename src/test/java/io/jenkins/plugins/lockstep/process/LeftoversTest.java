package io.jenkins.plugins.lockstep.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What waits for others looks whether they live, not whether somebody took notice of their end. */
class LeftoversTest {
    /** Of no Java process that lives. */
    private static final String GONE = "999999999-1";

    private final String mark = Scripts.mark();

    /** A child with the mark, below a process that never waits for its children. */
    private Process orphan(String script) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "sh",
                        "-c",
                        "env MARK=\"$1\" LOCKSTEP_ENGINE=\"$2\" sh -c \"$3\" & exec sleep 600",
                        "sh",
                        mark,
                        GONE,
                        "echo up; " + script);
        Process parent = builder.start();
        BufferedReader out = parent.inputReader();
        assertThat(out.readLine()).isEqualTo("up");
        return parent;
    }

    private static void end(Process parent) throws InterruptedException {
        parent.descendants().forEach(ProcessHandle::destroyForcibly);
        parent.destroyForcibly().waitFor();
    }

    @Test
    void oneThatHasEndedIsNotWaitedForThoughNobodyTookNotice() throws Exception {
        Process parent = orphan("exec sleep 0.5");
        try {
            Leftovers.await("MARK", mark, Duration.ofSeconds(20));
            assertThat(parent.isAlive()).isTrue();
        } finally {
            end(parent);
        }
    }

    @Test
    void oneThatDoesNotEndIsTold() throws Exception {
        Process parent = orphan("exec sleep 600");
        try {
            assertThatThrownBy(() -> Leftovers.await("MARK", mark, Duration.ofMillis(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("sleep 600")
                    .hasMessageContaining("does not end");
        } finally {
            end(parent);
        }
    }
}
