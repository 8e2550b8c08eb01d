package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.run.SealIndex;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import jenkins.MasterToSlaveFileCallable;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Ends a build that a commit of Lockstep's own started. */
public final class OwnCommits {
    private static final int MOST_BUILDS = 50;

    private OwnCommits() {}

    /**
     * Looks whether the commit that this build starts from is one that an earlier build of the job
     * sealed, and whose trailer names a seal of that build.
     *
     * @throws FlowInterruptedException as NOT_BUILT, if so
     */
    public static void check(
            Run<?, ?> build, PinnedPlan pinned, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        Run<?, ?> earlier = build.getPreviousBuild();
        for (int n = 0;
                n < MOST_BUILDS && earlier != null;
                n++, earlier = earlier.getPreviousBuild()) {
            Path directory = earlier.getRootDir().toPath().resolve("lockstep");
            if (Files.exists(directory.resolve("ledger.jsonl"))) {
                Set<String> seals = new HashSet<>();
                boolean sealed = false;
                SealIndex index = new SealIndex();
                for (Entry entry : LedgerReader.read(directory)) {
                    Optional<Sealed> one = index.add(entry);
                    if (one.isPresent()) {
                        seals.add(one.get().seal().toString());
                        sealed |=
                                one.get().commit().equals(pinned.base())
                                        && !pinned.base().equals(base(directory));
                    }
                }
                if (sealed && seals.contains(workspace.act(new Trailer(pinned.base())))) {
                    Own reason = new Own(earlier.getExternalizableId());
                    listener.getLogger().println(reason.getShortDescription());
                    throw new FlowInterruptedException(Result.NOT_BUILT, false, reason);
                }
            }
        }
    }

    private static String base(Path directory) throws IOException {
        return Files.readString(directory.resolve("base")).strip();
    }

    /** The reason, in the build's log. */
    static final class Own extends CauseOfInterruption {
        private static final long serialVersionUID = 1;

        private final String build;

        Own(String build) {
            this.build = build;
        }

        @Override
        public String getShortDescription() {
            return "Lockstep: nothing to do, the only new commit is the one that "
                    + build
                    + " proved and sealed";
        }
    }

    /** The seal that a commit's trailer names; empty if it names none. */
    private static final class Trailer extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1;

        private final String commit;

        Trailer(String commit) {
            this.commit = commit;
        }

        @Override
        public String invoke(File workspace, VirtualChannel channel)
                throws IOException, InterruptedException {
            Process git =
                    new ProcessBuilder(
                                    "git",
                                    "log",
                                    "-1",
                                    "--format=%(trailers:key=Lockstep-Seal,valueonly)",
                                    commit)
                            .directory(workspace)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text =
                    new String(
                            git.getInputStream().readNBytes(1 << 12),
                            java.nio.charset.StandardCharsets.UTF_8);
            git.waitFor();
            return text.strip();
        }
    }
}
