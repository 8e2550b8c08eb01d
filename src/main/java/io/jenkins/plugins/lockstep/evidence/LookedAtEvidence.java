package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Looks whether files may be evidence, and leaves them as they are. */
final class LookedAtEvidence implements SourceWalk.Visitor {
    private final long maxBytes;
    private long bytes;

    LookedAtEvidence(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void file(SourceDirectory in, Path name, BasicFileAttributes attributes, String path)
            throws IOException {
        bytes += attributes.size();
        if (bytes > maxBytes) {
            throw FileWorkers.tooLarge(path, maxBytes);
        }
    }

    @Override
    public void directory(String path) {}
}
