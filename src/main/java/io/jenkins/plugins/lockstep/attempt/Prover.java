package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.git.AddedLine;
import io.jenkins.plugins.lockstep.git.Change;
import io.jenkins.plugins.lockstep.git.Checkout;
import io.jenkins.plugins.lockstep.git.Use;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Sandbox;
import io.jenkins.plugins.lockstep.validate.ProofRequest;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs proofs for one attempt, each on a clean checkout of a commit. Validators are named {@code
 * <phase>/<name>}. A tree that the phase's own proof already ran on in this attempt is not proven
 * twice.
 */
final class Prover {
    /** The validator that counts a phase's tests. */
    private static final String TESTS = "test-counts";

    private final Workshop shop;
    private final AttemptSpec spec;
    private final AttemptDirectory directory;
    private final Milestone milestone;
    private final Deadline deadline;
    private final EventSink events;
    private final Map<String, Measured> measured = new HashMap<>();
    private final Map<String, TestCounts> baselines;

    private record Measured(Path proof, List<ValidatorResult> results) {}

    Prover(
            Workshop shop,
            AttemptSpec spec,
            AttemptDirectory directory,
            Milestone milestone,
            Deadline deadline,
            EventSink events) {
        this.shop = shop;
        this.spec = spec;
        this.directory = directory;
        this.milestone = milestone;
        this.deadline = deadline;
        this.events = events;
        this.baselines = new HashMap<>(spec.baselines());
    }

    /**
     * Runs the phase's own proof on a commit on the way; what it leaves goes below {@code label}.
     */
    List<ValidatorResult> measure(Phase phase, String commit, String label)
            throws IOException, InterruptedException {
        String tree = shop.store().tree(commit);
        Measured known = measured.get(tree);
        if (known != null) {
            return known.results();
        }
        Path proof = directory.evidence().resolve(label);
        List<ValidatorResult> results = run(phase, commit, proof, label);
        measured.put(tree, new Measured(proof, results));
        return results;
    }

    /**
     * Proves what the attempt left: its own phase, and, if it left another tree, all phases before
     * it.
     */
    List<ValidatorResult> prove(Phase phase, String commit)
            throws IOException, InterruptedException {
        String tree = shop.store().tree(commit);
        List<ValidatorResult> results = new ArrayList<>();
        Measured known = measured.get(tree);
        if (known == null) {
            results.addAll(run(phase, commit, directory.evidence(), phase.name()));
        } else {
            results.addAll(known.results());
            copyFiles(known.proof(), directory.evidence());
        }
        if (!tree.equals(shop.store().tree(spec.base()))) {
            results.addAll(
                    hold(spec.hold().stream().map(shop.graph()::phase).toList(), commit, ""));
            results.addAll(placeholders(commit));
        }
        return results;
    }

    /**
     * Runs the proofs of these phases on a commit, of validate its patterns; those that have
     * nothing to run are passed over.
     *
     * @param where what they leave goes, among evidence and logs; empty for the attempt's own place
     */
    List<ValidatorResult> hold(List<Phase> phases, String commit, String where)
            throws IOException, InterruptedException {
        List<ValidatorResult> results = new ArrayList<>();
        for (Phase phase : phases) {
            if (phase.kind().changesFiles()) {
                results.addAll(
                        run(
                                phase,
                                commit,
                                directory
                                        .evidence()
                                        .resolve(where)
                                        .resolve("held")
                                        .resolve(phase.name()),
                                where.isEmpty() ? phase.name() : where + "/" + phase.name()));
            } else if (phase.kind() == PhaseKind.VALIDATE) {
                results.addAll(placeholders(commit));
            }
        }
        return results;
    }

    /** What validate will refuse is better refused where an agent can still mend it. */
    private List<ValidatorResult> placeholders(String commit)
            throws IOException, InterruptedException {
        Optional<Phase> validate =
                shop.graph().order().stream()
                        .map(shop.graph()::phase)
                        .filter(phase -> phase.kind() == PhaseKind.VALIDATE)
                        .findFirst();
        if (validate.isEmpty()) {
            return List.of();
        }
        Phase full = validate.get();
        Phase patternsOnly =
                new Phase(
                        full.name(),
                        full.kind(),
                        full.after(),
                        full.off(),
                        List.of(),
                        full.instructions(),
                        full.timeout(),
                        full.attempts(),
                        full.expect(),
                        full.architecture(),
                        full.placeholders());
        return run(
                patternsOnly,
                commit,
                directory.evidence().resolve("held").resolve(full.name()),
                full.name());
    }

    private List<ValidatorResult> run(Phase phase, String commit, Path proof, String label)
            throws IOException, InterruptedException {
        TestCounts baseline = phase.kind() == PhaseKind.TESTS ? baseline(phase) : null;
        return run(phase, commit, proof, label, baseline, events);
    }

    private List<ValidatorResult> run(
            Phase phase,
            String commit,
            Path proof,
            String label,
            TestCounts baseline,
            EventSink told)
            throws IOException, InterruptedException {
        boolean lines = phase.kind() == PhaseKind.VALIDATE;
        Map<String, List<AddedLine>> added =
                lines ? shop.store().addedLines(spec.milestoneBase(), commit) : Map.of();
        List<String> changed =
                shop.store().changes(spec.milestoneBase(), commit).stream()
                        .map(Change::path)
                        .toList();
        Files.createDirectories(proof);
        Path logs = Files.createDirectories(directory.logs().resolve(label));
        Path temporary = Files.createTempDirectory(directory.temporary(), "proof-");
        try (Checkout checkout = shop.checkouts().lease(Use.PROOF, commit)) {
            Sandbox sandbox = shop.confines().tool(checkout.path(), temporary);
            ProofRequest request =
                    new ProofRequest(
                            shop.plan(),
                            phase,
                            milestone,
                            checkout.path(),
                            changed,
                            added,
                            directory.evidence(),
                            spec.seals(),
                            baseline,
                            proof,
                            logs,
                            deadline,
                            sandbox,
                            told);
            return shop.proofs().prove(request).stream()
                    .map(result -> named(phase, result))
                    .toList();
        } finally {
            AtomicFiles.deleteTree(temporary);
        }
    }

    /**
     * The figures that may not get worse: those sealed before, else those at the milestone's base,
     * if it had any.
     */
    private TestCounts baseline(Phase phase) throws IOException, InterruptedException {
        if (!baselines.containsKey(phase.name())) {
            Path proof = directory.evidence().resolve("baseline").resolve(phase.name());
            events.note("counts the tests of the milestone's base, which may not get fewer");
            String label = "baseline-" + phase.name();
            List<ValidatorResult> results =
                    run(phase, spec.milestoneBase(), proof, label, null, EventSink.NONE);
            baselines.put(
                    phase.name(),
                    results.stream()
                            .filter(result -> result.name().equals(phase.name() + "/" + TESTS))
                            .findFirst()
                            .map(result -> counts(result.counts()))
                            .orElse(null));
        }
        return baselines.get(phase.name());
    }

    private static TestCounts counts(Map<String, Long> figures) {
        return new TestCounts(
                figures.getOrDefault("tests", 0L),
                figures.getOrDefault("failed", 0L),
                figures.getOrDefault("skipped", 0L));
    }

    private static ValidatorResult named(Phase phase, ValidatorResult result) {
        List<Failure> failures =
                result.failures().stream()
                        .map(
                                failure ->
                                        failure.withValidator(
                                                phase.name() + "/" + failure.validator()))
                        .toList();
        return new ValidatorResult(
                phase.name() + "/" + result.name(),
                result.command(),
                result.exitCode(),
                result.logDigest(),
                result.counts(),
                result.issues(),
                failures,
                result.millis());
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, to.resolve(file.getFileName().toString()));
                }
            }
        }
    }
}
