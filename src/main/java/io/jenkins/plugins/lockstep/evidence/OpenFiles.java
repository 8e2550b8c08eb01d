package io.jenkins.plugins.lockstep.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** Some files, open for reading, that are closed together. */
final class OpenFiles implements Closeable {
    private final List<SourceFile> files = new ArrayList<>();
    private final List<ReadableByteChannel> contents = new ArrayList<>();

    void open(SourceDirectory in, SourceFile file) throws IOException {
        contents.add(in.open(file));
        files.add(file);
    }

    int size() {
        return files.size();
    }

    SourceFile file(int i) {
        return files.get(i);
    }

    ReadableByteChannel content(int i) {
        return contents.get(i);
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (ReadableByteChannel content : contents) {
            try {
                content.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
