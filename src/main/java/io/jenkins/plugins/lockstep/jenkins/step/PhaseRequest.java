package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import io.jenkins.plugins.lockstep.worker.Overrides;
import java.io.Serializable;

/**
 * What a Jenkinsfile asks of a phase. Stored with a running build, so it is a plain class and not a
 * record.
 */
public final class PhaseRequest implements Serializable {
    private static final long serialVersionUID = 1;

    private final String phase;
    private final int workers;
    private final String tool;
    private final String timeout;
    private final int attempts;
    private final String model;
    private final String credentialsId;
    private final String credentialsVariable;

    PhaseRequest(PhaseStep step) {
        phase = step.phase();
        workers = step.getWorkers();
        tool = step.getTool();
        timeout = step.getTimeout();
        attempts = step.getAttempts();
        model = step.getModel();
        credentialsId = step.getCredentialsId();
        credentialsVariable = step.getCredentialsVariable();
    }

    /** Of the block form, whose body does the work. */
    PhaseRequest(String phase, String tool, String timeout) {
        this.phase = phase;
        this.tool = tool;
        this.timeout = timeout;
        workers = 0;
        attempts = 0;
        model = null;
        credentialsId = null;
        credentialsVariable = null;
    }

    public String phase() {
        return phase;
    }

    /** 0 for what the plan says. */
    public int attempts() {
        return attempts;
    }

    /** Null if the agent needs none. */
    public String credentialsId() {
        return credentialsId;
    }

    public String credentialsVariable() {
        return credentialsVariable;
    }

    /**
     * What replaces the plan's settings.
     *
     * @throws AbortException if the time limit can't be read
     */
    public Overrides overrides() throws AbortException {
        return new Overrides(phase, workers, tool, DurationField.millis(timeout), attempts, model);
    }
}
