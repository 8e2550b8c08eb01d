package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.List;

/** A checkout holds what can't be taken as a commit without losing or misreading it. */
public class SnapshotRefusedException extends IOException {
    private final transient List<String> reasons;

    public SnapshotRefusedException(List<String> reasons) {
        super("the checkout can't be taken as a commit: " + String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** One sentence each, naming the file. */
    public List<String> reasons() {
        return reasons == null ? List.of() : reasons;
    }
}
