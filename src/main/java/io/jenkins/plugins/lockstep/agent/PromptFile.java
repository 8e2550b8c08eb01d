package io.jenkins.plugins.lockstep.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the prompt of a session into its input directory. */
final class PromptFile {
    private PromptFile() {}

    /** Makes the directory and the file; replaces what was there, but never follows a link. */
    static Path write(Path in, String session, String prompt) throws IOException {
        Files.createDirectories(in);
        Path file = in.resolve("prompt-" + session.replaceAll("[^A-Za-z0-9._-]", "_") + ".md");
        Files.deleteIfExists(file);
        try (OutputStream out =
                Files.newOutputStream(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            out.write(prompt.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
