package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.function.Executable;

/** Runs of a {@link TinyProject}, and what the last of them told. */
final class TinyRuns {
    private final TinyProject project;
    private final List<Event> events = new ArrayList<>();
    private final List<Due> dues = new ArrayList<>();

    private record Due(Predicate<Event> event, Executable what) {}

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
        at(
                event -> event.type() == Event.Type.ATTEMPT_STARTED && event.phase().equals(phase),
                what);
    }

    /** What somebody does, once, at the first such event. */
    void at(Predicate<Event> event, Executable what) {
        dues.add(new Due(event, what));
    }

    private void take(Event event) {
        List<Due> now = new ArrayList<>();
        synchronized (events) {
            events.add(event);
            dues.stream().filter(due -> due.event().test(event)).forEach(now::add);
            dues.removeAll(now);
        }
        for (Due due : now) {
            try {
                due.what().execute();
            } catch (Throwable e) {
                throw new AssertionError("what happens at " + event, e);
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

    /** What was told besides, as text. */
    List<String> notes() {
        return events.stream()
                .filter(event -> event.type() == Event.Type.NOTE)
                .map(Event::message)
                .toList();
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
