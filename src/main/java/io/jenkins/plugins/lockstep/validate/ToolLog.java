package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.plan.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where a tool's output goes.
 *
 * @param name the tool's, fit for a file name
 * @param relative to the attempt's directory, the one that holds {@code logs}
 */
record ToolLog(Path file, String name, String relative) {
    static ToolLog in(Path logs, Tool tool) {
        String name = fileName(tool.name());
        Path file = logs.toAbsolutePath().normalize().resolve(name + ".log");
        return new ToolLog(file, name, relative(file));
    }

    /** Keeps a report of the tool beside its log: {@code <tool>-<report's name>}. */
    void keep(Path report) throws IOException {
        String own = fileName(report.getFileName().toString());
        Path kept = file.resolveSibling(name + "-" + own);
        for (int number = 2; Files.exists(kept, LinkOption.NOFOLLOW_LINKS); number++) {
            kept = file.resolveSibling(name + "-" + number + "-" + own);
        }
        Files.copy(report, kept, LinkOption.NOFOLLOW_LINKS);
    }

    /** A tool's name with all that no file name should hold replaced. */
    static String fileName(String tool) {
        String plain = tool.replaceAll("[^A-Za-z0-9._-]", "_");
        String named = plain.startsWith(".") || plain.isEmpty() ? "_" + plain : plain;
        return named.length() > 100 ? named.substring(0, 100) : named;
    }

    private static String relative(Path file) {
        Path attempt = file.getParent().getParent();
        for (Path up = file.getParent(); up != null; up = up.getParent()) {
            if (up.getFileName() != null && up.getFileName().toString().equals("logs")) {
                attempt = up.getParent();
                break;
            }
        }
        Path from = attempt == null ? file.getParent() : attempt;
        return from.relativize(file).toString().replace('\\', '/');
    }
}
