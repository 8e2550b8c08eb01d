package io.jenkins.plugins.lockstep.agent;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A session's temporary directory, below its attempt's, so that what is written there counts
 * against the disk limit and is gone afterwards.
 */
record PrivateTemp(Path path) implements AutoCloseable {

    static PrivateTemp beside(Path out, String session) throws IOException {
        Path path =
                out.toAbsolutePath()
                        .resolveSibling("tmp")
                        .resolve(session.replaceAll("[^A-Za-z0-9._-]", "_"));
        return new PrivateTemp(Files.createDirectories(path));
    }

    @Override
    public void close() throws IOException {
        AtomicFiles.deleteTree(path);
    }
}
