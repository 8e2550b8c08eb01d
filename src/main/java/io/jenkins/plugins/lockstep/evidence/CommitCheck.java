package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;

/** What the verifier asks git. Ids are full hex. */
public interface CommitCheck {
    /** Whether the repository has that commit. */
    boolean exists(String commit) throws IOException;

    /** The id of the commit's tree; asked only of commits that exist. */
    String tree(String commit) throws IOException;

    /** Whether {@code descendant} is {@code ancestor} or comes from it; both exist. */
    boolean isAncestor(String ancestor, String descendant) throws IOException;
}
