package org.jenkinsci.plugins.workflow.steps.durable_task;

public final class BatchScriptStep extends DurableTaskStep {
    public BatchScriptStep(String script) { throw new UnsupportedOperationException(); }
}
