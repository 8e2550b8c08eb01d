package io.jenkins.plugins.lockstep.evidence;

/** Counts what is looked at. */
final class VerificationCounter {
    private long seals;
    private long runs;
    private long phases;
    private long gates;
    private long waivers;
    private long commits;
    private long files;
    private long bytes;
    private String firstRun = "";
    private String lastRun = "";

    void seal(Seal seal) {
        seals++;
        if (!seal.sound()) {
            return;
        }
        if (seal.run() != null) {
            runs++;
            firstRun = firstRun.isEmpty() ? seal.run().run() : firstRun;
            lastRun = seal.run().run();
        } else if (seal.proof() instanceof PhasePredicate phase) {
            phases += phase.isWorkOnly() ? 0 : 1;
        } else if (seal.proof() instanceof GatePredicate) {
            gates++;
        } else if (seal.waiver() != null) {
            waivers++;
        }
    }

    void commit() {
        commits++;
    }

    void file() {
        files++;
    }

    void bytes(long count) {
        bytes += count;
    }

    Verification.Counts counts() {
        return new Verification.Counts(
                seals, runs, phases, gates, waivers, commits, files, bytes, firstRun, lastRun);
    }
}
