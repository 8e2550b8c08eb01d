package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        RunDataBuilder builder = RunDataBuilder.read(directory.resolve("events.jsonl"));
        sealed.forEach(builder::take);
        return write(directory, builder.build(), HtmlReport.EVIDENCE);
    }

    /**
     * Writes both of what is known of a run.
     *
     * @param evidence as in {@link HtmlReport#page}
     */
    public static Path write(Path directory, RunData run, String evidence) throws IOException {
        replace(directory.resolve("run.json"), Json.pretty(run));
        Path report = directory.resolve("report.html");
        replace(report, HtmlReport.page(run, evidence).getBytes(StandardCharsets.UTF_8));
        return report;
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        try {
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
