package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.process.Command;
import io.jenkins.plugins.lockstep.process.Ended;
import io.jenkins.plugins.lockstep.process.Sandbox;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import se.bjurr.violations.lib.reports.Parser;

/**
 * Reads the output of some fifty tools with violations-lib.
 *
 * <p>Its parsers hold the whole report as a tree or match it with expressions that can backtrack
 * for ever, and nothing can stop them from outside. So they run in a process of their own, {@link
 * ViolationsMain}, which has {@value #HEAP_MIB} MiB and {@value #SECONDS} seconds.
 */
final class LibraryReader implements ReportReader {
    static final int HEAP_MIB = 512;
    static final int SECONDS = 60;

    private static final Pattern DECLARES = Pattern.compile("<!ENTITY|<!DOCTYPE[^>]*\\[");
    private static final int PROLOG = 1 << 16;

    private final Parser parser;
    private final Launcher launcher;
    private final ToolLog log;

    /**
     * @param name of one of violations-lib's parsers, in any case
     * @param log the tool's; the parser's own stands beside it
     */
    LibraryReader(String name, Launcher launcher, ToolLog log) throws Unreadable {
        this.launcher = launcher;
        this.log = log;
        try {
            parser = Parser.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Unreadable(
                    "there is no parser '%s'; there are %s and %s"
                            .formatted(
                                    name, JdepsCyclesReader.NAME, Arrays.toString(Parser.values())),
                    e);
        }
    }

    @Override
    public void read(Source source, Findings findings)
            throws IOException, Unreadable, InterruptedException {
        String name = source.file().getFileName().toString();
        if (Files.size(source.file()) > MAX_BYTES) {
            throw new Unreadable(name + " is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        refuseEntities(source.file(), name);
        Path scratch = log.file().getParent();
        Path result = Files.createTempFile(scratch, log.name(), ".parsed");
        Path parserLog = scratch.resolve(log.name() + ".parser.log");
        try {
            Ended ended =
                    launcher.run(
                            command(source.file(), result),
                            source.deadline()
                                    .within(Duration.ofSeconds(SECONDS), "reading " + name),
                            parserLog);
            if (!ended.succeeded()) {
                throw new Unreadable(
                        "%s cannot be read by the parser %s: %s"
                                .formatted(name, parser, why(ended)));
            }
            take(result, findings.issues());
            Files.deleteIfExists(parserLog);
        } finally {
            Files.deleteIfExists(result);
        }
    }

    private static String why(Ended ended) {
        if (ended.how() != Ended.How.EXITED) {
            return ended.how() + " " + ended.detail();
        }
        List<String> lines = ended.lastLines();
        return lines.isEmpty() ? "exit " + ended.exitCode() : lines.get(lines.size() - 1);
    }

    /** No parser of the library reads entities; a report that declares some is an attack. */
    private static void refuseEntities(Path file, String name) throws IOException, Unreadable {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(PROLOG), StandardCharsets.ISO_8859_1);
            if (head.stripLeading().startsWith("<") && DECLARES.matcher(head).find()) {
                throw new Unreadable(name + " declares entities, which are not read");
            }
        }
    }

    private Command command(Path report, Path result) throws IOException {
        String path = place(ViolationsMain.class) + File.pathSeparator + place(Parser.class);
        return new Command(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MIB + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        path,
                        ViolationsMain.class.getName(),
                        parser.name(),
                        report.toAbsolutePath().toString(),
                        result.toAbsolutePath().toString()),
                result.toAbsolutePath().getParent(),
                Map.of("LANG", "C.UTF-8"),
                null,
                Sandbox.NONE);
    }

    /** The jar or directory that a class comes from. */
    private static Path place(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source == null ? found(type) : source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("cannot tell where " + type.getName() + " comes from", e);
        }
    }

    /** A worker's classes are the boot loader's, which tells less of them. */
    private static URI found(Class<?> type) throws URISyntaxException {
        String name = "/" + type.getName().replace('.', '/') + ".class";
        String own = String.valueOf(type.getResource(name));
        String place = own.substring(0, Math.max(0, own.length() - name.length()));
        boolean jar = place.startsWith("jar:") && place.endsWith("!");
        return new URI(jar ? place.substring("jar:".length(), place.length() - 1) : place);
    }

    private void take(Path result, IssueCollector issues) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(result)))) {
            long reported = in.readLong();
            int kept = in.readInt();
            for (int i = 0; i < kept; i++) {
                String file = in.readUTF();
                int line = in.readInt();
                int column = in.readInt();
                String severity = in.readUTF();
                String code = in.readUTF();
                issues.add(file, line, column, severity, code, in.readUTF());
            }
            issues.countOnly(reported - kept);
        }
    }
}
