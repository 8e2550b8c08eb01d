package io.jenkins.plugins.lockstep.cli;

/**
 * While it is open, SIGINT and SIGTERM interrupt the thread that opened it and wait for its end, so
 * that processes are ended and checkouts removed; the process then exits with {@link
 * ExitCodes#INTERRUPTED}.
 */
final class Interruption implements AutoCloseable {
    private final Thread owner = Thread.currentThread();
    private final Thread hook = new Thread(this::interrupt, "lockstep-interruption");
    private final java.util.concurrent.CountDownLatch closed =
            new java.util.concurrent.CountDownLatch(1);

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt() {
        owner.interrupt();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is already ending, by way of the hook.
            return;
        }
    }
}
