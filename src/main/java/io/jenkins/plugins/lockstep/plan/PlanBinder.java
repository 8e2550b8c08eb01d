package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.base.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link Plan} of a document, reporting what its schema can't say. */
final class PlanBinder {
    private static final long MIB = 1 << 20;

    private final Cursor root;

    PlanBinder(Cursor root) {
        this.root = root;
    }

    /**
     * @param file the plan's file name, which is always protected
     */
    Plan bind(Digest digest, String file) {
        GraphBinder graph = new GraphBinder(root);
        Map<String, Phase> phases = graph.bind();
        return new Plan(
                digest,
                project(root.get("project"), file),
                agent(root.get("agent"), graph, phases),
                workspace(root.get("workspace")),
                limits(root.get("limits")),
                phases,
                milestones(root.get("milestones")));
    }

    private static Plan.Project project(Cursor at, String file) {
        TextChecks.branch(at.get("branch"));
        List<String> protect = new ArrayList<>(List.of("/lockstep.yaml"));
        if (!file.equals("lockstep.yaml")) {
            protect.add("**/" + file.replaceAll("([\\\\*?\\[\\]{},!])", "\\\\$1"));
        }
        protect.addAll(0, TextChecks.globs(at.get("protect")));
        return new Plan.Project(
                at.get("name").text(""),
                at.get("branch").text("main"),
                globs(at.get("sources"), DefaultGlobs.SOURCES),
                globs(at.get("tests"), DefaultGlobs.TESTS),
                List.copyOf(protect));
    }

    private static List<String> globs(Cursor at, List<String> otherwise) {
        return at.isPresent() ? TextChecks.globs(at) : otherwise;
    }

    private static Plan.AgentConfig agent(Cursor at, GraphBinder graph, Map<String, Phase> phases) {
        Cursor command = at.get("command");
        graph.phaseNames(at.get("models"));
        Map<String, String> models = new LinkedHashMap<>();
        at.get("models").fields().forEach((phase, model) -> models.put(phase, model.text("")));
        List<String> argv = command.command();
        if (command.text("").contains("{prompt}")) {
            command.problem(
                    "{prompt} in a line for sh would let the prompt's text run as a program: write the"
                            + " command as a list, or leave {prompt} out and read standard input");
        }
        boolean named = argv.stream().anyMatch(word -> word.contains("{model}"));
        boolean all = models.keySet().containsAll(withAgent(phases));
        if (named && !at.get("model").isPresent() && !all) {
            command.problem("the command holds {model}, but 'agent.model' is missing");
        }
        return new Plan.AgentConfig(
                argv,
                at.get("output").text("text"),
                at.get("model").text(""),
                Map.copyOf(models),
                at.get("environment").texts(),
                writable(at.get("writable"), at.get("output").text("text")),
                at.get("sandbox").text("auto"));
    }

    private static List<String> writable(Cursor at, String dialect) {
        if (at.isPresent()) {
            return TextChecks.places(at);
        }
        return switch (dialect) {
            case "claude" -> List.of("~/.claude/", "~/.claude.json");
            case "codex" -> List.of("~/.codex/");
            case "gemini" -> List.of("~/.gemini/");
            default -> List.of();
        };
    }

    private static List<String> withAgent(Map<String, Phase> phases) {
        return phases.values().stream()
                .filter(p -> !p.isOff())
                .filter(p -> p.kind() != PhaseKind.VALIDATE && p.kind() != PhaseKind.COMMIT)
                .map(Phase::name)
                .toList();
    }

    private static Plan.Workspace workspace(Cursor at) {
        return new Plan.Workspace(
                at.get("setup").command(),
                TextChecks.globs(at.get("inputs")),
                TextChecks.paths(at.get("carry")));
    }

    private static Limits limits(Cursor at) {
        return new Limits(
                Units.duration(at.get("run"), Duration.ofHours(4)),
                Units.duration(at.get("milestone"), Duration.ofHours(2)),
                Units.duration(at.get("group"), Duration.ofHours(1)),
                Units.duration(at.get("attempt"), Duration.ofMinutes(30)),
                Units.duration(at.get("session"), Duration.ofMinutes(15)),
                Units.duration(at.get("tool"), Duration.ofMinutes(10)),
                at.get("attempts").integer(3),
                at.get("workers").integer(4),
                at.get("iterations").integer(5),
                at.get("phases").integer(4),
                at.get("sessions").integer(4),
                at.get("sessionsPerMinute").integer(30),
                Units.size(at.get("evidence"), 100 * MIB),
                Units.size(at.get("log"), 64 * MIB),
                Units.size(at.get("memory"), 0),
                Units.size(at.get("disk"), 0));
    }

    private static List<Milestone> milestones(Cursor at) {
        Map<Integer, Milestone> byNumber = new LinkedHashMap<>();
        for (Cursor item : at.items()) {
            int number = item.get("number").integer(0);
            Milestone milestone =
                    new Milestone(
                            number,
                            item.get("name").text(""),
                            item.get("description").text(""),
                            item.get("criteria").texts());
            Milestone earlier = byNumber.putIfAbsent(number, milestone);
            if (earlier != null && item.get("number").number().isPresent()) {
                item.get("number")
                        .problem(
                                "the milestone number "
                                        + number
                                        + " is taken by '"
                                        + earlier.name()
                                        + "' already");
            }
        }
        return byNumber.values().stream()
                .sorted(Comparator.comparingInt(Milestone::number))
                .toList();
    }
}
