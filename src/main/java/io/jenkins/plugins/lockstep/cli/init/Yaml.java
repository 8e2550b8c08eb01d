package io.jenkins.plugins.lockstep.cli.init;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes texts as YAML scalars, whatever they hold. */
final class Yaml {
    private static final Pattern PLAIN =
            Pattern.compile("(?:[A-Za-z/]|\\.{1,2}/)[A-Za-z0-9_./ =,@+-]*");
    private static final Set<String> WORDS =
            Set.of("true", "false", "null", "yes", "no", "on", "off");

    private Yaml() {}

    /** One line, for block and for flow style. */
    static String scalar(String text) {
        String clean = printable(text);
        boolean plain =
                PLAIN.matcher(clean).matches()
                        && !clean.endsWith(" ")
                        && !clean.contains(",")
                        && !WORDS.contains(clean.toLowerCase(java.util.Locale.ROOT));
        if (plain) {
            return clean;
        }
        return clean.contains("\n")
                ? '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"'
                : "'" + clean.replace("'", "''") + "'";
    }

    /** A list in flow style. */
    static String list(List<String> texts) {
        return texts.stream().map(Yaml::scalar).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Several lines as a literal block, indented; a single one as a scalar. */
    static String block(String text, int indent) {
        String clean = printable(text).stripTrailing();
        if (!clean.contains("\n")) {
            return scalar(clean);
        }
        String pad = " ".repeat(indent);
        return "|2-\n"
                + clean.lines()
                        .map(line -> line.isBlank() ? "" : pad + line.stripTrailing())
                        .collect(Collectors.joining("\n"));
    }

    /** Without what a plan refuses: control characters and broken surrogate pairs. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .map(c -> c == '\t' ? ' ' : c)
                .filter(c -> c == '\n' || !Character.isISOControl(c))
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .filter(c -> c != 0xFEFF && c < 0xFFFE | c > 0xFFFF)
                .filter(c -> c != 0x2028 && c != 0x2029)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
