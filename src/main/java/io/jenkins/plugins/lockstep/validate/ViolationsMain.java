package io.jenkins.plugins.lockstep.validate;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import se.bjurr.violations.lib.ViolationsLogger;
import se.bjurr.violations.lib.model.Violation;
import se.bjurr.violations.lib.reports.Parser;

/**
 * The process in which violations-lib reads a report (see {@link LibraryReader}). Needs nothing but
 * that library and the JDK. Arguments: the parser's name, the report, the file for the result.
 */
public final class ViolationsMain {
    private ViolationsMain() {}

    public static void main(String[] arguments) throws IOException {
        Parser parser = Parser.valueOf(arguments[0]);
        String content = Files.readString(Path.of(arguments[1]), StandardCharsets.ISO_8859_1);
        content = new String(content.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String[] complaint = {null};
        try {
            Set<Violation> found =
                    parser.getViolationsParser().parseReportOutput(content, listener(complaint));
            if (complaint[0] != null) {
                fail(complaint[0]);
            }
            write(found, Path.of(arguments[2]));
        } catch (Exception | StackOverflowError e) {
            fail(e.toString());
        }
    }

    /** Some parsers log what they can't read, and go on as if it were not there. */
    private static ViolationsLogger listener(String[] complaint) {
        return new ViolationsLogger() {
            @Override
            public void log(Level level, String message) {
                if (level.intValue() >= Level.SEVERE.intValue()) {
                    complaint[0] = message;
                }
            }

            @Override
            public void log(Level level, String message, Throwable cause) {
                log(level, message + ": " + cause);
            }
        };
    }

    private static void fail(String message) {
        System.err.println(Texts.oneLine(message, 300));
        Runtime.getRuntime().exit(1);
    }

    private static void write(Set<Violation> found, Path file) throws IOException {
        int kept = Math.min(found.size(), IssueCollector.KEPT);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeLong(found.size());
            out.writeInt(kept);
            int written = 0;
            for (Violation violation : found) {
                if (written++ == kept) {
                    break;
                }
                write(violation, out);
            }
        }
    }

    private static void write(Violation violation, DataOutputStream out) throws IOException {
        String file = violation.getFile();
        boolean nowhere = file == null || file.equals(Violation.NO_FILE);
        out.writeUTF(nowhere ? "" : Texts.oneLine(file, Texts.PATH));
        out.writeInt(positive(violation.getStartLine()));
        out.writeInt(positive(violation.getColumn()));
        out.writeUTF(violation.getSeverity() == null ? "error" : violation.getSeverity().name());
        out.writeUTF(Texts.oneLine(violation.getRule(), Texts.CODE));
        out.writeUTF(Texts.oneLine(violation.getMessage(), Texts.MESSAGE));
    }

    private static int positive(Integer number) {
        return number == null ? 0 : Math.max(0, number);
    }
}
