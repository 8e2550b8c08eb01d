package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import jenkins.MasterToSlaveFileCallable;

/** Reads the plan in a workspace, and if asked the commit that is checked out there. */
public final class ReadPlan extends MasterToSlaveFileCallable<byte[]> {
    private static final long serialVersionUID = 1;

    private final String plan;
    private final int maxBytes;
    private final boolean head;

    /**
     * @param plan relative to the workspace
     * @param head whether the answer begins with a line that names the commit
     */
    public ReadPlan(String plan, int maxBytes, boolean head) {
        this.plan = plan;
        this.maxBytes = maxBytes;
        this.head = head;
    }

    /**
     * An answer in its parts.
     *
     * @param commit empty if it was not asked for
     */
    public record Answer(String commit, byte[] plan) {}

    /** Takes an answer apart. */
    public Answer parts(byte[] answer) throws IOException {
        if (!head) {
            return new Answer("", answer);
        }
        int end = 0;
        while (end < answer.length && answer[end] != '\n') {
            end++;
        }
        if (end == answer.length) {
            throw new IOException("the agent named no commit");
        }
        return new Answer(
                new String(answer, 0, end, StandardCharsets.US_ASCII),
                Arrays.copyOfRange(answer, end + 1, answer.length));
    }

    @Override
    public byte[] invoke(File workspace, VirtualChannel channel)
            throws IOException, InterruptedException {
        Path root = workspace.toPath().toAbsolutePath().normalize();
        byte[] bytes = plan(root);
        if (!head) {
            return bytes;
        }
        byte[] line = (commit(root) + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] answer = Arrays.copyOf(line, line.length + bytes.length);
        System.arraycopy(bytes, 0, answer, line.length, bytes.length);
        return answer;
    }

    private byte[] plan(Path root) throws IOException {
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

    /** Brings what is checked out to the workspace's store. */
    private static String commit(Path root) throws IOException, InterruptedException {
        Path store = JobDirectory.makeHome(root).resolve("store.git");
        return ObjectStore.open(store).importCommit(root, "HEAD");
    }
}
