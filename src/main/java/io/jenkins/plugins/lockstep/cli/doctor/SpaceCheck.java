package io.jenkins.plugins.lockstep.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** There is room on the disk, and {@code .lockstep} can be written. */
final class SpaceCheck implements Check {
    private static final long GIB = 1L << 30;
    private static final long LEAST = GIB;
    private static final long GOOD = 5 * GIB;

    @Override
    public List<Finding> look(Surroundings s) throws IOException {
        List<Finding> findings = new ArrayList<>();
        if (!Files.isDirectory(s.directory())) {
            return findings;
        }
        long free = Files.getFileStore(s.directory()).getUsableSpace();
        String shown = String.format(java.util.Locale.ROOT, "%.1f GiB free", free / (double) GIB);
        if (free < LEAST) {
            findings.add(Finding.error(shown, "free some space: 1 GiB is the least"));
        } else if (free < GOOD) {
            findings.add(Finding.warning(shown, "free some space: checkouts may need more"));
        } else {
            findings.add(Finding.ok(shown));
        }
        findings.add(writable(s.directory().resolve(".lockstep")));
        return findings;
    }

    /** Leaves nothing behind. */
    private static Finding writable(Path home) {
        Path in = Files.isDirectory(home) ? home : home.getParent();
        try {
            Files.delete(Files.createTempFile(in, ".lockstep-doctor", ""));
            return Finding.ok(home + " can be written");
        } catch (IOException e) {
            return Finding.error(
                    home + " can't be written: " + e.getMessage(),
                    "give yourself the right to write in " + in);
        }
    }
}
