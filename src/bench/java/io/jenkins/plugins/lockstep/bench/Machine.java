package io.jenkins.plugins.lockstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that measures, as it stands beside the figures. */
final class Machine {
    private Machine() {}

    static String describe(String heap) throws IOException {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Row.format(
                "%s, %d cores, %.0f GiB; %s %s; Java %s, heap %s; %s; load %.1f",
                processor(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize() / (double) (1 << 30),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version(),
                heap,
                git(),
                system.getSystemLoadAverage());
    }

    private static String processor() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpus)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(cpus).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String git() throws IOException {
        Process process = new ProcessBuilder("git", "--version").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .replace("git version", "git");
    }
}
