package io.jenkins.plugins.lockstep.cli.init;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tool to be written into a plan. Immutable. */
final class ToolDraft {
    private final String name;
    private final Map<String, String> keys;
    private final String comment;

    private ToolDraft(String name, Map<String, String> keys, String comment) {
        this.name = name;
        this.keys = keys;
        this.comment = comment;
    }

    static ToolDraft of(String name, String command) {
        return new ToolDraft(name, Map.of("command", Yaml.scalar(command)), "");
    }

    /** With one more key, whose value is written as YAML already. */
    private ToolDraft with(String key, String yaml) {
        Map<String, String> more = new LinkedHashMap<>(keys);
        more.put(key, yaml);
        return new ToolDraft(name, more, comment);
    }

    ToolDraft format(String format) {
        return with("format", format);
    }

    ToolDraft parser(String parser) {
        return format("parser").with("parser", Yaml.scalar(parser));
    }

    ToolDraft regex(String pattern) {
        return format("regex").with("pattern", Yaml.scalar(pattern));
    }

    ToolDraft report(String glob) {
        return with("report", Yaml.scalar(glob));
    }

    ToolDraft config(List<String> files) {
        return files.isEmpty() ? this : with("config", Yaml.list(files));
    }

    ToolDraft environment(String name, String value) {
        return with("environment", "{" + name + ": " + Yaml.scalar(value) + "}");
    }

    /** A line of comment above it. */
    ToolDraft comment(String text) {
        return new ToolDraft(name, keys, text);
    }

    /** As the value of a phase's key ({@code only}) or as an item of its list. */
    String yaml(boolean only) {
        StringBuilder yaml = new StringBuilder();
        for (String line : comment.lines().toList()) {
            yaml.append("    # ").append(line).append('\n');
        }
        if (!only) {
            yaml.append("    - name: ").append(Yaml.scalar(name)).append('\n');
        }
        keys.forEach(
                (key, value) ->
                        yaml.append(only ? "    " : "      ")
                                .append(key)
                                .append(": ")
                                .append(value)
                                .append('\n'));
        return yaml.toString();
    }
}
