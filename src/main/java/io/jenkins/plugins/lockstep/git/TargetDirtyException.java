package io.jenkins.plugins.lockstep.git;

import java.io.IOException;

/**
 * The user's branch is checked out, and files there that the commit would change hold work that is
 * not committed; nothing was changed.
 */
public class TargetDirtyException extends IOException {
    public TargetDirtyException(String branch, String worktree, String detail) {
        super(
                ("branch '%s' is checked out in %s, and files there that the commit changes are not"
                                + " clean; commit or stash them, then run again: %s")
                        .formatted(branch, worktree, detail.strip()));
    }
}
