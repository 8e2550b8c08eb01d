package io.jenkins.plugins.lockstep.cli.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code init} has found out for a plan; each ecosystem of a project adds to it. */
final class Draft {
    /** Directory of the tool configurations that init writes. */
    static final String CONFIG = "config/lockstep/";

    private final Set<String> kinds = new LinkedHashSet<>();
    private final Map<String, List<ToolDraft>> tools = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final List<String> setup = new ArrayList<>();
    private final Set<String> inputs = new LinkedHashSet<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    void kind(String name) {
        kinds.add(name);
    }

    void tool(String phase, ToolDraft tool) {
        tools.computeIfAbsent(phase, p -> new ArrayList<>()).add(tool);
    }

    /** Why there is no tool for the phase; the phase is off if nobody else adds one. */
    void missing(String phase, String reason) {
        missing.merge(phase, reason, (a, b) -> a.equals(b) ? a : a + "; " + b);
    }

    void setup(String command, List<String> inputFiles) {
        setup.add(command);
        inputs.addAll(inputFiles);
    }

    /** A new file for the project. */
    void file(String path, String content) {
        files.put(path, content);
    }

    Set<String> kinds() {
        return kinds;
    }

    List<ToolDraft> tools(String phase) {
        return tools.getOrDefault(phase, List.of());
    }

    String reason(String phase, String otherwise) {
        return missing.getOrDefault(phase, otherwise);
    }

    /** Empty if nothing has to be set up. */
    String setup() {
        return String.join(" && ", setup);
    }

    List<String> inputs() {
        return List.copyOf(inputs);
    }

    Map<String, String> files() {
        return files;
    }
}
