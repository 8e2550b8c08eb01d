package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.report.EventLine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The worker's entry: does the job in the directory that is its only argument, and tells on
 * standard output what happens. Exit code 0 whether the phase is proven or not, since {@code
 * outcome.json} says that; 1 if there is no outcome.
 */
public final class Worker {
    private static final int SECONDS_TO_END = 15;

    private Worker() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println(
                    "usage: java -cp lockstep-cli.jar "
                            + Worker.class.getName()
                            + " <job directory>");
            System.exit(2);
        }
        System.exit(run(Path.of(args[0]).toAbsolutePath().normalize(), System.out));
    }

    /** An end from outside (SIGTERM) ends all that the job started before the process goes. */
    private static int run(Path directory, PrintStream out) {
        Thread main = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook =
                new Thread(
                        () -> {
                            main.interrupt();
                            try {
                                done.await(SECONDS_TO_END, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            AttemptSpec spec = new JobDirectory(directory).read().spec();
            new JobRunner(directory, sink(spec, out)).run();
            return 0;
        } catch (InterruptedException e) {
            out.println("Lockstep: interrupted");
            return 1;
        } catch (Exception e) {
            out.println("Lockstep: " + e.getMessage());
            e.printStackTrace(out);
            return 1;
        } finally {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                out.println("Lockstep: ending");
            }
        }
    }

    /** One line an event, with its place, since branches of a group share a build's log. */
    static EventSink sink(AttemptSpec at, PrintStream out) {
        return (type, session, file, message, data) -> {
            Event event =
                    new Event(
                            Instant.now().toString(),
                            at.run(),
                            at.milestone(),
                            at.phase(),
                            at.attempt(),
                            session,
                            file,
                            type,
                            message,
                            data);
            synchronized (out) {
                out.println("Lockstep: " + EventLine.place(event) + " " + EventLine.what(event));
                out.flush();
            }
        };
    }
}
