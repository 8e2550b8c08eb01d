package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Finds programs the way that {@code execvp} does, so that one that can't be started is told apart
 * from one that ran and failed, whatever wrapper is put before it.
 */
final class Programs {
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    /** A program can't be started; the message says why. */
    static final class CannotStart extends Exception {
        private static final long serialVersionUID = 1;

        CannotStart(String message) {
            super(message);
        }
    }

    private Programs() {}

    /**
     * @return the program's file, absolute
     * @throws CannotStart if the directory or the program is missing or is no program
     */
    static Path resolve(Command command) throws CannotStart {
        if (!Files.isDirectory(command.directory())) {
            throw new CannotStart("its directory is missing: " + command.directory());
        }
        if (command.argv().isEmpty() || command.argv().get(0).isEmpty()) {
            throw new CannotStart("the command is empty");
        }
        if (command.stdin() != null && !Files.isReadable(command.stdin())) {
            throw new CannotStart("its standard input is missing: " + command.stdin());
        }
        String name = command.argv().get(0);
        Path directory = command.directory().toAbsolutePath();
        try {
            Path program =
                    name.indexOf('/') >= 0
                            ? checked(directory.resolve(name), name)
                            : search(name, directory, command.environment());
            interpreter(program, name);
            return program;
        } catch (InvalidPathException e) {
            throw new CannotStart("not a program's name: " + e.getMessage());
        }
    }

    private static Path search(String name, Path directory, Map<String, String> environment)
            throws CannotStart {
        String path = environment.getOrDefault("PATH", DEFAULT_PATH);
        Path found = null;
        for (String entry : path.split(":", -1)) {
            Path file = directory.resolve(entry).resolve(name);
            if (Files.isRegularFile(file)) {
                if (Files.isExecutable(file)) {
                    return file;
                }
                found = found == null ? file : found;
            }
        }
        throw new CannotStart(
                found != null
                        ? "program '" + name + "' is not executable: " + found
                        : "program '" + name + "' was not found on the path " + path);
    }

    private static Path checked(Path file, String name) throws CannotStart {
        if (Files.isDirectory(file)) {
            throw new CannotStart("program '" + name + "' is a directory");
        }
        if (!Files.exists(file)) {
            throw new CannotStart("program '" + name + "' does not exist: " + file);
        }
        if (!Files.isExecutable(file)) {
            throw new CannotStart("program '" + name + "' is not executable: " + file);
        }
        return file;
    }

    private static void interpreter(Path program, String name) throws CannotStart {
        byte[] start;
        try (InputStream in = Files.newInputStream(program)) {
            start = in.readNBytes(256);
        } catch (IOException e) {
            return; // Executable, but not readable: the system will say.
        }
        String first = new String(start, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        if (!first.startsWith("#!")) {
            return;
        }
        String interpreter = first.substring(2).strip().split("[ \t]", 2)[0];
        if (interpreter.startsWith("/") && !Files.isExecutable(Path.of(interpreter))) {
            throw new CannotStart(
                    "program '" + name + "' needs an interpreter that is missing: " + interpreter);
        }
    }
}
