package io.jenkins.plugins.lockstep.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.cli.Main;
import io.jenkins.plugins.lockstep.evidence.AgentRecord;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.RunPredicate;
import io.jenkins.plugins.lockstep.evidence.Subject;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import picocli.CommandLine;
import se.bjurr.violations.lib.model.Violation;

/**
 * {@code lockstep status} of a finished run, as a process, against {@link BareJson} with the same
 * document, as a process. Also what {@code lockstep --help} takes. Argument: a directory.
 */
public final class StatusBench {
    private static final Digest SOME = Digest.of("some");
    private static final String COMMIT = "a".repeat(40);
    private static final List<String> PHASES =
            List.of(
                    "research",
                    "planning",
                    "implement",
                    "architecture",
                    "lint",
                    "typecheck",
                    "test",
                    "integration",
                    "e2e",
                    "validate",
                    "commit");

    private StatusBench() {}

    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("rounds", 21);
        Path project = Files.createTempDirectory(Path.of(args[0]), "status-bench");
        try {
            finished(project);
            Path view = project.resolve(".lockstep/progress.json");
            String jackson = path(ObjectMapper.class, JsonFactory.class, JsonInclude.class);
            String bare = path(StatusBench.class) + File.pathSeparator + jackson;
            String whole =
                    path(
                                    Main.class,
                                    CommandLine.class,
                                    Load.class,
                                    JsonSchema.class,
                                    Violation.class)
                            + File.pathSeparator
                            + jackson;
            List<String> base = java(bare, BareJson.class, view.toString());
            Pairs status =
                    Pairs.of(
                            2,
                            rounds,
                            () -> run(base),
                            () -> run(java(whole, Main.class, "status", "-C", project.toString())));
            Row.atMost("(f) `lockstep status`, the whole process", status, 2.5).print();
            Pairs help =
                    Pairs.of(
                            1,
                            rounds / 2 + 1,
                            () -> run(base),
                            () -> run(java(whole, Main.class, "--help")));
            Row.note(
                            "(f) `lockstep --help`, against the same",
                            Row.millis(help.base()),
                            Row.millis(help.ours()),
                            Row.format("%.2f×", help.ratio()))
                    .print();
        } finally {
            AtomicFiles.deleteTree(project);
        }
    }

    /** A run of two milestones with all their phases sealed. */
    private static void finished(Path project) throws Exception {
        try (Ledger ledger = Ledger.open(project.resolve(".lockstep"), "bench")) {
            ledger.append(
                    Predicates.RUN, List.of(), new RunPredicate("r1", SOME, COMMIT, Map.of(), ""));
            for (int milestone = 1; milestone <= 2; milestone++) {
                for (String phase : PHASES) {
                    ledger.append(
                            Predicates.PHASE,
                            List.of(Subject.commit(COMMIT, COMMIT)),
                            predicate(milestone, phase));
                }
            }
        }
    }

    private static PhasePredicate predicate(int milestone, String phase) {
        return new PhasePredicate(
                "r1",
                milestone,
                phase,
                1,
                SOME,
                SOME,
                COMMIT,
                COMMIT,
                List.of(),
                List.of(),
                new AgentRecord(List.of("agent"), List.of("model"), 1, 1000, 100, 0.5, "none"),
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:01:00Z",
                null);
    }

    private static String path(Class<?>... classes) throws Exception {
        List<String> places = new ArrayList<>();
        for (Class<?> one : classes) {
            places.add(
                    Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI())
                            .toString());
        }
        return String.join(File.pathSeparator, places);
    }

    private static List<String> java(String classPath, Class<?> main, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-cp", classPath, main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static Cost run(List<String> command) throws Exception {
        return Cost.of(
                () -> {
                    Process process =
                            new ProcessBuilder(command)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                                    .start();
                    if (process.waitFor() != 0) {
                        throw new IllegalStateException(command + ": " + process.exitValue());
                    }
                });
    }
}
