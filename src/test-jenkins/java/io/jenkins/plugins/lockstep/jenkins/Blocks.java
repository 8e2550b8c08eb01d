package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A project with two phases in a group, a third after both, and the commit: all for {@code
 * withPhase}, each proven by a tool that asks little. Pipelines fetch from its repository and push
 * there.
 */
final class Blocks {
    private static final String TOOL = "[sh, -c, \"! grep -Hn BAD src/*.txt\"]";

    private final Path work;
    private final Path repository;

    private Blocks(Path work, Path repository) {
        this.work = work;
        this.repository = repository;
    }

    static Blocks in(Path parent) throws Exception {
        return in(parent, "One", "");
    }

    /**
     * @param milestone its name
     * @param agent of the plan, as YAML; may be empty
     */
    static Blocks in(Path parent, String milestone, String agent) throws Exception {
        Path work = Files.createDirectories(parent.resolve("work"));
        Blocks blocks = new Blocks(work, parent.resolve("origin.git"));
        blocks.git("init", "-q", "-b", "main");
        blocks.git("init", "-q", "--bare", "-b", "main", blocks.repository.toString());
        blocks.write("lockstep.yaml", plan(milestone, agent));
        blocks.write("src/a.txt", "one\ntwo\nthree\n");
        blocks.commit("start");
        blocks.push();
        return blocks;
    }

    private static String plan(String milestone, String agent) {
        StringBuilder plan = new StringBuilder("version: 1\nproject: {name: blocks, branch: main,");
        plan.append(" sources: [\"src/**\"], tests: [\"test/**\"]}\n")
                .append(agent)
                .append("tools:\n");
        for (String phase : List.of("left", "right", "both")) {
            plan.append("  ")
                    .append(phase)
                    .append(": {command: ")
                    .append(TOOL)
                    .append(", format: exit}\n");
        }
        plan.append("phases:\n");
        for (String off : Origin.PHASES) {
            if (!off.equals("commit")) {
                plan.append("  ").append(off).append(": {off: not needed here}\n");
            }
        }
        return plan.append("  left: {kind: issues, after: []}\n")
                .append("  right: {kind: issues, after: []}\n")
                .append("  both: {kind: issues, after: [left, right]}\n")
                .append("milestones:\n  - {number: 1, name: '")
                .append(milestone)
                .append("', description: d, criteria: [c]}\n")
                .toString();
    }

    Path repository() {
        return repository;
    }

    void write(String path, String content) throws Exception {
        Path file = work.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    String commit(String message) throws Exception {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }

    /** Makes what is checked out the tip of main. */
    void push() throws Exception {
        git("push", "-q", "-f", repository.toString(), "HEAD:refs/heads/main");
    }

    /** Checks out what builds pushed to main. */
    String pull() throws Exception {
        git("fetch", "-q", repository.toString(), "main");
        git("checkout", "-q", "-B", "main", "FETCH_HEAD");
        return git("rev-parse", "HEAD");
    }

    String git(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("git", "-c", "user.name=user", "-c", "user.email=user@localhost"));
        command.addAll(List.of(arguments));
        Process git =
                new ProcessBuilder(command)
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(text).isZero();
        return text.strip();
    }

    /** Steps that check main out by plain git. */
    String checkout() {
        return "sh 'git init -q . && git fetch -q "
                + repository
                + " main && git checkout -q -f FETCH_HEAD'";
    }

    static WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
