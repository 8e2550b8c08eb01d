package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.plan.Phase.PlaceholderPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what a plan says of one phase. */
final class PhaseBinder {
    private static final Set<PhaseKind> NEED_TOOLS =
            Set.of(PhaseKind.ISSUES, PhaseKind.TESTS, PhaseKind.ARCHITECTURE, PhaseKind.E2E);

    private PhaseBinder() {}

    /** As a plan writes it. */
    static String word(PhaseKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param at of the phase in {@code phases}, perhaps empty
     * @param tools of the phase in {@code tools}, perhaps empty
     * @param after its prerequisites, known to exist
     */
    static Phase bind(String name, PhaseKind kind, List<String> after, Cursor at, Cursor tools) {
        String off = off(name, at.get("off"));
        List<Tool> bound = new ToolBinder(name, kind).tools(tools);
        if (!at.get("off").isPresent() && NEED_TOOLS.contains(kind) && !tools.isPresent()) {
            at.problem(
                    "the phase '"
                            + name
                            + "' has no tool that proves it: give one (tools: {"
                            + name
                            + ": {command: …}}) or switch the phase off with a reason (phases: {"
                            + name
                            + ": {off: \"why\"}})");
        }
        return new Phase(
                name,
                kind,
                after,
                off,
                bound,
                at.get("instructions").text(""),
                Units.duration(at.get("timeout"), (Duration) null),
                at.get("attempts").number().map(n -> at.get("attempts").integer(1)).orElse(null),
                expectation(kind, at.get("expect")),
                architecture(kind, at.get("limits")),
                placeholders(kind, at));
    }

    private static String off(String name, Cursor at) {
        String reason = at.text("").strip();
        if (at.text().isPresent() && reason.isEmpty()) {
            at.problem(
                    "'"
                            + at.path()
                            + "' needs a reason in quotes, which goes into the evidence: off:"
                            + " \"why there is no "
                            + name
                            + "\"");
        }
        return reason;
    }

    private static void onlyFor(PhaseKind wanted, PhaseKind kind, Cursor at) {
        if (at.isPresent() && kind != wanted) {
            at.problem(
                    "'"
                            + at.path()
                            + "' means something in a phase of kind "
                            + word(wanted)
                            + " only; this one is of kind "
                            + word(kind));
        }
    }

    private static Phase.Expectation expectation(PhaseKind kind, Cursor at) {
        onlyFor(PhaseKind.E2E, kind, at);
        return kind != PhaseKind.E2E
                ? null
                : new Phase.Expectation(
                        at.get("exitCode").integer(DefaultPhases.EXPECTATION.exitCode()),
                        at.get("contains").texts(),
                        TextChecks.pattern(at.get("pattern"), List.of()));
    }

    private static Phase.Architecture architecture(PhaseKind kind, Cursor at) {
        onlyFor(PhaseKind.ARCHITECTURE, kind, at);
        Phase.Architecture usual = DefaultPhases.ARCHITECTURE;
        return kind != PhaseKind.ARCHITECTURE
                ? null
                : new Phase.Architecture(
                        at.get("functionLines").integer(usual.functionLines()),
                        at.get("parameters").integer(usual.parameters()),
                        at.get("nesting").integer(usual.nesting()),
                        at.get("complexity").integer(usual.complexity()),
                        at.get("classMethods").integer(usual.classMethods()),
                        at.get("fileLines").integer(usual.fileLines()));
    }

    private static List<PlaceholderPattern> placeholders(PhaseKind kind, Cursor at) {
        onlyFor(PhaseKind.VALIDATE, kind, at.get("placeholders"));
        onlyFor(PhaseKind.VALIDATE, kind, at.get("placeholderDefaults"));
        List<PlaceholderPattern> patterns = new ArrayList<>();
        if (kind == PhaseKind.VALIDATE && at.get("placeholderDefaults").flag(true)) {
            patterns.addAll(DefaultPlaceholders.all());
        }
        for (Cursor item : at.get("placeholders").items()) {
            List<String> files = TextChecks.globs(item.get("files"));
            patterns.add(
                    new PlaceholderPattern(
                            item.get("name").text(""),
                            item.get("files").isPresent() ? files : List.of("**"),
                            TextChecks.pattern(item.get("pattern"), List.of()),
                            item.get("where").text("all")));
        }
        return List.copyOf(patterns);
    }
}
