package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Who holds a ledger.
 *
 * @param since ISO-8601 UTC
 * @param run what it does, as given to {@link Ledger#open}
 */
public record Holder(long pid, String host, String user, String since, String run) {
    private static final int MAX_BYTES = 1 << 16;

    static Holder self(String run) {
        return new Holder(
                ProcessHandle.current().pid(),
                hostName(),
                System.getProperty("user.name", ""),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                run);
    }

    /** What the file says; null if it is missing, unreadable, or of a process that has ended. */
    static Holder read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return null;
            }
            Holder holder = Json.read(Files.readAllBytes(file), Holder.class);
            boolean gone =
                    hostName().equals(holder.host)
                            && ProcessHandle.of(holder.pid)
                                    .filter(ProcessHandle::isAlive)
                                    .isEmpty();
            return gone ? null : holder;
        } catch (IOException e) {
            return null;
        }
    }

    /** Asks the system first, since asking the network can take long. */
    private static String hostName() {
        try {
            Path kernel = Path.of("/proc/sys/kernel/hostname");
            if (Files.isReadable(kernel)) {
                return Files.readString(kernel).strip();
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }

    @Override
    public String toString() {
        return "run "
                + run
                + " (process "
                + pid
                + " of "
                + user
                + " on "
                + host
                + ", since "
                + since
                + ")";
    }
}
