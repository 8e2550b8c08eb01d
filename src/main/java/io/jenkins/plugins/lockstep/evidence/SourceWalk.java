package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Goes over what an attempt left, and refuses what may not be evidence. */
final class SourceWalk {
    private final Visitor visitor;
    private int count;

    /** Takes what is found. */
    interface Visitor {
        /**
         * The regular files of a directory.
         *
         * @param files sorted by {@link SourceFile#BY_INODE}
         */
        void files(SourceDirectory in, List<SourceFile> files) throws IOException;

        /** The end of a directory below the root, after all that is in it. */
        void directory(String path) throws IOException;
    }

    SourceWalk(Visitor visitor) {
        this.visitor = visitor;
    }

    void run(Path from) throws IOException {
        try (SourceDirectory root = SourceDirectory.open(from)) {
            walk(root, "", 1);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void walk(SourceDirectory directory, String prefix, int depth) throws IOException {
        Map<String, String> siblings = new HashMap<>();
        List<SourceFile> files = new ArrayList<>();
        for (Iterator<Path> names = directory.names(); names.hasNext(); ) {
            Path entry = names.next();
            String name = entry.toString();
            String path = prefix + name;
            check(name, path, depth, siblings);
            BasicFileAttributes attributes = directory.attributesOf(entry);
            if (attributes.isRegularFile()) {
                files.add(new SourceFile(entry, attributes, path));
            } else if (attributes.isDirectory()) {
                try (SourceDirectory child = directory.descend(entry, attributes, path)) {
                    walk(child, path + "/", depth + 1);
                }
                visitor.directory(path);
            } else {
                throw new EvidenceRefusedException(
                        shown(path),
                        attributes.isSymbolicLink()
                                ? "it is a link; leave the file itself"
                                : "it is a pipe, socket or device");
            }
        }
        files.sort(SourceFile.BY_INODE);
        visitor.files(directory, files);
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

    private static String shown(String path) {
        return EvidenceNames.printable(path);
    }
}
