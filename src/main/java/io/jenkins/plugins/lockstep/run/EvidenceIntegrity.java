package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.git.Authenticity;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether sealed evidence is still what was sealed: every file there, none changed, none added. */
public final class EvidenceIntegrity {
    private EvidenceIntegrity() {}

    /**
     * What is wrong with a seal.
     *
     * @param failure that tells it
     */
    record Broken(Sealed of, Failure failure) {}

    /** The first thing wrong with the evidence of those seals, and with their commits. */
    static List<Failure> check(
            Home home, ObjectStore store, Collection<Sealed> seals, SealIndex index)
            throws IOException, InterruptedException {
        List<Failure> failures = new ArrayList<>();
        for (Sealed sealed : seals) {
            check(home.evidence(sealed.milestone(), sealed.node(), sealed.attempt()), sealed)
                    .ifPresent(failures::add);
        }
        altered(store, seals, index).map(Broken::failure).ifPresent(failures::add);
        return failures;
    }

    /**
     * The first of those seals whose commit is gone, or is not what it was, with all it brought.
     */
    static Optional<Broken> altered(ObjectStore store, Collection<Sealed> seals, SealIndex index)
            throws IOException, InterruptedException {
        Map<String, String> bases = new LinkedHashMap<>();
        seals.forEach(one -> bases.putIfAbsent(one.commit(), index.began(one)));
        Map<String, Authenticity.Altered> altered = Authenticity.altered(store, bases);
        return seals.stream()
                .filter(one -> altered.containsKey(one.commit()))
                .findFirst()
                .map(one -> new Broken(one, altered(store, one, altered.get(one.commit()))));
    }

    private static Failure altered(ObjectStore store, Sealed sealed, Authenticity.Altered what) {
        return Failure.of(
                "seal",
                Cause.EVIDENCE_BROKEN,
                what
                        + ", which "
                        + name(sealed)
                        + " left, is gone from, or is not what it was in, "
                        + store.path()
                        + ". Put it back there from a copy");
    }

    private static String name(Sealed sealed) {
        return "m" + sealed.milestone() + "/" + sealed.node() + "/" + sealed.attempt();
    }

    /** The first thing wrong with the evidence of that seal, if anything is. */
    public static Optional<Failure> check(Path directory, Sealed sealed) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(broken(sealed, "", "its evidence is gone"));
        }
        Set<String> known =
                sealed.subjects().stream()
                        .filter(Subject::isFile)
                        .map(Subject::name)
                        .collect(Collectors.toSet());
        for (Subject subject : sealed.subjects()) {
            if (!subject.isFile()) {
                continue;
            }
            Path file = directory.resolve(subject.name());
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(broken(sealed, subject.name(), "is missing"));
            }
            if (!Digest.of(file).hex().equals(subject.digest().get(Subject.SHA256))) {
                return Optional.of(broken(sealed, subject.name(), "is not what was sealed"));
            }
        }
        try (var files = Files.walk(directory)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> name(directory.relativize(file)))
                    .filter(name -> !known.contains(name))
                    .sorted()
                    .findFirst()
                    .map(name -> broken(sealed, name, "was added after sealing"));
        }
    }

    /** As it is sealed: a backslash is part of a name where it is no separator. */
    private static String name(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    private static Failure broken(Sealed sealed, String file, String what) {
        String name = name(sealed);
        return Failure.at(
                "seal",
                Cause.EVIDENCE_BROKEN,
                "evidence of "
                        + name
                        + (file.isEmpty() ? "" : ", " + file)
                        + ": "
                        + what
                        + ". Put it back from a copy; 'lockstep verify' tells whether all is right again",
                file,
                0);
    }
}
