package io.jenkins.plugins.lockstep.git;

import java.nio.file.Files;
import java.nio.file.Path;

/** Makes directories that no path reaches, as a program that changes into each can. */
final class Deep {
    private static final String NAME = "d".repeat(200);

    private Deep() {}

    static void make(Path directory) throws Exception {
        Path top = directory.resolveSibling("part");
        Files.createDirectory(directory);
        for (int part = 0; part < 6; part++) {
            Path bottom = top;
            for (int level = 0; level < 8; level++) {
                bottom = bottom.resolve(NAME);
            }
            Files.createDirectories(bottom);
            Files.writeString(bottom.resolve("file"), "x");
            Files.move(directory, bottom.resolve(NAME));
            Files.move(top, directory);
        }
    }
}
