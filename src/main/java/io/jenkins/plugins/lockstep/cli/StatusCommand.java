package io.jenkins.plugins.lockstep.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.lockstep.report.Figures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code lockstep status}: reads {@code progress.json} and nothing else, so it is quick and waits
 * for nobody.
 */
@Command(
        name = "status",
        description = "What is sealed, from the ledger's view. Reads only; a run may be going on.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin private ProjectOptions project;

    @Option(names = "--json", description = "The view as it is.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path file = project.directory().resolve(".lockstep").resolve("progress.json");
        if (!Files.isRegularFile(file)) {
            out.println("nothing is sealed yet in " + project.directory());
            return ExitCodes.PROVEN;
        }
        byte[] bytes = Files.readAllBytes(file);
        if (json) {
            out.println(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
            return ExitCodes.PROVEN;
        }
        JsonNode view = new ObjectMapper(new JsonFactory()).readTree(bytes);
        print(view, out);
        return ExitCodes.PROVEN;
    }

    private static void print(JsonNode view, PrintWriter out) {
        JsonNode run = view.path("run");
        out.println(
                "last run "
                        + run.path("run").asText("-")
                        + ", started "
                        + seconds(run.path("started").asText("-"))
                        + "; "
                        + view.path("head").path("sequence").asLong()
                        + " entries in the ledger");
        for (Map.Entry<String, JsonNode> milestone : view.path("milestones").properties()) {
            out.println("\nmilestone " + milestone.getKey());
            out.println(heading());
            List<Map.Entry<String, JsonNode>> phases =
                    new ArrayList<>(milestone.getValue().properties());
            phases.sort(
                    Comparator.comparingLong(phase -> phase.getValue().path("sequence").asLong()));
            for (Map.Entry<String, JsonNode> phase : phases) {
                row(phase.getKey(), phase.getValue(), out);
            }
        }
        for (Map.Entry<String, JsonNode> milestone : view.path("waivers").properties()) {
            for (Map.Entry<String, JsonNode> waiver : milestone.getValue().properties()) {
                out.println(
                        "\nswitched off: "
                                + waiver.getKey()
                                + " ("
                                + waiver.getValue().asText()
                                + ")");
            }
        }
    }

    private static String heading() {
        StringBuilder line = new StringBuilder("  phase");
        pad(line, 28).append("attempt");
        pad(line, 38).append("sealed");
        pad(line, 60).append("commit");
        pad(line, 70).append("seal");
        return pad(line, 80).append("cost").toString();
    }

    private static void row(String name, JsonNode phase, PrintWriter out) {
        StringBuilder line = new StringBuilder("  ").append(name);
        pad(line, 28).append(phase.path("attempt").asInt());
        pad(line, 38).append(seconds(phase.path("ended").asText()));
        pad(line, 60).append(cut(phase.path("commit").asText()));
        pad(line, 70).append(cut(phase.path("seal").asText().replace("sha256:", "")));
        pad(line, 80).append(Figures.cost(phase.path("costUsd").asDouble()));
        out.println(line.toString().stripTrailing());
    }

    /** The view's times are finer than a person wants. */
    private static String seconds(String time) {
        try {
            return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeParseException e) {
            return time;
        }
    }

    private static StringBuilder pad(StringBuilder line, int column) {
        do {
            line.append(' ');
        } while (line.length() < column);
        return line;
    }

    private static String cut(String text) {
        return text.length() > 8 ? text.substring(0, 8) : text;
    }
}
