package io.jenkins.plugins.lockstep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Tells where a test that hangs does so, its own Java processes included, and ends what it started,
 * so that the tests after it can run.
 */
public final class Hung implements PreInterruptCallback {
    private static final int MOST = 1 << 20;

    @Override
    public void beforeThreadInterrupt(PreInterruptContext hung, ExtensionContext test)
            throws IOException {
        System.out.println("== hung: " + test.getUniqueId());
        for (Map.Entry<Thread, StackTraceElement[]> one : Thread.getAllStackTraces().entrySet()) {
            System.out.println(one.getKey());
            for (StackTraceElement element : one.getValue()) {
                System.out.println("    at " + element);
            }
        }
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            String command = process.info().commandLine().orElse("?");
            System.out.println("== process " + process.pid() + " of the hung test: " + command);
            if (process.info().command().filter(it -> it.endsWith("/java")).isPresent()) {
                System.out.println(threads(process.pid()));
            }
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private static String threads(long pid) throws IOException {
        Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
        Process process =
                new ProcessBuilder(jstack.toString(), Long.toString(pid))
                        .redirectErrorStream(true)
                        .start();
        process.onExit()
                .orTimeout(1, TimeUnit.MINUTES)
                .exceptionally(it -> process.destroyForcibly());
        try (InputStream in = process.getInputStream()) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        }
    }
}
