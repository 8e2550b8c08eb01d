package io.jenkins.plugins.lockstep.git;

/** Whose name stands in the commits that Lockstep makes. */
public record Identity(String name, String email) {
    public static final Identity LOCKSTEP = new Identity("Lockstep", "lockstep@localhost");
}
