package io.jenkins.plugins.lockstep.cli.doctor;

import java.util.List;

/** All that the doctor looks at, in order. */
public final class Checks {
    public static final List<Check> ALL =
            List.of(
                    new GitCheck(),
                    new PlanCheck(),
                    new ProgramCheck(),
                    new ConfigCheck(),
                    new SandboxCheck(),
                    new SpaceCheck());

    private Checks() {}
}
