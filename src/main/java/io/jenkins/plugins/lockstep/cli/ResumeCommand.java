package io.jenkins.plugins.lockstep.cli;

import picocli.CommandLine.Command;

/** {@code lockstep resume}: the same as {@code run}, since what is sealed is never done again. */
@Command(
        name = "resume",
        description = {
            "Goes on after a failure, a kill or a change of the plan.",
            "It is 'run' by another name: either runs what has no valid seal, and only that."
        })
public final class ResumeCommand extends RunCommand {}
