package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.CommitCheck;
import io.jenkins.plugins.lockstep.evidence.GateRule;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.evidence.Verifier;
import io.jenkins.plugins.lockstep.evidence.VerifyingKey;
import io.jenkins.plugins.lockstep.git.Authenticity;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Verifies a project's ledger and evidence with the public key alone, against its git store and
 * pinned plans.
 */
public final class Verifying {
    private Verifying() {}

    /** Verifies with the key that lies beside the ledger. */
    public static Verification verify(Home home) throws IOException {
        return verify(home, VerifyingKey.read(home.key().resolve("ed25519.pub.pem")));
    }

    /**
     * Verifies.
     *
     * @param key the public key, wherever its owner got it from
     * @throws IOException if something can't be read; what is wrong with what can be is in the
     *     findings
     */
    public static Verification verify(Home home, VerifyingKey key) throws IOException {
        return verify(home, key, plan -> {});
    }

    /**
     * The same.
     *
     * @param unknown told the digest of each plan that is gone, so that the order of what was
     *     sealed under it can't be checked; more than once
     */
    public static Verification verify(Home home, VerifyingKey key, Consumer<Digest> unknown)
            throws IOException {
        GateRule known = gates(home);
        GateRule told =
                (plan, milestone, phase) -> {
                    Optional<Set<String>> demanded = known.prerequisites(plan, milestone, phase);
                    if (demanded.isEmpty()) {
                        unknown.accept(plan);
                    }
                    return demanded;
                };
        return Verifier.with(key)
                .withCommits(commits(home.store()))
                .withRule(told)
                .verify(home.directory());
    }

    private interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    private static <T> T ask(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("interrupted while asking git").initCause(e);
        }
    }

    /** Looked up when it is asked, since a run may be at its beginning. */
    private static CommitCheck commits(Path directory) {
        return new CommitCheck() {
            private Optional<ObjectStore> found = Optional.empty();

            private Optional<ObjectStore> store() throws IOException, InterruptedException {
                if (found.isEmpty()) {
                    found = ObjectStore.existing(directory);
                }
                return found;
            }

            @Override
            public boolean exists(String commit) throws IOException {
                return ask(() -> store().isPresent() && store().get().exists(commit));
            }

            @Override
            public String tree(String commit) throws IOException {
                return ask(() -> store().orElseThrow().tree(commit));
            }

            @Override
            public boolean isAncestor(String ancestor, String descendant) throws IOException {
                return ask(() -> store().orElseThrow().isAncestor(ancestor, descendant));
            }

            @Override
            public Map<String, String> altered(Map<String, String> commits) throws IOException {
                if (commits.isEmpty()) {
                    return Map.of();
                }
                Map<String, String> altered = new HashMap<>();
                ask(() -> Authenticity.altered(store().orElseThrow(), commits))
                        .forEach((commit, what) -> altered.put(commit, what.toString()));
                return altered;
            }
        };
    }

    /** The order that each run's pinned plan demands. */
    private static GateRule gates(Home home) throws IOException {
        Map<Digest, PhaseGraph> graphs = new HashMap<>();
        if (Files.isDirectory(home.runs())) {
            try (var runs = Files.list(home.runs())) {
                for (Path run : (Iterable<Path>) runs::iterator) {
                    Pinned.read(run.resolve("plan.yaml"), "plan.yaml")
                            .ifPresent(plan -> graphs.put(plan.digest(), PhaseGraph.of(plan)));
                }
            }
        }
        return rule(graphs);
    }

    /** The order that the phases of these plans demand, by the plan's digest. */
    public static GateRule rule(Map<Digest, PhaseGraph> graphs) {
        return (plan, milestone, phase) ->
                Optional.ofNullable(graphs.get(plan))
                        .map(graph -> materials(graph, milestone, phase));
    }

    private static Set<String> materials(PhaseGraph graph, int milestone, String phase) {
        Set<String> names = new LinkedHashSet<>();
        List<String> nodes =
                graph.order().contains(phase)
                        ? Node.before(graph, phase).stream().map(Node::name).toList()
                        : Node.joins(phase);
        nodes.forEach(name -> names.add(Material.name(milestone, name)));
        return names;
    }
}
