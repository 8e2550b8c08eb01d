package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Goes over what an attempt left, refuses what may not be evidence, and has the rest copied. */
final class SourceWalk {
    private final CopyWorkers workers;
    private final Path target;
    private final List<Path> directories = new ArrayList<>();
    private int count;

    SourceWalk(CopyWorkers workers, Path target) {
        this.workers = workers;
        this.target = target;
    }

    void run(Path from) throws IOException {
        directories.add(target);
        try (SourceDirectory root = SourceDirectory.open(from)) {
            walk(root, "", 1);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** The directories that were made, each after the one that holds it. */
    List<Path> directories() {
        return directories;
    }

    private void walk(SourceDirectory directory, String prefix, int depth) throws IOException {
        Map<String, String> siblings = new HashMap<>();
        boolean made = prefix.isEmpty();
        for (Iterator<Path> names = directory.names(); names.hasNext(); ) {
            Path entry = names.next();
            String name = entry.toString();
            String path = prefix + name;
            check(name, path, depth, siblings);
            BasicFileAttributes attributes = directory.attributesOf(entry);
            if (attributes.isRegularFile()) {
                made = made || make(prefix);
                ReadableByteChannel source = directory.open(entry, attributes, shown(path));
                workers.copy(source, attributes.size(), target.resolve(path), path);
            } else if (attributes.isDirectory()) {
                try (SourceDirectory child = directory.descend(entry, attributes, shown(path))) {
                    walk(child, path + "/", depth + 1);
                }
            } else {
                throw new EvidenceRefusedException(
                        shown(path),
                        attributes.isSymbolicLink()
                                ? "it is a link; leave the file itself"
                                : "it is a pipe, socket or device");
            }
        }
    }

    private void check(String name, String path, int depth, Map<String, String> siblings)
            throws IOException {
        if (++count > EvidenceCollector.MAX_FILES) {
            throw new EvidenceRefusedException(
                    shown(path), "more than " + EvidenceCollector.MAX_FILES + " files");
        }
        String problem =
                depth > EvidenceNames.MAX_DEPTH
                        ? "nested deeper than " + EvidenceNames.MAX_DEPTH
                        : EvidenceNames.problemOfName(name);
        if (problem == null && path.length() > EvidenceNames.MAX_PATH / 4) {
            problem = EvidenceNames.problemOfPath(path);
        }
        if (problem != null) {
            throw new EvidenceRefusedException(shown(path), problem);
        }
        String other = siblings.putIfAbsent(EvidenceNames.folded(name), name);
        if (other != null) {
            throw new EvidenceRefusedException(
                    shown(path), "it differs from '" + shown(other) + "' by case only");
        }
    }

    /** Makes the directories of a prefix, those above it first. */
    private boolean make(String prefix) throws IOException {
        Path made = target;
        for (String name : prefix.substring(0, prefix.length() - 1).split("/")) {
            made = made.resolve(name);
            if (!Files.isDirectory(made)) {
                Files.createDirectory(made);
                directories.add(made);
            }
        }
        return true;
    }

    private static String shown(String path) {
        return EvidenceNames.printable(path);
    }
}
