package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a statement is about.
 *
 * @param name of an evidence file, its path relative to the attempt's evidence with {@code /}; of
 *     the commit, {@code commit}
 * @param digest by algorithm, as in-toto names them: {@code sha256}, {@code gitCommit}, {@code
 *     gitTree}; hex
 */
public record Subject(String name, Map<String, String> digest) {
    public static final String SHA256 = "sha256";
    public static final String GIT_COMMIT = "gitCommit";
    public static final String GIT_TREE = "gitTree";

    public Subject {
        Objects.requireNonNull(name, "subject without name");
        digest = Map.copyOf(Objects.requireNonNull(digest, "subject without digest"));
        if (digest.isEmpty()) {
            throw new IllegalArgumentException("subject '" + name + "' without digest");
        }
    }

    /** An evidence file. */
    public static Subject file(String name, Digest digest) {
        return new Subject(name, Map.of(SHA256, digest.hex()));
    }

    /** The commit that a phase left, with its tree. */
    public static Subject commit(String commit, String tree) {
        return new Subject("commit", Map.of(GIT_COMMIT, commit, GIT_TREE, tree));
    }

    public boolean isFile() {
        return digest.containsKey(SHA256);
    }

    /** Why a file may not have that name; null if it may. */
    String problem() {
        return isFile() ? EvidenceNames.problemOfPath(name) : null;
    }

    public boolean isCommit() {
        return digest.containsKey(GIT_COMMIT);
    }

    @Override
    public String toString() {
        return name + " " + new TreeMap<>(digest);
    }
}
