package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import jenkins.MasterToSlaveFileCallable;

/** Reads the plan in a workspace; nothing if it is the one that is pinned already. */
public final class ReadPlan extends MasterToSlaveFileCallable<byte[]> {
    private static final long serialVersionUID = 1;

    private final String plan;
    private final int maxBytes;

    /**
     * @param plan relative to the workspace
     */
    public ReadPlan(String plan, int maxBytes) {
        this.plan = plan;
        this.maxBytes = maxBytes;
    }

    @Override
    public byte[] invoke(File workspace, VirtualChannel channel) throws IOException {
        Path root = workspace.toPath().toAbsolutePath().normalize();
        Path file = root.resolve(plan).normalize();
        if (!file.startsWith(root)) {
            throw new AbortException("the plan '" + plan + "' is outside of the workspace");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new AbortException(
                    "no plan '"
                            + plan
                            + "' in the workspace "
                            + root
                            + ". Check out the repository before the first phase, or name the plan: lockstep(plan: '…')");
        }
        if (Files.size(file) > maxBytes) {
            throw new AbortException("the plan is longer than " + maxBytes + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** The commit that a workspace has checked out. */
    public static final class Head extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1;

        @Override
        public String invoke(File workspace, VirtualChannel channel)
                throws IOException, InterruptedException {
            Path root = workspace.toPath().toAbsolutePath().normalize();
            Path home = JobDirectory.makeHome(root);
            return ObjectStore.open(home.resolve("store.git")).importCommit(root, "HEAD");
        }
    }
}
