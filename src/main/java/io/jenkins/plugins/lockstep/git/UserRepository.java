package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.base.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The user's repository as a run finds it. Only reads. */
public final class UserRepository {
    private final Path directory;
    private final Git git;

    public UserRepository(Path directory) {
        this.directory = directory;
        this.git = Git.ofUser(directory, directory).variable("GIT_OPTIONAL_LOCKS", "0");
    }

    /**
     * What stands in the way of a run, and what to do about it.
     *
     * @param readable whether git can tell of the repository all the same
     */
    public record Problem(String what, String remedy, boolean readable) {}

    /** Why no run can start from that branch here; empty if one can. */
    public Optional<Problem> problem(String branch) throws IOException, InterruptedException {
        if (!Files.isDirectory(directory)) {
            return problem(
                    "there is no directory " + directory,
                    FileNames.isGarbled(directory)
                            ? FileNames.REMEDY
                            : "name the project's with -C");
        }
        Optional<Problem> place = place();
        if (place.isPresent()) {
            return place;
        }
        String ref = "refs/heads/" + branch + "^{commit}";
        return git.test("rev-parse", "--verify", "--quiet", ref)
                ? names(ref)
                : problem(
                        "there is no branch '" + branch + "' with a commit",
                        "set project.branch in the plan, or: git branch " + branch);
    }

    private Optional<Problem> names(String ref) throws IOException, InterruptedException {
        if (FileNames.areUtf8()) {
            return Optional.empty();
        }
        return git.names(null, "ls-tree", "-r", "-z", "--name-only", "--full-tree", ref).stream()
                .filter(name -> !FileNames.canOpen(name))
                .findFirst()
                .flatMap(
                        name ->
                                problem(
                                        "in this locale Java can't open a file of the name " + name,
                                        FileNames.REMEDY));
    }

    /** Why the directory is not the top of a repository's work tree; empty if it is. */
    public Optional<Problem> place() throws IOException, InterruptedException {
        Exec.Result<byte[]> inside = git.run(null, Exec::all, "rev-parse", "--show-prefix");
        if (inside.exitCode() != 0) {
            String said = inside.stderr().strip();
            return said.isEmpty() || said.contains("not a git repository")
                    ? problem(
                            directory + " is not in a git repository",
                            "git init && git add . && git commit")
                    : problem("git refuses " + directory + ": " + said, "mend what git says");
        }
        return Git.text(inside.output()).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                directory + " is not the top of its git repository",
                                "give the top directory with -C",
                                true));
    }

    private static Optional<Problem> problem(String what, String remedy) {
        return Optional.of(new Problem(what, remedy, false));
    }

    /** What is not committed, as {@code git status --porcelain} tells it, by path. */
    public List<String> uncommitted() throws IOException, InterruptedException {
        return git.names(null, "status", "--porcelain", "-z", "--no-renames");
    }
}
