package io.jenkins.plugins.lockstep.worker;

import java.io.IOException;
import java.util.List;

/** Commits that a job needs are neither in the workspace nor came with the job. */
public final class MissingCommitsException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<String> commits;

    MissingCommitsException(List<String> commits) {
        super(
                "the workspace lacks "
                        + String.join(", ", commits)
                        + ". Check out the repository with its history before the phase (no shallow clone of another branch)");
        this.commits = List.copyOf(commits);
    }

    public List<String> commits() {
        return commits;
    }
}
