package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what git does not carry into a checkout: copies from the project's own directory, then the
 * setup command. Copies share blocks where the file system can (reflink). Hard links are never
 * made: a program that writes such a file in place would change the project's, and the other
 * checkouts', too, and no permission stops a program that runs as the owner.
 */
final class Workspaces {
    private final Plan.Workspace workspace;
    private final Path project;
    private final SetupRunner runner;

    /**
     * @param project the directory to carry from; may be null if nothing is carried
     */
    Workspaces(Plan.Workspace workspace, Path project, SetupRunner runner) {
        this.workspace = workspace;
        this.project = project;
        this.runner = runner;
    }

    /** Does what is still to be done for the slot's present commit. */
    void prepare(Slot slot) throws IOException, InterruptedException {
        if (workspace.setup().isEmpty() && workspace.carry().isEmpty()) {
            return;
        }
        String key = inputs(slot);
        if (key.equals(slot.setupKey())) {
            return;
        }
        slot.dropBrought();
        for (String path : workspace.carry()) {
            carry(path, slot.tree());
        }
        if (!workspace.setup().isEmpty()) {
            runner.run(slot.tree(), workspace.setup());
        }
        slot.broughtBy(key);
    }

    /** Digest of the inputs' paths, modes and contents at the commit. */
    private String inputs(Slot slot) throws IOException, InterruptedException {
        if (workspace.setupInputs().isEmpty()) {
            return "none";
        }
        List<String> arguments = new ArrayList<>(List.of("ls-files", "-s", "-z", "--"));
        workspace.setupInputs().forEach(glob -> arguments.add(pathspec(glob)));
        return Digest.of(slot.git().bytes(null, arguments.toArray(String[]::new))).toString();
    }

    private static String pathspec(String glob) {
        String relative = glob.startsWith("/") ? glob.substring(1) : glob;
        return ":(top,glob)" + (glob.contains("/") ? relative : "**/" + relative);
    }

    private void carry(String path, Path tree) throws IOException, InterruptedException {
        Path relative = checked(path);
        Path root = project.toRealPath();
        Path source = root.resolve(relative);
        if (Trees.attributes(source) == null) {
            return;
        }
        if (!source.getParent().toRealPath().startsWith(root)) {
            throw refused(path, "leads out of the project");
        }
        Path target = tree.resolve(relative);
        Path parent = Files.createDirectories(target.getParent());
        if (!parent.toRealPath().startsWith(tree)) {
            throw refused(path, "leads out of the checkout, by a link");
        }
        List<String> command =
                List.of(
                        "cp",
                        "--archive",
                        "--reflink=auto",
                        "--no-target-directory",
                        "--",
                        source.toString(),
                        target.toString());
        Exec.Result<byte[]> result =
                Exec.run(command, null, Git.basicEnvironment(), null, Exec::all);
        if (result.exitCode() != 0) {
            throw new GitException(command, result.exitCode(), result.stderr());
        }
    }

    private static Path checked(String path) throws IOException {
        Path relative;
        try {
            relative = Path.of(path).normalize();
        } catch (InvalidPathException e) {
            throw refused(path, "is no path");
        }
        String first = relative.getName(0).toString();
        if (relative.isAbsolute() || first.isEmpty() || first.equals("..")) {
            throw refused(path, "is not inside the project");
        }
        if (first.equals(".git") || first.equals(".lockstep")) {
            throw refused(path, "may not be carried");
        }
        return relative;
    }

    private static IOException refused(String path, String reason) {
        return new IOException("workspace.carry: '%s' %s".formatted(path, reason));
    }
}
