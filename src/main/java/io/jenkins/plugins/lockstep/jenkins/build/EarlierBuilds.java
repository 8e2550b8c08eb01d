package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The builds of a job before one of them, as far as anybody looks back. */
public final class EarlierBuilds {
    /** How many builds are looked at. */
    private static final int MOST = 50;

    private EarlierBuilds() {}

    /** Those in which a plan was pinned, the latest first. */
    static List<Run<?, ?>> of(Run<?, ?> build) {
        List<Run<?, ?>> builds = new ArrayList<>();
        Run<?, ?> earlier = build.getPreviousBuild();
        for (int n = 0; n < MOST && earlier != null; n++) {
            if (Files.exists(files(earlier).plan())) {
                builds.add(earlier);
            }
            earlier = earlier.getPreviousBuild();
        }
        return builds;
    }

    /** The files of the last of them. */
    static Optional<BuildFiles> last(Run<?, ?> build) {
        return of(build).stream().findFirst().map(EarlierBuilds::files);
    }

    /** Where a build's run is, if it has one. */
    public static BuildFiles files(Run<?, ?> build) {
        return new BuildFiles(build.getRootDir().toPath().resolve("lockstep"));
    }
}
