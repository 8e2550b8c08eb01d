package org.jenkinsci.plugins.workflow.steps;

public abstract class GeneralNonBlockingStepExecution extends StepExecution {
    protected GeneralNonBlockingStepExecution(StepContext context) { super(context); }
    protected final void run(Block block) { throw new UnsupportedOperationException(); }
    public void stop(Throwable cause) throws Exception { throw new UnsupportedOperationException(); }
    public void onResume() { throw new UnsupportedOperationException(); }
    public String getStatus() { throw new UnsupportedOperationException(); }
    public boolean blocksRestart() { throw new UnsupportedOperationException(); }
    @FunctionalInterface
    protected interface Block {
        void run() throws Exception;
    }
}
