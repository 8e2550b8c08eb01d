package io.jenkins.plugins.lockstep.cli.init;

import io.jenkins.plugins.lockstep.base.Globs;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a project's directory holds, as far as {@code init} asks; reading is bounded. */
public final class ProjectFiles {
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_FILES = 20_000;
    private static final Set<String> SKIPPED =
            Set.of(
                    ".git",
                    ".lockstep",
                    "node_modules",
                    ".venv",
                    "venv",
                    "target",
                    "build",
                    "dist",
                    ".gradle",
                    ".tox");

    private final Path directory;
    private final String searchPath;
    private final List<String> files = new ArrayList<>();

    /**
     * @param searchPath the directories of programs, as in {@code PATH}
     */
    public ProjectFiles(Path directory, String searchPath) throws IOException {
        this.directory = directory;
        this.searchPath = searchPath;
        Files.walkFileTree(directory, new Walk());
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(dir.getFileName())) && !dir.equals(directory)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = directory.relativize(file).toString();
            files.add(path.replace(File.separatorChar, '/'));
            return files.size() < MAX_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }

    Path directory() {
        return directory;
    }

    boolean has(String path) {
        return Files.exists(directory.resolve(path));
    }

    /** Whether a file matches; those of tools and builds don't count. */
    boolean any(String... globs) {
        return files.stream().anyMatch(Globs.matcher(List.of(globs)));
    }

    /** The file's text, its first MiB, without a byte order mark; empty if it can't be read. */
    String text(String path) {
        try (InputStream in = Files.newInputStream(directory.resolve(path))) {
            String text = new String(in.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            return "";
        }
    }

    /** The texts of all these files, one after the other. */
    String texts(Collection<String> paths) {
        StringBuilder all = new StringBuilder();
        paths.forEach(path -> all.append(text(path)).append('\n'));
        return all.toString();
    }

    List<String> matching(String... globs) {
        return files.stream().filter(Globs.matcher(List.of(globs))).sorted().toList();
    }

    boolean onPath(String program) {
        for (String entry : searchPath.split(File.pathSeparator)) {
            if (!entry.isEmpty() && Files.isExecutable(Path.of(entry, program))) {
                return true;
            }
        }
        return false;
    }
}
