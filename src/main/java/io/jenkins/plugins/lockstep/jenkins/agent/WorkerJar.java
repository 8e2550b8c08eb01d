package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.base.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import jenkins.MasterToSlaveFileCallable;
import jenkins.model.Jenkins;

/**
 * The engine's jar on an agent: copied once for each agent and version, and checked by its digest
 * before each use.
 */
final class WorkerJar {
    /** Names another jar than the plugin's own, for development. */
    private static final String PROPERTY = "io.jenkins.plugins.lockstep.worker";

    private static final String IN_PLUGIN = "WEB-INF/worker/lockstep-cli.jar";

    private WorkerJar() {}

    /**
     * @param jar path on the agent
     * @param java path of the program on the agent
     */
    record Installed(String jar, String java) {}

    static Installed install(FilePath workspace) throws IOException, InterruptedException {
        URL source = source();
        Digest digest = digest(source);
        FilePath jar =
                root(workspace).child("caches/lockstep/" + digest.hex() + "/lockstep-cli.jar");
        String java = jar.act(new Check(digest.hex()));
        if (java.isEmpty()) {
            FilePath part = jar.getParent().child("part-" + System.nanoTime());
            try (InputStream in = source.openStream()) {
                part.copyFrom(in);
            }
            part.act(new Place(jar.getRemote()));
            java = jar.act(new Check(digest.hex()));
            if (java.isEmpty()) {
                throw new IOException(
                        "the worker's jar did not arrive whole at " + jar.getRemote());
            }
        }
        return new Installed(jar.getRemote(), java);
    }

    private static FilePath root(FilePath workspace) throws AbortException {
        Computer computer = workspace.toComputer();
        Node node = computer == null ? null : computer.getNode();
        FilePath root = node == null ? null : node.getRootPath();
        if (root == null) {
            throw new AbortException("the agent of " + workspace.getRemote() + " is gone");
        }
        return root;
    }

    private static URL source() throws IOException {
        String other = System.getProperty(PROPERTY);
        if (other != null) {
            return Path.of(other).toUri().toURL();
        }
        PluginWrapper plugin = Jenkins.get().getPluginManager().getPlugin("lockstep");
        if (plugin == null) {
            throw new IOException("the plugin is not installed under its name");
        }
        return new URL(plugin.baseResourceURL, IN_PLUGIN);
    }

    private static Digest digest(URL source) throws IOException {
        try (InputStream in = source.openStream()) {
            return Digest.of(in);
        }
    }

    /**
     * Puts a part in the jar's place in one step. Where that can't be done because a process has
     * the jar open (Windows), another step has put it there, and it is checked all the same.
     */
    private static final class Place extends MasterToSlaveFileCallable<Boolean> {
        private static final long serialVersionUID = 1;

        private final String jar;

        Place(String jar) {
            this.jar = jar;
        }

        @Override
        public Boolean invoke(File part, VirtualChannel channel) throws IOException {
            try {
                Files.move(part.toPath(), Path.of(jar), StandardCopyOption.ATOMIC_MOVE);
                return true;
            } catch (FileSystemException e) {
                Files.deleteIfExists(part.toPath());
                return false;
            }
        }
    }

    /** The agent's own Java if the jar is what it must be; empty if it is not. */
    private static final class Check extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1;

        private final String sha256;

        Check(String sha256) {
            this.sha256 = sha256;
        }

        @Override
        public String invoke(File jar, VirtualChannel channel) throws IOException {
            Path path = jar.toPath();
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    || !Digest.of(path).hex().equals(sha256)) {
                Files.createDirectories(path.getParent());
                return "";
            }
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }
    }
}
