package io.jenkins.plugins.lockstep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
        description =
                "Tells what is sealed, from the ledger's view. Reads only; a run may be going on.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin private ProjectOptions project;

    @Option(names = "--json", description = "The view as it is.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.isDirectory(project.directory())) {
            spec.commandLine().getErr().println("there is no directory " + project.directory());
            return ExitCodes.USAGE;
        }
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
        JsonView view = JsonView.read(bytes);
        print(view, out);
        return ExitCodes.PROVEN;
    }

    private static void print(JsonView view, PrintWriter out) {
        JsonView run = view.get("run");
        out.println(
                "last run "
                        + run.get("run").text("-")
                        + ", started "
                        + seconds(run.get("started").text("-"))
                        + "; "
                        + view.get("head").get("sequence").text("0")
                        + " entries in the ledger");
        for (Map.Entry<String, JsonView> milestone : view.get("milestones").members().entrySet()) {
            out.println("\nmilestone " + milestone.getKey());
            out.println(heading());
            List<Map.Entry<String, JsonView>> phases =
                    new ArrayList<>(milestone.getValue().members().entrySet());
            phases.sort(
                    Comparator.comparingDouble(phase -> phase.getValue().get("sequence").number()));
            for (Map.Entry<String, JsonView> phase : phases) {
                row(phase.getKey(), phase.getValue(), out);
            }
        }
        if (!view.get("waivers").members().isEmpty()) {
            out.println("\nswitched off");
        }
        for (Map.Entry<String, JsonView> milestone : view.get("waivers").members().entrySet()) {
            for (Map.Entry<String, JsonView> waiver : milestone.getValue().members().entrySet()) {
                out.println("  " + waiver.getKey() + ": " + waiver.getValue().text());
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

    private static void row(String name, JsonView phase, PrintWriter out) {
        JsonView cost = phase.get("costUsd");
        StringBuilder line = new StringBuilder("  ").append(name);
        pad(line, 28).append(phase.get("attempt").text("0"));
        pad(line, 38).append(seconds(phase.get("ended").text()));
        pad(line, 60).append(cut(phase.get("commit").text()));
        pad(line, 70).append(cut(phase.get("seal").text().replace("sha256:", "")));
        if (cost.number() > 0) {
            pad(line, 80).append(String.format(Locale.ROOT, "$%.3f", cost.number()));
        }
        out.println(line);
    }

    /** The view's times are finer than a person wants. */
    private static String seconds(String time) {
        int point = time.indexOf('.');
        return point < 0 ? time : time.substring(0, point) + "Z";
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
