package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in the placeholders of a tool's command: {@code {checkout}} (the absolute path), {@code
 * {report}} (the absolute path of the tool's report, if that is one file and no glob) and whatever
 * the caller adds, such as the {@linkplain #architecture limits of the architecture phase}. Other
 * text in braces stays as it is. Values are put in once; braces in them mean nothing.
 */
public final class ToolArguments {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9_]*)}");

    private ToolArguments() {}

    /**
     * {@code functionLines}, {@code parameters}, {@code nesting}, {@code complexity}, {@code
     * classMethods} and {@code fileLines}; nothing for a phase without such limits.
     */
    public static Map<String, String> architecture(Phase phase) {
        Phase.Architecture limits = phase.architecture();
        if (limits == null) {
            return Map.of();
        }
        return Map.of(
                "functionLines", Integer.toString(limits.functionLines()),
                "parameters", Integer.toString(limits.parameters()),
                "nesting", Integer.toString(limits.nesting()),
                "complexity", Integer.toString(limits.complexity()),
                "classMethods", Integer.toString(limits.classMethods()),
                "fileLines", Integer.toString(limits.fileLines()));
    }

    static List<String> fill(Tool tool, Path checkout, Map<String, String> placeholders) {
        Map<String, String> values = new HashMap<>(placeholders);
        values.put("checkout", checkout.toAbsolutePath().toString());
        if (!tool.report().isEmpty() && !ReportFiles.isPattern(tool.report())) {
            values.put("report", checkout.toAbsolutePath().resolve(tool.report()).toString());
        }
        return tool.command().stream().map(argument -> fill(argument, values)).toList();
    }

    private static String fill(String argument, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(argument)
                .replaceAll(
                        match ->
                                Matcher.quoteReplacement(
                                        values.getOrDefault(match.group(1), match.group())));
    }
}
