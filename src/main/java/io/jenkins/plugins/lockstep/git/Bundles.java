package io.jenkins.plugins.lockstep.git;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Commits as files, to and from machines that share nothing with this one. */
final class Bundles {
    /** Faults that old histories have and that harm nobody. */
    private static final String FSCK =
            "--strict=zeroPaddedFilemode=ignore,missingSpaceBeforeDate=ignore,"
                    + "missingSpaceBeforeEmail=ignore,badTimezone=ignore,missingNameBeforeEmail=ignore";

    /** What git says to a bundle without a commit. */
    private static final String EMPTY = "Refusing to create empty bundle";

    private final ObjectStore store;

    Bundles(ObjectStore store) {
        this.store = store;
    }

    void write(String commit, Collection<String> have, Path file)
            throws IOException, InterruptedException {
        String ref = ObjectStore.REFS + "bundles/" + UUID.randomUUID();
        store.keep(ref, commit);
        try {
            write(ref, commit, have, file);
        } finally {
            store.release(ref);
        }
    }

    /**
     * @param ref whole name of one that is set to the commit
     */
    void write(String ref, String commit, Collection<String> have, Path file)
            throws IOException, InterruptedException {
        List<String> missing = Presence.missing(store, have);
        List<String> known =
                have.stream()
                        .filter(each -> !missing.contains(each))
                        .map(each -> "^" + each)
                        .toList();
        if (known.isEmpty() && store.shallow()) {
            throw new IOException(
                    "the repository is a shallow clone, so its whole history can't be bundled;"
                            + " run 'git fetch --unshallow' in it, or give the receiver the base commit");
        }
        try {
            create(ref, known, file);
        } catch (GitException e) {
            if (!e.stderr().contains(EMPTY)) {
                throw e;
            }
            // So one that the receiver already has holds one commit.
            create(ref, parents(commit), file);
        }
    }

    private void create(String ref, List<String> without, Path file)
            throws IOException, InterruptedException {
        List<String> revisions = new ArrayList<>(List.of(ref));
        revisions.addAll(without);
        byte[] input = (String.join("\n", revisions) + "\n").getBytes(StandardCharsets.UTF_8);
        String target = file.toAbsolutePath().toString();
        // Nobody else writes there: if there is a lock, a git that was killed has left it.
        Files.deleteIfExists(Path.of(target + ".lock"));
        store.git().bytes(input, "bundle", "create", "--quiet", target, "--stdin");
    }

    private List<String> parents(String commit) throws IOException, InterruptedException {
        String line = store.git().line("rev-list", "--parents", "--max-count=1", commit);
        return List.of(line.split(" ")).stream().skip(1).map(parent -> "^" + parent).toList();
    }

    void read(Path file, String expected) throws IOException, InterruptedException {
        Git.object(expected);
        Path quarantine = Files.createTempDirectory(store.path(), StoreRecovery.QUARANTINE);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            BundleHeader header = BundleHeader.read(in, file);
            checkHeader(header, file, expected);
            Path objects = Files.createDirectories(quarantine.resolve("objects"));
            Files.createDirectory(objects.resolve("pack"));
            Git git = quarantined(objects);
            git.read(
                    in::transferTo,
                    Exec::all,
                    "index-pack",
                    "--stdin",
                    "--fix-thin",
                    FSCK,
                    "--max-input-size=" + Files.size(file));
            checkComplete(git, file, expected);
            moveIn(objects.resolve("pack"));
        } finally {
            Trees.delete(quarantine);
        }
    }

    private void checkHeader(BundleHeader header, Path file, String expected)
            throws IOException, InterruptedException {
        if (!header.tips().equals(List.of(expected))) {
            throw new IOException(
                    "bundle %s holds %s, but %s was expected"
                            .formatted(file, header.tips(), expected));
        }
        List<String> missing = Presence.missing(store, header.prerequisites());
        if (!missing.isEmpty()) {
            throw new IOException(
                    "bundle %s builds on commit %s, which is not here"
                            .formatted(file, missing.get(0)));
        }
    }

    private Git quarantined(Path objects) {
        return store.git()
                .variable("GIT_OBJECT_DIRECTORY", objects.toString())
                .variable("GIT_ALTERNATE_OBJECT_DIRECTORIES", AgentHistory.quoted(store.objects()));
    }

    private static void checkComplete(Git git, Path file, String expected)
            throws IOException, InterruptedException {
        try {
            git.bytes(
                    null,
                    "rev-list",
                    "--objects",
                    "--quiet",
                    expected + "^{commit}",
                    "--not",
                    "--all");
        } catch (GitException e) {
            throw new IOException(
                    "bundle %s lacks objects of commit %s: %s"
                            .formatted(file, expected, e.stderr().strip()),
                    e);
        }
    }

    /** The index comes last: without it git doesn't see a pack. */
    private void moveIn(Path packs) throws IOException {
        Path target = Files.createDirectories(store.objects().resolve("pack"));
        List<Path> indices = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(packs, "pack-*")) {
            for (Path file : files) {
                if (file.toString().endsWith(".idx")) {
                    indices.add(file);
                } else {
                    move(file, target);
                }
            }
        }
        for (Path index : indices) {
            move(index, target);
        }
    }

    private static void move(Path file, Path directory) throws IOException {
        Files.move(file, directory.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
}
