package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every sealed commit is in git, with the sealed tree and all that it brought, and comes from its
 * base.
 */
final class CommitsCheck implements Check {
    private static final int REMEMBERED = 10_000;

    private final CommitCheck git;
    private final VerificationCounter counter;
    private final Map<String, String> fine =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /** The seals that first named a commit, whose content is to be looked at in the end. */
    private final Map<String, Place> places = new LinkedHashMap<>();

    private String begun = "";

    /**
     * Where a commit was sealed.
     *
     * @param begun the commit that the run began from
     */
    private record Place(long sequence, String title, String begun) {}

    CommitsCheck(CommitCheck git, VerificationCounter counter) {
        this.git = git;
        this.counter = counter;
    }

    @Override
    public String name() {
        return "commit";
    }

    @Override
    public void seal(Seal seal, Findings findings) throws IOException {
        if (!seal.sound()) {
            return;
        }
        if (seal.run() != null) {
            begun = seal.run().baseCommit();
        }
        for (Subject subject : seal.entry().statement().subjects()) {
            if (subject.isCommit()) {
                check(seal, subject, findings);
            }
        }
    }

    private void check(Seal seal, Subject subject, Findings findings) throws IOException {
        String commit = subject.digest().get(Subject.GIT_COMMIT);
        String tree = subject.digest().get(Subject.GIT_TREE);
        String base =
                seal.proof() != null && seal.proof().commit().equals(commit)
                        ? seal.proof().baseCommit()
                        : commit;
        counter.commit();
        if (commit.equals(fine.get(base + ' ' + tree))) {
            return;
        }
        if (!git.exists(commit)) {
            findings.add(this, seal, "git does not have its commit " + commit);
        } else if (tree == null) {
            findings.add(this, seal, "its commit " + commit + " is sealed without a tree");
        } else if (!tree.equals(git.tree(commit))) {
            findings.add(
                    this,
                    seal,
                    "its commit "
                            + commit
                            + " has the tree "
                            + git.tree(commit)
                            + " in git, but was sealed with "
                            + tree);
        } else if (!base.equals(commit) && !comesFrom(base, commit)) {
            findings.add(
                    this, seal, "its commit " + commit + " does not come from its base " + base);
        } else {
            fine.put(base + ' ' + tree, commit);
            places.putIfAbsent(commit, new Place(seal.sequence(), seal.title(), begun));
        }
    }

    @Override
    public void end(Findings findings) throws IOException {
        Map<String, String> commits = new LinkedHashMap<>();
        places.forEach((commit, place) -> commits.put(commit, place.begun()));
        Map<String, String> altered = git.altered(commits);
        places.forEach(
                (commit, place) -> {
                    if (altered.containsKey(commit)) {
                        findings.add(finding(place, altered.get(commit)));
                    }
                });
    }

    private Finding finding(Place place, String what) {
        return new Finding(
                name(),
                place.sequence(),
                place.title(),
                "",
                "git does not have " + what + " as it was sealed");
    }

    private boolean comesFrom(String base, String commit) throws IOException {
        return git.exists(base) && git.isAncestor(base, commit);
    }
}
