package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The files that tell of a run: {@code run.json} and {@code report.html}, made of its events. */
public final class RunReports {
    private RunReports() {}

    /**
     * Writes both, each complete or not at all.
     *
     * @param directory {@code .lockstep/runs/<run>}, which holds {@code events.jsonl}
     * @param sealed what the ledger knows of this run's phases
     * @return the report
     * @throws IOException if the events can't be read or the files not written
     */
    public static Path write(Path directory, List<SealedPhase> sealed) throws IOException {
        RunData run = read(directory, sealed);
        Path report = write(directory, run, HtmlReport.EVIDENCE);
        // The run may have ended, and told so, before this was written over what it told.
        if (run.ended().isEmpty() && !read(directory, sealed).ended().isEmpty()) {
            write(directory, read(directory, sealed), HtmlReport.EVIDENCE);
        }
        return report;
    }

    private static RunData read(Path directory, List<SealedPhase> sealed) throws IOException {
        RunDataBuilder builder = RunDataBuilder.read(directory.resolve("events.jsonl"));
        sealed.forEach(builder::take);
        return builder.build();
    }

    /**
     * Writes both of what is known of a run, each complete or not at all.
     *
     * @param evidence as in {@link HtmlReport#page}
     */
    public static Path write(Path directory, RunData run, String evidence) throws IOException {
        AtomicFiles.write(directory.resolve("run.json"), Json.pretty(run));
        Path report = directory.resolve("report.html");
        AtomicFiles.write(report, HtmlReport.page(run, evidence).getBytes(StandardCharsets.UTF_8));
        return report;
    }
}
