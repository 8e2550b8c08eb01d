package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of a checkout by their last name, to find what a tool means by part of a path. */
final class FileIndex {
    private static final int MAX_FILES = 300_000;
    private static final int MAX_SAME_NAME = 1_000;
    private static final Set<String> SKIPPED = Set.of(".git", "node_modules", ".venv");

    private final Map<String, List<String>> byName = new HashMap<>();

    private FileIndex() {}

    /** Walks the checkout once, without following links; stops at 300,000 files. */
    static FileIndex of(Path checkout) {
        FileIndex index = new FileIndex();
        try {
            Files.walkFileTree(checkout, index.new Visitor(checkout));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + checkout, e);
        }
        return index;
    }

    /** The one file whose path ends with these names; empty if there is none, or more than one. */
    Optional<String> uniqueEndingWith(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String found = null;
        for (String candidate : byName.getOrDefault(name, List.of())) {
            if (candidate.equals(path) || candidate.endsWith("/" + path)) {
                if (found != null) {
                    return Optional.empty();
                }
                found = candidate;
            }
        }
        return Optional.ofNullable(found);
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private int files;

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            Path name = directory.getFileName();
            return !directory.equals(root) && name != null && SKIPPED.contains(name.toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (++files > MAX_FILES) {
                return FileVisitResult.TERMINATE;
            }
            List<String> same =
                    byName.computeIfAbsent(file.getFileName().toString(), n -> new ArrayList<>(1));
            if (same.size() < MAX_SAME_NAME) {
                same.add(root.relativize(file).toString().replace('\\', '/'));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
