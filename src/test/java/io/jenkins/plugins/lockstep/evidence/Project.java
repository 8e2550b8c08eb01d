package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A project whose phases are sealed as the engine does it, for tests. */
final class Project {
    static final Digest PLAN = Digest.of("the plan");
    static final String BASE = "a".repeat(40);
    static final long MAX = 10_000_000;

    final Path directory;
    final EvidenceStore store;
    private final Path scratch;
    private final Map<String, Material> seals = new HashMap<>();
    private String run = "";
    private String tip = BASE;
    private int made;

    Project(Path root) throws IOException {
        this.directory = root.resolve(".lockstep");
        this.scratch = root.resolve("scratch");
        this.store = new EvidenceStore(directory);
        Files.createDirectories(scratch);
    }

    /** Runs with all phases of one milestone each: 7 entries a run. */
    Project filled(int milestones) throws IOException {
        try (Ledger ledger = open()) {
            for (int m = 1; m <= milestones; m++) {
                begin(ledger, "r" + m);
                seal(ledger, m, "research", 1, List.of());
                seal(ledger, m, "planning", 1, List.of("research"));
                seal(ledger, m, "lint", 2, List.of("planning"));
                seal(ledger, m, "typecheck", 1, List.of("planning"));
                gate(ledger, m, List.of("lint", "typecheck"));
                ledger.append(
                        Predicates.WAIVER,
                        List.of(),
                        new WaiverPredicate("r" + m, m, "e2e", "no program yet", PLAN));
            }
        }
        return this;
    }

    Ledger open() throws IOException {
        return Ledger.open(directory, "test");
    }

    VerifyingKey key() throws IOException {
        return VerifyingKey.read(directory.resolve("key/ed25519.pub.pem"));
    }

    Entry begin(Ledger ledger, String id) throws IOException {
        run = id;
        return ledger.append(
                Predicates.RUN,
                List.of(),
                new RunPredicate(id, PLAN, BASE, Map.of("lockstep", "1"), "2026-01-01T00:00:00Z"));
    }

    Entry seal(Ledger ledger, int milestone, String phase, int attempt, List<String> after)
            throws IOException {
        String place = Places.of(milestone, phase, attempt);
        List<Subject> subjects = new ArrayList<>(store.collect(work(place), place, MAX));
        String commit = commit();
        subjects.add(Subject.commit(commit, tree(commit)));
        PhasePredicate predicate =
                phase(milestone, phase, attempt, commit, materials(milestone, after));
        Entry entry = ledger.append(Predicates.PHASE, subjects, predicate);
        store.settle(place);
        seals.put(Material.name(milestone, phase), Material.of(predicate, entry.digest()));
        return entry;
    }

    PhasePredicate phase(
            int milestone, String phase, int attempt, String commit, List<Material> materials) {
        return new PhasePredicate(
                run,
                milestone,
                phase,
                attempt,
                Digest.of(phase + milestone),
                PLAN,
                BASE,
                commit,
                materials,
                List.of(
                        new ValidatorRecord(
                                "tool",
                                List.of("tool", "--check"),
                                0,
                                Digest.of("log"),
                                Map.of("issues", 0L),
                                1200)),
                new AgentRecord(List.of("agent"), List.of("m"), 1, 1000, 200, 0.25, "none"),
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:01:00Z",
                null);
    }

    Entry gate(Ledger ledger, int milestone, List<String> after) throws IOException {
        String commit = commit();
        GatePredicate predicate =
                new GatePredicate(
                        run,
                        milestone,
                        GatePredicate.name(after),
                        1,
                        after,
                        after,
                        Digest.of("gate"),
                        PLAN,
                        BASE,
                        commit,
                        materials(milestone, after),
                        List.of(),
                        "2026-01-01T00:00:00Z",
                        "2026-01-01T00:01:00Z",
                        null);
        List<Subject> subjects =
                new ArrayList<>(store.collect(work(predicate.place()), predicate.place(), MAX));
        subjects.add(Subject.commit(commit, tree(commit)));
        Entry entry = ledger.append(Predicates.GATE, subjects, predicate);
        store.settle(predicate.place());
        seals.put(
                Material.name(milestone, predicate.phase()),
                Material.of(predicate, entry.digest()));
        return entry;
    }

    List<Material> materials(int milestone, List<String> phases) {
        return phases.stream().map(p -> seals.get(Material.name(milestone, p))).toList();
    }

    /** What an attempt leaves. */
    Path work(String place) throws IOException {
        Path out = scratch.resolve("out" + ++made);
        Files.createDirectories(out.resolve("logs"));
        Files.writeString(out.resolve("report.md"), "what was done in " + place + "\n");
        Files.writeString(out.resolve("logs/tool.log"), "checked " + place + "\n0 issues\n");
        return out;
    }

    private String commit() {
        tip = Digest.of(tip).hex().substring(0, 40);
        return tip;
    }

    static String tree(String commit) {
        return Digest.of("tree of " + commit).hex().substring(0, 40);
    }

    /** A git that has every commit, each with its tree. */
    static final CommitCheck GIT =
            new CommitCheck() {
                @Override
                public boolean exists(String commit) {
                    return true;
                }

                @Override
                public String tree(String commit) {
                    return Project.tree(commit);
                }

                @Override
                public boolean isAncestor(String ancestor, String descendant) {
                    return true;
                }

                @Override
                public Map<String, String> altered(Map<String, String> commits) {
                    return Map.of();
                }
            };

    Verification verify() throws IOException {
        return Verifier.verify(directory, key(), GIT);
    }
}
