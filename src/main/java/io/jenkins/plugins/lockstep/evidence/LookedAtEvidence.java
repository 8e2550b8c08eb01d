package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.util.List;

/** Looks whether files may be evidence, and leaves them as they are. */
final class LookedAtEvidence implements SourceWalk.Visitor {
    private final long maxBytes;
    private long bytes;

    LookedAtEvidence(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void files(SourceDirectory in, List<SourceFile> files) throws IOException {
        for (SourceFile file : files) {
            bytes += file.attributes().size();
            if (bytes > maxBytes) {
                throw FileWorkers.tooLarge(file, maxBytes);
            }
        }
    }

    @Override
    public void directory(String path) {}
}
