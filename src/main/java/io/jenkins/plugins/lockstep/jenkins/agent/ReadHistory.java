package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.git.History;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/** Asks a workspace's store which commits are new, in the text form of {@link History}. */
public final class ReadHistory extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1;

    private final String head;
    private final ArrayList<String> known;
    private final String trailer;
    private final int most;

    /**
     * @param known commits that are not new, and what is before them is not either
     * @param trailer whose values are asked for
     * @param most commits to name
     */
    public ReadHistory(String head, List<String> known, String trailer, int most) {
        this.head = head;
        this.known = new ArrayList<>(known);
        this.trailer = trailer;
        this.most = most;
    }

    @Override
    public String invoke(File workspace, VirtualChannel channel)
            throws IOException, InterruptedException {
        JobDirectory any =
                new JobDirectory(
                        workspace
                                .toPath()
                                .toAbsolutePath()
                                .normalize()
                                .resolve(".lockstep/jobs/head"));
        return new History(ObjectStore.open(any.store())).since(head, known, trailer, most);
    }
}
