package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of a {@link TinyProject}, and what the last of them told. */
final class TinyRuns {
    private final TinyProject project;
    private final List<Event> events = new ArrayList<>();

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
        events.clear();
        RunOptions options = new RunOptions(project.directory(), project.plan(), 0, phase);
        return Run.execute(options, List.of(this::take));
    }

    private void take(Event event) {
        synchronized (events) {
            events.add(event);
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
