package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.run.TinyProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * The tiny project of the engine's tests, published in a repository that builds fetch from. Its
 * scripted agent notes each session.
 */
final class Origin {
    /** Does what lint asks for, without an agent. */
    static final String MEND_LINT = "withPhase('lint') { sh 'sed -i s/LINT// src/*.txt' }\n";

    /** The sessions of a run in which every first attempt is proven. */
    static final List<String> SESSIONS =
            List.of(
                    "1 research",
                    "1 planning",
                    "1 implement",
                    "1 lint src/a.txt",
                    "1 lint src/b.txt",
                    "1 typecheck src/a.txt",
                    "1 typecheck src/b.txt",
                    "1 test");

    /** The default phases. */
    static final List<String> PHASES =
            List.of(
                    "research",
                    "planning",
                    "implement",
                    "architecture",
                    "lint",
                    "typecheck",
                    "test",
                    "integration",
                    "e2e",
                    "validate",
                    "commit");

    private final TinyProject project;
    private final Path repository;
    private final Path log;

    private Origin(TinyProject project, Path repository, Path log) {
        this.project = project;
        this.repository = repository;
        this.log = log;
    }

    /** With all phases, published. */
    static Origin in(Path parent) throws IOException, InterruptedException {
        return only(parent);
    }

    /** With those phases and no others; all if none is named. */
    static Origin only(Path parent, String... phases) throws IOException, InterruptedException {
        TinyProject project = TinyProject.in(parent);
        Path log = Files.createDirectories(parent.resolve("log"));
        project.change("writable: []", "writable: [\"" + log + "/\"]");
        project.change("attempt: 2m", "attempt: 30m");
        project.change("session: 1m", "session: 20m");
        project.agentFirst("TINY_LOG='" + log.resolve("sessions") + "'");
        project.git("init", "-q", "--bare", parent.resolve("origin.git").toString());
        Origin origin = new Origin(project, parent.resolve("origin.git"), log);
        origin.off(phases);
        origin.publish();
        return origin;
    }

    private void off(String... on) throws IOException {
        if (on.length == 0) {
            return;
        }
        StringBuilder off = new StringBuilder("phases:\n");
        for (String phase : PHASES) {
            if (!List.of(on).contains(phase) && !phase.equals("e2e")) {
                off.append("  ").append(phase).append(": {off: not needed here}\n");
            }
        }
        project.change("phases:\n", off.toString());
        if (!List.of(on).contains("e2e")) {
            project.change("  e2e:\n    expect:", "  e2e:\n    off: not needed here\n    expect:");
        }
    }

    TinyProject project() {
        return project;
    }

    Path repository() {
        return repository;
    }

    /** A directory that sessions may write to. */
    Path log() {
        return log;
    }

    /** Commits all there is, with the plan, as the tip of main. */
    String publish() throws IOException, InterruptedException {
        project.git("add", "-A");
        project.git("add", "-f", "lockstep.yaml");
        project.git(
                "-c",
                "user.name=tiny",
                "-c",
                "user.email=tiny@localhost",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "Change");
        project.git("push", "-q", repository.toString(), "HEAD:refs/heads/main");
        return project.git("rev-parse", "HEAD");
    }

    /** Steps that check the project out by plain git. */
    String checkout() {
        return "sh 'git init -q . && git fetch -q "
                + repository
                + " main && git checkout -q -f FETCH_HEAD'\n";
    }

    /** A job with those steps after the checkout, on any node. */
    WorkflowJob job(JenkinsRule jenkins, String steps) throws Exception {
        return Blocks.job(jenkins, "node {\n" + checkout() + steps + "\n}");
    }

    /** What sessions there were, in order: {@code 1 lint src/a.txt}. */
    List<String> sessions() throws IOException {
        Path sessions = log.resolve("sessions");
        return Files.exists(sessions)
                ? Files.readAllLines(sessions).stream().map(String::strip).toList()
                : List.of();
    }

    /** As {@link #sessions}, and the next time there are none of these. */
    List<String> takeSessions() throws IOException {
        List<String> all = sessions();
        Files.deleteIfExists(log.resolve("sessions"));
        return all;
    }

    /** What the agent does first from now on. */
    void agentFirst(String script) throws IOException {
        project.agentFirst(script);
    }

    /** Has the agent do nothing in a phase until {@link #mend}. */
    void idleIn(String phase) throws IOException {
        agentFirst(
                "if [ $LOCKSTEP_PHASE = "
                        + phase
                        + " ] && [ ! -e '"
                        + log
                        + "/works' ]; then exit 0; fi");
    }

    void mend() throws IOException {
        Files.createFile(log.resolve("works"));
    }

    /**
     * Reads the agent's next step in a phase from a file, which the test makes when it wants to.
     */
    Path waitIn(String phase) throws IOException {
        Path go = log.resolve("go-" + phase);
        agentFirst(
                "if [ \"$LOCKSTEP_PHASE\" = "
                        + phase
                        + " ]; then until [ -e '"
                        + go
                        + "' ]; do sleep 0.1; done; fi");
        assertThat(go).doesNotExist();
        return go;
    }
}
