package io.jenkins.plugins.lockstep.cli;

/** What {@code lockstep} exits with. */
public final class ExitCodes {
    /** All that was asked for is proven, or was done. */
    public static final int PROVEN = 0;

    /** A phase failed. */
    public static final int FAILED = 1;

    /** The command line, the plan or the project is not fit to run. */
    public static final int USAGE = 2;

    /** Evidence does not verify. */
    public static final int BROKEN = 3;

    public static final int INTERRUPTED = 4;

    /** A defect of Lockstep or of the machine, such as a full disk. */
    public static final int INTERNAL = 70;

    private ExitCodes() {}
}
