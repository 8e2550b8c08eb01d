package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every sealed commit is in git, with the sealed tree, and comes from its base. */
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
        }
    }

    private boolean comesFrom(String base, String commit) throws IOException {
        return git.exists(base) && git.isAncestor(base, commit);
    }
}
