package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.lockstep.jenkins.governor.SessionGovernor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The runs of all builds in progress; one object for each, so that its ledger has one writer. */
@Extension
public final class BuildRuns extends RunListener<Run<?, ?>> {
    private static final Logger LOGGER = Logger.getLogger(BuildRuns.class.getName());

    private final Map<String, BuildRun> open = new HashMap<>();

    public static BuildRuns get() {
        return ExtensionList.lookupSingleton(BuildRuns.class);
    }

    /** That build's; read from its directory if this process does not know it yet. */
    public synchronized BuildRun of(Run<?, ?> build) {
        return open.computeIfAbsent(build.getExternalizableId(), id -> new BuildRun(build));
    }

    /** What ended may have been begun by another process. */
    private synchronized Optional<BuildRun> ending(Run<?, ?> build) {
        boolean known =
                open.containsKey(build.getExternalizableId())
                        || Files.exists(EarlierBuilds.files(build).plan());
        return known ? Optional.of(of(build)) : Optional.empty();
    }

    private synchronized BuildRun remove(Run<?, ?> build) {
        return open.remove(build.getExternalizableId());
    }

    /** What is asked for afterwards is opened again. */
    synchronized void closeAll() {
        open.values().forEach(BuildRun::close);
        open.clear();
    }

    @Override
    public void onCompleted(Run<?, ?> build, TaskListener listener) {
        ending(build).ifPresent(run -> end(run, build, listener));
    }

    private void end(BuildRun run, Run<?, ?> build, TaskListener listener) {
        try {
            new RunEnd(run, build).archive(listener);
        } catch (IOException | InterruptedException | RuntimeException e) {
            listener.getLogger()
                    .println("Lockstep: not all of the run could be archived: " + e.getMessage());
            LOGGER.log(Level.WARNING, "archiving the run of " + build, e);
        } finally {
            remove(build);
            run.close();
        }
    }

    @Override
    public void onFinalized(Run<?, ?> build) {
        BuildRun run = remove(build);
        if (run != null) {
            run.close();
        }
        SessionGovernor.get().buildEnded();
    }
}
