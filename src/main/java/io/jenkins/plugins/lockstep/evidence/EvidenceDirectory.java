package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Evidence in {@code evidence/m<N>/<phase>/<attempt>/}. What is sealed but not yet moved there is
 * found in {@code incoming/}; what else is in that one is nobody's evidence yet.
 */
final class EvidenceDirectory implements EvidenceSource {
    private static final int PLACE_DEPTH = 3;

    private final Path settled;
    private final Path incoming;

    EvidenceDirectory(Path settled, Path incoming) {
        this.settled = settled;
        this.incoming = incoming;
    }

    @Override
    public Contents contents() throws IOException {
        Set<String> places = new HashSet<>();
        List<String> strays = new ArrayList<>();
        if (Files.exists(settled, LinkOption.NOFOLLOW_LINKS)) {
            if (isDirectory(settled)) {
                descend(settled, "", 1, places, strays);
            } else {
                strays.add("(the evidence directory itself)");
            }
        }
        return new Contents(places, strays);
    }

    private void descend(
            Path directory, String prefix, int depth, Set<String> places, List<String> strays)
            throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String path = prefix + entry.getFileName();
                if (!isDirectory(entry)) {
                    strays.add(path);
                } else if (depth < PLACE_DEPTH) {
                    descend(entry, path + "/", depth + 1, places, strays);
                } else if (Places.isPlace(path)) {
                    places.add(path);
                } else {
                    strays.add(path);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public List<Item> items(String place) throws IOException {
        Path from = locate(place);
        List<Item> items = new ArrayList<>();
        try {
            list(from, "", 1, items);
            return items;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return from.equals(locate(place)) ? List.of() : items(place);
        }
    }

    private void list(Path directory, String prefix, int depth, List<Item> items)
            throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = prefix + entry.getFileName();
                BasicFileAttributes attributes =
                        Files.readAttributes(
                                entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory() && depth <= EvidenceNames.MAX_DEPTH) {
                    list(entry, name + "/", depth + 1, items);
                } else if (attributes.isRegularFile()) {
                    items.add(new Item(name, Kind.FILE));
                } else {
                    items.add(new Item(name, attributes.isSymbolicLink() ? Kind.LINK : Kind.OTHER));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public InputStream open(String place, String name) throws IOException {
        Path from = locate(place);
        try {
            return Files.newInputStream(from.resolve(name), LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            if (from.equals(locate(place))) {
                throw e;
            }
            return open(place, name);
        }
    }

    /** It may be moved between two looks, but only in one direction. */
    private Path locate(String place) {
        Path there = settled.resolve(place);
        Path before = incoming.resolve(place);
        return isDirectory(there) || !isDirectory(before) ? there : before;
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
