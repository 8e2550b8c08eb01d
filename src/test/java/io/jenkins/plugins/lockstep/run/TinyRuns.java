package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Runs of a {@link TinyProject}, and what the last of them told. */
final class TinyRuns {
    private final TinyProject project;
    private final List<Event> events = new ArrayList<>();
    private String duringPhase = "";
    private Executable during;

    TinyRuns(TinyProject project) {
        this.project = project;
    }

    static TinyRuns in(Path parent) throws Exception {
        return new TinyRuns(TinyProject.in(parent));
    }

    TinyProject project() {
        return project;
    }

    RunOutcome run() throws Exception {
        return run("");
    }

    /**
     * @param phase run up to this one of the only milestone; empty for all
     */
    RunOutcome run(String phase) throws Exception {
        return run(new RunOptions(project.directory(), project.plan(), 0, phase));
    }

    RunOutcome run(RunOptions options) throws Exception {
        events.clear();
        return Run.execute(options, List.of(this::take));
    }

    /** What somebody does, once, while an attempt of that phase begins. */
    void during(String phase, Executable what) {
        duringPhase = phase;
        during = what;
    }

    private void take(Event event) {
        Executable due = null;
        synchronized (events) {
            events.add(event);
            if (event.type() == Event.Type.ATTEMPT_STARTED && event.phase().equals(duringPhase)) {
                due = during;
                duringPhase = "";
            }
        }
        if (due != null) {
            try {
                due.execute();
            } catch (Throwable e) {
                throw new AssertionError("what happens during " + event.phase(), e);
            }
        }
    }

    List<Event> events() {
        return events;
    }

    /** The phases of which attempts were made, in the order of their starts. */
    List<String> attempts() {
        return phases(Event.Type.ATTEMPT_STARTED);
    }

    /** The phases in which the agent had sessions, one for each. */
    List<String> sessions() {
        return phases(Event.Type.SESSION_STARTED);
    }

    List<String> sealed() {
        return phases(Event.Type.SEALED);
    }

    private List<String> phases(Event.Type type) {
        return events.stream().filter(event -> event.type() == type).map(Event::phase).toList();
    }

    Verification verify() throws Exception {
        return Verifying.verify(Home.of(project.directory()));
    }

    /** Commits all that differs, as a user does. */
    void commit(String message) throws Exception {
        project.git("add", "-A");
        project.git(
                "-c",
                "user.name=user",
                "-c",
                "user.email=user@localhost",
                "commit",
                "-q",
                "-m",
                message);
    }
}
