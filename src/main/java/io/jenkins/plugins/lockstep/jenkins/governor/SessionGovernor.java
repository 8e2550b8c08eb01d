package io.jenkins.plugins.lockstep.jenkins.governor;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;

/**
 * Shares the controller's agent sessions among phases, first come first served. A phase gets its
 * sessions when the first of them is free and keeps them until it ends, so nothing has to be asked
 * while it runs. The queue is on disk: after a restart phases find their places again.
 */
@Extension
public final class SessionGovernor implements ExtensionPoint {
    private final Map<String, Runnable> waiting = new HashMap<>();
    private List<Place> places;

    /**
     * A phase that has sessions or waits for them.
     *
     * @param granted 0 while it waits
     */
    public record Place(String ticket, String build, String phase, int wanted, int granted) {}

    public static SessionGovernor get() {
        return ExtensionList.lookupSingleton(SessionGovernor.class);
    }

    /**
     * Asks for sessions, or asks again with the same ticket.
     *
     * @param granted called once when sessions are there, if they are not now; ask again then
     * @return what is granted; null if the phase has to wait
     */
    public Grant request(
            String ticket,
            Run<?, ?> build,
            String phase,
            int wanted,
            TaskListener listener,
            Runnable granted)
            throws IOException {
        Grant grant;
        List<Runnable> others;
        synchronized (this) {
            if (find(ticket) == null) {
                places().add(
                                new Place(
                                        ticket,
                                        build.getExternalizableId(),
                                        phase,
                                        Math.max(1, wanted),
                                        0));
            }
            others = serve();
            Place place = find(ticket);
            grant = place.granted() > 0 ? grant(place.granted()) : null;
            if (grant == null) {
                waiting.put(ticket, granted);
                listener.getLogger()
                        .println(
                                "Lockstep: "
                                        + phase
                                        + " waits for agent sessions: "
                                        + used()
                                        + " of "
                                        + limit()
                                        + " are in use, "
                                        + before(ticket)
                                        + " phases are before it");
            } else {
                waiting.remove(ticket);
            }
            save();
        }
        others.stream().filter(other -> other != granted).forEach(Runnable::run);
        return grant;
    }

    /** Gives sessions or a place in the queue back. */
    public void release(String ticket) {
        List<Runnable> served;
        synchronized (this) {
            places().removeIf(place -> place.ticket().equals(ticket));
            waiting.remove(ticket);
            served = serve();
            save();
        }
        served.forEach(Runnable::run);
    }

    /** Serves those who may go on under new limits. */
    void limitsChanged() {
        serveNow();
    }

    /** Takes back what a build held that ended without giving it back. */
    public void buildEnded() {
        boolean any;
        synchronized (this) {
            any = !places().isEmpty();
        }
        if (any) {
            serveNow();
        }
    }

    private void serveNow() {
        List<Runnable> served;
        synchronized (this) {
            served = serve();
            save();
        }
        served.forEach(Runnable::run);
    }

    /** Phases of a build that wait, in the order of the queue. */
    public synchronized List<Place> waiting(Run<?, ?> build) {
        return places().stream()
                .filter(
                        place ->
                                place.granted() == 0
                                        && place.build().equals(build.getExternalizableId()))
                .toList();
    }

    /** How many phases are before that one. */
    public synchronized int before(String ticket) {
        int count = 0;
        for (Place place : places()) {
            if (place.ticket().equals(ticket)) {
                return count;
            }
            count += place.granted() == 0 ? 1 : 0;
        }
        return count;
    }

    /** Grants from the queue's head on while anything is free; nobody overtakes. */
    private List<Runnable> serve() {
        List<Runnable> served = new ArrayList<>();
        places().removeIf(SessionGovernor::isGone);
        for (int n = 0; n < places().size(); n++) {
            Place place = places().get(n);
            if (place.granted() > 0) {
                continue;
            }
            int free = limit() - used();
            if (free <= 0) {
                break;
            }
            places().set(
                            n,
                            new Place(
                                    place.ticket(),
                                    place.build(),
                                    place.phase(),
                                    place.wanted(),
                                    Math.min(free, place.wanted())));
            Runnable callback = waiting.remove(place.ticket());
            if (callback != null) {
                served.add(callback);
            }
        }
        return served;
    }

    private static boolean isGone(Place place) {
        Run<?, ?> build = Run.fromExternalizableId(place.build());
        return build == null || !build.isBuilding();
    }

    private Grant grant(int sessions) {
        LockstepConfiguration configuration = LockstepConfiguration.get();
        if (configuration.getSessions() == 0 && configuration.getSessionsPerMinute() == 0) {
            return Grant.NONE;
        }
        int perMinute =
                configuration.getSessionsPerMinute() == 0
                        ? 0
                        : Math.max(1, configuration.getSessionsPerMinute() * sessions / limit());
        return new Grant(sessions, perMinute);
    }

    /** Without a limit at once, each session stands for one start a minute. */
    private static int limit() {
        LockstepConfiguration configuration = LockstepConfiguration.get();
        if (configuration.getSessions() > 0) {
            return configuration.getSessions();
        }
        return configuration.getSessionsPerMinute() > 0
                ? configuration.getSessionsPerMinute()
                : Integer.MAX_VALUE;
    }

    private int used() {
        return places().stream().mapToInt(Place::granted).sum();
    }

    private Place find(String ticket) {
        return places().stream()
                .filter(place -> place.ticket().equals(ticket))
                .findFirst()
                .orElse(null);
    }

    private List<Place> places() {
        if (places == null) {
            places = new ArrayList<>();
            try {
                if (Files.exists(file())) {
                    places.addAll(List.of(Json.read(Files.readAllBytes(file()), Place[].class)));
                }
            } catch (IOException e) {
                throw new IllegalStateException(
                        "the queue of sessions can't be read: " + file(), e);
            }
        }
        return places;
    }

    private void save() {
        try {
            Files.createDirectories(file().getParent());
            AtomicFiles.write(file(), Json.pretty(places()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "the queue of sessions can't be written: " + file(), e);
        }
    }

    private static Path file() {
        return Jenkins.get().getRootDir().toPath().resolve("lockstep").resolve("sessions.json");
    }
}
