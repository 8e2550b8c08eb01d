package io.jenkins.plugins.lockstep.jenkins.step;

import io.jenkins.plugins.lockstep.jenkins.build.BuildRun;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a step holds of its build's nodes, so that no other step does them; kept over a restart.
 * Pipeline may save the step at any moment, in a thread of its own, so the list is never changed
 * but replaced.
 */
final class Claims implements Serializable {
    private static final long serialVersionUID = 1;

    private volatile ArrayList<String> names = new ArrayList<>();

    /**
     * Takes a node until the step ends.
     *
     * @throws hudson.AbortException if another step has it
     */
    void take(BuildRun run, int milestone, String node) throws IOException {
        String name = BuildRun.name(milestone, node);
        if (!names.contains(name)) {
            run.claim(name);
            replace(list -> list.add(name));
        }
    }

    private synchronized void replace(Consumer<List<String>> change) {
        ArrayList<String> changed = new ArrayList<>(names);
        change.accept(changed);
        names = changed;
    }

    /**
     * As {@link #take}, but if another step has it, {@code free} is called when it has not any
     * more.
     */
    boolean takeOrWait(BuildRun run, int milestone, String node, Runnable free) {
        String name = BuildRun.name(milestone, node);
        if (names.contains(name)) {
            return true;
        }
        boolean taken = run.claimOrWait(name, free);
        if (taken) {
            replace(list -> list.add(name));
        }
        return taken;
    }

    /** Takes all again, in a new process. */
    void renew(BuildRun run) throws IOException {
        for (String name : names) {
            run.claim(name);
        }
    }

    /** Gives one node back before the step ends. */
    void release(BuildRun run, int milestone, String node) {
        String name = BuildRun.name(milestone, node);
        if (names.contains(name)) {
            replace(list -> list.remove(name));
            run.release(name);
        }
    }

    void releaseAll(BuildRun run) {
        List<String> held = names;
        replace(List::clear);
        held.forEach(run::release);
    }
}
