package io.jenkins.plugins.lockstep.jenkins.page;

import hudson.Extension;
import hudson.Functions;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.jenkins.governor.SessionGovernor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/**
 * The "Evidence" page of a build: milestones and phases with state, causes of failure and links to
 * evidence.
 */
public final class EvidenceAction implements Action {
    private final Run<?, ?> build;

    EvidenceAction(Run<?, ?> build) {
        this.build = build;
    }

    public Run<?, ?> getBuild() {
        return build;
    }

    /** Rows of the table, in the order of the ledger; failed attempts after what is sealed. */
    public List<EvidenceRow> getRows() throws IOException {
        Path directory = directory(build);
        List<Entry> entries =
                Files.exists(directory.resolve("ledger.jsonl"))
                        ? LedgerReader.read(directory)
                        : List.of();
        List<EvidenceRow> rows = new ArrayList<>();
        for (Entry entry : entries) {
            EvidenceRow.sealed(entry).ifPresent(rows::add);
        }
        rows.addAll(EventRows.failed(directory.resolve("events.jsonl")));
        return rows;
    }

    /** What waits for agent sessions now, a sentence each. */
    public List<String> getWaiting() {
        SessionGovernor governor = SessionGovernor.get();
        return governor.waiting(build).stream()
                .map(
                        place ->
                                place.phase()
                                        + " waits for agent sessions; "
                                        + governor.before(place.ticket())
                                        + " phases are before it")
                .toList();
    }

    /** Whether the reader may follow links to artifacts. */
    public boolean isLinked() {
        return !Functions.isArtifactsPermissionEnabled() || build.hasPermission(Run.ARTIFACTS);
    }

    @Override
    public String getIconFileName() {
        return "symbol-lock-closed-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return "Evidence";
    }

    @Override
    public String getUrlName() {
        return "lockstep";
    }

    static Path directory(Run<?, ?> build) {
        return build.getRootDir().toPath().resolve("lockstep");
    }

    /** Gives the page to builds that have a run. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {
        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run build) {
            Run<?, ?> typed = build;
            return Files.isDirectory(directory(typed))
                    ? List.of(new EvidenceAction(typed))
                    : List.of();
        }
    }
}
