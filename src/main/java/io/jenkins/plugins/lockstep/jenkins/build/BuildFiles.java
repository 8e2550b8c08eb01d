package io.jenkins.plugins.lockstep.jenkins.build;

import java.nio.file.Path;

/**
 * Where a run's files are.
 *
 * @param root {@code lockstep} in the build's directory on the controller
 */
public record BuildFiles(Path root) {
    public Path plan() {
        return root.resolve("plan.yaml");
    }

    public Path base() {
        return root.resolve("base");
    }

    public Path ledger() {
        return root.resolve("ledger.jsonl");
    }

    public Path events() {
        return root.resolve("events.jsonl");
    }

    /** Settings that steps gave instead of the plan's. */
    public Path overrides() {
        return root.resolve("overrides.json");
    }

    /** Branches that must be made again on top of others. */
    public Path onTop() {
        return root.resolve("ontop.json");
    }

    public Path attempts(int milestone, String node) {
        return root.resolve("attempts").resolve("m" + milestone).resolve(node.replace(':', '-'));
    }

    public Path bundle(String commit) {
        return root.resolve("commits").resolve(commit + ".bundle");
    }

    /**
     * There while evidence of an attempt is among the artifacts but not sealed yet; after a crash
     * it stays, and that evidence counts for nothing.
     */
    public Path unsealed(String place) {
        return root.resolve("unsealed").resolve(place);
    }

    /** Where what comes from agents is checked before it counts. */
    public Path staging(String name) {
        return root.resolve("staging").resolve(name);
    }
}
