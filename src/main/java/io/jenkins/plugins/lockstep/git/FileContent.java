package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a file of a commit. */
final class FileContent {
    private final ObjectStore store;

    FileContent(ObjectStore store) {
        this.store = store;
    }

    Optional<byte[]> read(String commit, String path) throws IOException, InterruptedException {
        if (path.isEmpty() || path.startsWith("./") || path.startsWith("../")) {
            return Optional.empty();
        }
        store.tree(commit);
        byte[] name = (commit + ":" + path + "\0").getBytes(StandardCharsets.UTF_8);
        return store.git()
                .read(
                        Exec.bytes(name),
                        in -> blob(in, path),
                        "cat-file",
                        "--batch",
                        "-z",
                        "--buffer");
    }

    private static Optional<byte[]> blob(InputStream in, String path) throws IOException {
        BatchHeader header = BatchHeader.read(in);
        if (header == null || !header.type().equals("blob")) {
            return Optional.empty();
        }
        if (header.size() > ObjectStore.MAX_FILE) {
            throw new IOException(
                    "'%s' has %d bytes; at most %d are read"
                            .formatted(path, header.size(), ObjectStore.MAX_FILE));
        }
        return Optional.of(in.readNBytes((int) header.size()));
    }
}
