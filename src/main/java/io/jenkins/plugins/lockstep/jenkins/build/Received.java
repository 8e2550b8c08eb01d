package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.worker.EvidenceStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Evidence that came from an agent, on this machine, with digests that were taken here while it
 * came. Not safe for use by several threads.
 */
public final class Received {
    private static final String EVIDENCE = "evidence/";
    private static final String OUT = "out/";
    private static final String AGENT = "agent/";

    private final Path directory;
    private final Map<String, EvidenceStream.Part> parts = new TreeMap<>();

    /**
     * @param staging where a job's files were unpacked
     * @param all that came
     */
    public Received(Path staging, Map<String, EvidenceStream.Part> all) throws IOException {
        directory = Files.createDirectories(staging.resolve(EVIDENCE));
        boolean atOnce = movedAtOnce(staging.resolve(OUT), directory.resolve(AGENT));
        for (Map.Entry<String, EvidenceStream.Part> one : all.entrySet()) {
            String name = one.getKey();
            if (name.startsWith(EVIDENCE)) {
                parts.putIfAbsent(name.substring(EVIDENCE.length()), one.getValue());
            } else if (name.startsWith(OUT)) {
                String to = AGENT + name.substring(OUT.length());
                if (!atOnce) {
                    Path file = directory.resolve(to);
                    Files.createDirectories(file.getParent());
                    Files.move(staging.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
                }
                parts.put(to, one.getValue());
            }
        }
    }

    /** Moves a directory to where nothing is yet. */
    private static boolean movedAtOnce(Path from, Path to) throws IOException {
        boolean can = Files.isDirectory(from) && !Files.exists(to);
        if (can) {
            Files.move(from, to);
        }
        return can;
    }

    public Path directory() {
        return directory;
    }

    /** Puts a file of ours there, in place of one that came under that name. */
    public void put(String name, byte[] bytes) throws IOException {
        Files.write(directory.resolve(name), bytes);
        parts.put(name, new EvidenceStream.Part(bytes.length, Digest.of(bytes)));
    }

    long bytes() {
        return parts.values().stream().mapToLong(EvidenceStream.Part::size).sum();
    }

    List<String> names() {
        return List.copyOf(parts.keySet());
    }

    List<Subject> subjects() {
        return parts.entrySet().stream()
                .map(part -> Subject.file(part.getKey(), part.getValue().digest()))
                .toList();
    }

    Map<String, Long> sizes() {
        Map<String, Long> sizes = new TreeMap<>();
        parts.forEach((name, part) -> sizes.put(name, part.size()));
        return sizes;
    }
}
