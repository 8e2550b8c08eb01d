package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.util.Map;

/** What the verifier asks git. Ids are full hex. */
public interface CommitCheck {
    /** Whether the repository has that commit. */
    boolean exists(String commit) throws IOException;

    /** The id of the commit's tree; asked only of commits that exist. */
    String tree(String commit) throws IOException;

    /** Whether {@code descendant} is {@code ancestor} or comes from it; both exist. */
    boolean isAncestor(String ancestor, String descendant) throws IOException;

    /**
     * What commits brought that is gone, or is not what its name is the digest of.
     *
     * @param commits that exist, each with the commit that its run began from, or an empty text
     * @return by commit, the name of the first such thing in it
     */
    Map<String, String> altered(Map<String, String> commits) throws IOException;
}
