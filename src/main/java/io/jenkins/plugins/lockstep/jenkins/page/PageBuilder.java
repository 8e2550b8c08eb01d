package io.jenkins.plugins.lockstep.jenkins.page;

import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.jenkins.build.Artifacts;
import io.jenkins.plugins.lockstep.jenkins.build.BuildReport;
import io.jenkins.plugins.lockstep.jenkins.page.EvidencePage.Link;
import io.jenkins.plugins.lockstep.jenkins.page.EvidencePage.Reason;
import io.jenkins.plugins.lockstep.jenkins.page.EvidencePage.Row;
import io.jenkins.plugins.lockstep.jenkins.page.EvidencePage.Section;
import io.jenkins.plugins.lockstep.jenkins.page.EvidencePage.Waiver;
import io.jenkins.plugins.lockstep.report.Figures;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunData.Attempt;
import io.jenkins.plugins.lockstep.report.RunData.Failed;
import io.jenkins.plugins.lockstep.report.RunData.Gate;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the page of what a build's events and ledger say. */
final class PageBuilder {
    private static final int MOST_LINES = 20;
    private static final String ARTIFACT = "artifact/";

    private final Run<?, ?> build;
    private final BuildReport report;
    private final boolean linked;

    /**
     * @param linked whether the reader may follow links to artifacts
     */
    PageBuilder(Run<?, ?> build, BuildReport report, boolean linked) {
        this.build = build;
        this.report = report;
        this.linked = linked;
    }

    EvidencePage page(String key) {
        RunData data = report.data();
        List<Section> sections = data.milestones().stream().map(this::section).toList();
        List<Phase> on =
                data.milestones().stream()
                        .flatMap(milestone -> milestone.phases().stream())
                        .filter(phase -> phase.state() != State.WAIVED)
                        .toList();
        long proven = on.stream().filter(phase -> phase.state().counts()).count();
        return new EvidencePage(
                data.state().text(),
                icon(data.state()),
                proven + " of " + Figures.count(on.size(), "phase") + " proven",
                data.plan(),
                data.phases().stream()
                        .filter(name -> on.stream().anyMatch(phase -> phase.name().equals(name)))
                        .toList(),
                sections,
                reasons(data.failures()),
                key);
    }

    private Section section(Milestone milestone) {
        List<Row> rows = new ArrayList<>();
        List<Gate> gates = new ArrayList<>(milestone.gates());
        for (Phase phase : milestone.phases()) {
            gates.stream()
                    .filter(gate -> Set.copyOf(gate.members()).equals(Set.copyOf(phase.after())))
                    .findFirst()
                    .ifPresent(
                            gate -> {
                                gates.remove(gate);
                                rows.add(row(milestone.number(), gate));
                            });
            if (phase.state() != State.WAIVED) {
                rows.add(row(milestone.number(), phase));
            }
        }
        gates.forEach(gate -> rows.add(row(milestone.number(), gate)));
        return new Section(
                milestone.number(),
                milestone.name(),
                milestone.state().text(),
                icon(milestone.state()),
                rows,
                milestone.phases().stream()
                        .filter(phase -> phase.state() == State.WAIVED)
                        .map(phase -> new Waiver(phase.name(), phase.reason()))
                        .toList());
    }

    private Row row(int milestone, Phase phase) {
        Sealed sealed = report.sealed(milestone, phase.name());
        boolean counts = phase.state() == State.PROVEN || phase.state() == State.REUSED;
        return new Row(
                "m" + milestone + "-" + phase.name(),
                phase.name(),
                false,
                phase.state().text(),
                icon(phase.state()),
                origin(sealed),
                phase.millis() > 0 ? Figures.duration(phase.millis()) : "",
                phase.costUsd() > 0 ? Figures.cost(phase.costUsd()) : "",
                sealed == null || !counts ? "" : sealed.seal().toString(),
                sealed == null || !counts ? "" : sealed.commit(),
                evidence(sealed),
                files(sealed),
                attempts(milestone, phase),
                reasons(phase.failures()));
    }

    private Row row(int milestone, Gate gate) {
        Sealed sealed = report.sealed(milestone, gate.name());
        List<Link> attempts = new ArrayList<>();
        report.failedAttempts(milestone, gate.name())
                .forEach(number -> attempts.add(failed(milestone, gate.name(), number)));
        return new Row(
                "m" + milestone + "-" + gate.name(),
                String.join(" + ", gate.members()),
                true,
                gate.state().text(),
                icon(gate.state()),
                origin(sealed),
                gate.millis() > 0 ? Figures.duration(gate.millis()) : "",
                "",
                gate.seal(),
                gate.commit(),
                evidence(sealed),
                files(sealed),
                attempts,
                reasons(gate.failures()));
    }

    /** The build that sealed it; a link if that is still there. */
    private Link origin(Sealed sealed) {
        if (sealed == null || sealed.run().equals(build.getExternalizableId())) {
            return null;
        }
        String[] id = sealed.run().split("#", 2);
        boolean same = id.length == 2 && id[0].equals(build.getParent().getFullName());
        boolean there =
                same
                        && id[1].matches("[0-9]{1,9}")
                        && build.getParent().getBuildByNumber(Integer.parseInt(id[1])) != null;
        return new Link(sealed.run(), there ? "../" + id[1] + "/lockstep/" : null, "", "");
    }

    private String evidence(Sealed sealed) {
        return sealed == null || !linked
                ? null
                : ARTIFACT
                        + Artifacts.place(sealed.milestone(), sealed.node(), sealed.attempt())
                        + "/";
    }

    private static int files(Sealed sealed) {
        return sealed == null
                ? 0
                : (int) sealed.subjects().stream().filter(one -> one.isFile()).count();
    }

    private List<Link> attempts(int milestone, Phase phase) {
        List<Link> links = new ArrayList<>();
        for (Attempt attempt : phase.attempts()) {
            links.add(
                    attempt.state() == State.FAILED
                            ? failed(milestone, phase.name(), attempt.number())
                            : new Link(
                                    "#" + attempt.number(),
                                    null,
                                    icon(attempt.state()),
                                    attempt.state().text()));
        }
        return links;
    }

    private Link failed(int milestone, String node, int attempt) {
        return new Link(
                "#" + attempt,
                linked ? ARTIFACT + Artifacts.failedPlace(milestone, node, attempt) + "/" : null,
                icon(State.FAILED),
                State.FAILED.text());
    }

    private static List<Reason> reasons(List<Failed> failures) {
        return failures.stream().map(PageBuilder::reason).toList();
    }

    private static Reason reason(Failed failed) {
        Failure failure = failed.failure();
        String line = failure.line() > 0 ? ":" + failure.line() : "";
        Stream<String> details =
                failure.issues().isEmpty()
                        ? failure.lastLines().stream()
                        : failure.issues().stream().map(Issue::oneLine);
        return new Reason(
                failure.validator() + ": " + failure.message(),
                failure.cause().text(),
                failure.file() + line,
                details.limit(MOST_LINES).collect(Collectors.joining("\n")));
    }

    /** Jenkins' own pictures of a build's state. */
    private static String icon(State state) {
        return "symbol-status-"
                + switch (state) {
                    case PROVEN, REUSED -> "blue";
                    case FAILED -> "red";
                    case RUNNING -> "blue-anime";
                    case WAIVED -> "disabled";
                    case INTERRUPTED -> "aborted";
                    case BLOCKED, PENDING -> "nobuilt";
                };
    }
}
