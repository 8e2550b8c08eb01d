package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Util;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/** A phase done by the configured agent; subclasses name it. */
public abstract class PhaseStep extends Step {
    private final String phase;
    private int workers;
    private String tool;
    private String timeout;
    private int attempts;
    private String model;
    private String credentialsId;
    private String credentialsVariable;

    protected PhaseStep(String phase) {
        this.phase = phase;
    }

    final String phase() {
        return phase;
    }

    @Override
    public final StepExecution start(StepContext context) {
        return new PhaseExecution(context, new PhaseRequest(this));
    }

    public final int getWorkers() {
        return workers;
    }

    @DataBoundSetter
    public final void setWorkers(int workers) {
        this.workers = workers;
    }

    public final String getTool() {
        return tool;
    }

    @DataBoundSetter
    public final void setTool(String tool) {
        this.tool = Util.fixEmptyAndTrim(tool);
    }

    public final String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public final void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    public final int getAttempts() {
        return attempts;
    }

    @DataBoundSetter
    public final void setAttempts(int attempts) {
        this.attempts = attempts;
    }

    public final String getModel() {
        return model;
    }

    @DataBoundSetter
    public final void setModel(String model) {
        this.model = Util.fixEmptyAndTrim(model);
    }

    public final String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public final void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public final String getCredentialsVariable() {
        return credentialsVariable;
    }

    @DataBoundSetter
    public final void setCredentialsVariable(String credentialsVariable) {
        this.credentialsVariable = Util.fixEmptyAndTrim(credentialsVariable);
    }
}
