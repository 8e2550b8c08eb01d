package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.evidence.Places;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a project's state lies; see docs/architecture.md.
 *
 * @param project the user's repository
 * @param directory {@code .lockstep} in it
 */
public record Home(Path project, Path directory) {
    public static Home of(Path project) {
        Path absolute = project.toAbsolutePath().normalize();
        return new Home(absolute, absolute.resolve(".lockstep"));
    }

    /** Tells git to ignore the directory, which is there. For who holds the project's lock. */
    void ignore() throws IOException {
        Path ignore = directory.resolve(".gitignore");
        AtomicFiles.sweep(ignore);
        if (!Files.exists(ignore) || Files.size(ignore) == 0) {
            AtomicFiles.write(ignore, "*\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    public Path key() {
        return directory.resolve("key");
    }

    public Path store() {
        return directory.resolve("store.git");
    }

    public Path work() {
        return directory.resolve("work");
    }

    public Path run(String run) {
        return directory.resolve("runs").resolve(run);
    }

    public Path runs() {
        return directory.resolve("runs");
    }

    /** Sealed evidence of one attempt. */
    public Path evidence(int milestone, String phase, int attempt) {
        return place("evidence", milestone, phase, attempt);
    }

    /** What a failed attempt left. */
    public Path failed(int milestone, String phase, int attempt) {
        return place("failed", milestone, phase, attempt);
    }

    /** What processes of an attempt can't see: all of ours, but for what they are given of it. */
    public List<Path> hidden() {
        return List.of(directory);
    }

    /** What they see read-only all the same: the objects that agents' checkouts borrow. */
    public List<Path> readable() {
        return List.of(project, store());
    }

    private Path place(String kind, int milestone, String phase, int attempt) {
        return directory.resolve(kind).resolve(Places.of(milestone, phase, attempt));
    }
}
