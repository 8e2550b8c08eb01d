package io.jenkins.plugins.lockstep.cli.doctor;

import io.jenkins.plugins.lockstep.git.UserRepository;
import io.jenkins.plugins.lockstep.git.UserRepository.Problem;
import io.jenkins.plugins.lockstep.process.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Git is new enough, and the project is a clean repository with the target branch. */
final class GitCheck implements Check {
    private static final Pattern VERSION = Pattern.compile("git version (\\d{1,4})\\.(\\d{1,4})");
    private static final int SHOWN = 5;

    @Override
    public List<Finding> look(Surroundings s) throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        if (!Files.isDirectory(s.directory())) {
            return List.of(
                    Finding.error(
                            "there is no directory " + s.directory(),
                            "name the project's with -C"));
        }
        Ended version = s.probe().ask(List.of("git", "--version"));
        if (!version.succeeded()) {
            return List.of(
                    Finding.error(
                            "git was not found or does not run", "install git 2.38 or newer"));
        }
        findings.add(version(String.join(" ", version.lastLines())));
        UserRepository repository = new UserRepository(s.directory());
        Optional<Problem> place = repository.place();
        place.ifPresent(problem -> findings.add(error(problem)));
        if (place.isPresent() && !place.get().readable()) {
            return findings;
        }
        findings.add(clean(s, repository.uncommitted()));
        if (place.isEmpty() && s.plan() != null) {
            String branch = s.plan().project().branch();
            findings.add(
                    repository
                            .problem(branch)
                            .map(GitCheck::error)
                            .orElse(Finding.ok("the target branch '" + branch + "' exists")));
        }
        return findings;
    }

    private static Finding error(Problem problem) {
        return Finding.error(problem.what(), problem.remedy());
    }

    private static Finding version(String text) {
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.find()) {
            return Finding.warning("git gave no version: " + text, "use git 2.38 or newer");
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return major > 2 || (major == 2 && minor >= 38)
                ? Finding.ok("git " + major + "." + minor)
                : Finding.error(
                        "git " + major + "." + minor + " is too old", "install git 2.38 or newer");
    }

    private static Finding clean(Surroundings s, List<String> changes) {
        if (changes.isEmpty()) {
            return Finding.ok("the repository is clean");
        }
        String plan = s.directory().relativize(s.planFile()).toString();
        if (changes.stream().allMatch(change -> change.endsWith(" " + plan))) {
            return Finding.warning(
                    plan + " has changes that are not committed",
                    "a run takes it as it is; commit it when you like");
        }
        String more = changes.size() > SHOWN ? "\n…" : "";
        return Finding.error(
                "the repository is not clean:\n"
                        + String.join("\n", changes.subList(0, Math.min(SHOWN, changes.size())))
                        + more,
                "commit or ignore these: a run starts from a commit and would not see them");
    }
}
