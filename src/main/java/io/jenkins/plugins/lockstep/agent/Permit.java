package io.jenkins.plugins.lockstep.agent;

/** The right to run one session; closing gives it back, once, however often. */
@FunctionalInterface
public interface Permit extends AutoCloseable {
    @Override
    void close();
}
