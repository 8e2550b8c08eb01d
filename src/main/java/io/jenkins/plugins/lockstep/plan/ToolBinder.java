package io.jenkins.plugins.lockstep.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.bjurr.violations.lib.reports.Parser;

/** Reads the tools of one phase. */
final class ToolBinder {
    private static final List<String> GROUPS = List.of("file", "line", "message");

    /** Parsers of our own, besides the library's. */
    private static final List<String> OWN_PARSERS = List.of("jdeps-cycles");

    private static final Set<PhaseKind> WITHOUT_TOOLS =
            Set.of(PhaseKind.RESEARCH, PhaseKind.PLANNING, PhaseKind.VALIDATE, PhaseKind.COMMIT);

    private final String phase;
    private final PhaseKind kind;

    ToolBinder(String phase, PhaseKind kind) {
        this.phase = phase;
        this.kind = kind;
    }

    List<Tool> tools(Cursor at) {
        if (at.isPresent() && WITHOUT_TOOLS.contains(kind)) {
            at.problem(
                    "the phase '"
                            + phase
                            + "' runs no tools; add a phase of your own, of kind issues,"
                            + " for another check");
        }
        List<Cursor> places = at.isList() ? at.items() : at.isPresent() ? List.of(at) : List.of();
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Cursor place : places) {
            Tool tool = tool(place, places.size() == 1);
            if (!names.add(tool.name())) {
                place.problem(
                        "the phase '"
                                + phase
                                + "' has two tools of the name '"
                                + tool.name()
                                + "'");
            }
            tools.add(tool);
        }
        return List.copyOf(tools);
    }

    private Tool tool(Cursor at, boolean only) {
        Cursor name = at.get("name");
        if (!only && !name.isPresent()) {
            at.problem("'" + at.path() + "' lacks 'name': several tools of a phase need names");
        }
        String format = format(at);
        Cursor report = at.get("report");
        if (report.isPresent()) {
            TextChecks.safeGlob(report);
        } else if (format.equals("junit")) {
            at.problem(
                    "'"
                            + at.path()
                            + "' lacks 'report': say which JUnit XML files it writes, such as"
                            + " target/surefire-reports/TEST-*.xml");
        }
        return new Tool(
                name.text(only ? phase : at.path()),
                at.get("command").command(),
                format,
                parser(at, format),
                pattern(at, format),
                report.text(""),
                TextChecks.paths(at.get("config")),
                environment(at.get("environment")),
                Units.duration(at.get("timeout"), (Duration) null));
    }

    private String format(Cursor at) {
        Cursor given = at.get("format");
        String fixed =
                switch (kind) {
                    case TESTS -> "junit";
                    case IMPLEMENT, E2E -> "exit";
                    default -> "";
                };
        String format = given.text(fixed);
        if (!fixed.isEmpty() && !format.equals(fixed)) {
            given.problem(
                    "a tool of '"
                            + phase
                            + "' (kind "
                            + PhaseBinder.word(kind)
                            + ") is read as "
                            + fixed
                            + ", not as "
                            + format);
        } else if (fixed.isEmpty() && format.equals("junit")) {
            given.problem("the format junit is for phases of kind tests");
        } else if (format.isEmpty() && !given.isPresent() && !WITHOUT_TOOLS.contains(kind)) {
            at.problem(
                    "'"
                            + at.path()
                            + "' lacks 'format': say how its output is read (sarif,"
                            + " checkstyle, parser, regex, or exit for the exit code alone)");
        }
        return format;
    }

    private static String parser(Cursor at, String format) {
        Cursor parser = at.get("parser");
        if (parser.isPresent() && !format.equals("parser")) {
            parser.problem("'parser' goes with format: parser");
        } else if (format.equals("parser") && !parser.isPresent()) {
            at.problem(
                    "'"
                            + at.path()
                            + "' lacks 'parser': name one of "
                            + String.join(", ", parsers()));
        } else {
            parser.text().ifPresent(name -> known(name, parser));
        }
        return parser.text("");
    }

    private static void known(String name, Cursor parser) {
        List<String> known = parsers();
        if (!known.contains(name)) {
            String hint = Nearest.hint(name, known);
            parser.problem(
                    "unknown parser '"
                            + name
                            + "'"
                            + (hint.isEmpty() ? "; known are " + String.join(", ", known) : hint));
        }
    }

    private static List<String> parsers() {
        List<String> parsers = new ArrayList<>(OWN_PARSERS);
        Arrays.stream(Parser.values()).map(Enum::name).forEach(parsers::add);
        return parsers;
    }

    private static String pattern(Cursor at, String format) {
        Cursor pattern = at.get("pattern");
        if (pattern.isPresent() && !format.equals("regex")) {
            pattern.problem("'pattern' goes with format: regex");
            return pattern.text("");
        }
        if (format.equals("regex") && !pattern.isPresent()) {
            at.problem(
                    "'"
                            + at.path()
                            + "' lacks 'pattern': a regular expression with the named groups "
                            + String.join(", ", GROUPS));
        }
        return TextChecks.pattern(pattern, GROUPS);
    }

    private static Map<String, String> environment(Cursor at) {
        Map<String, String> environment = new LinkedHashMap<>();
        at.fields().forEach((name, value) -> environment.put(name, value.written()));
        return Map.copyOf(environment);
    }
}
