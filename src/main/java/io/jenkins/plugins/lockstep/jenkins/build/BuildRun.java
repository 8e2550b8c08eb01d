package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.LedgerBrokenException;
import io.jenkins.plugins.lockstep.evidence.LedgerHeldException;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.RunPredicate;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.evidence.WaiverPredicate;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.run.EventLog;
import io.jenkins.plugins.lockstep.run.SealIndex;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The Lockstep run of one build, all of it in the build's directory, so that a restart of the
 * controller finds it again. The only writer of its ledger.
 */
public final class BuildRun {
    private static final Logger LOGGER = Logger.getLogger(BuildRun.class.getName());

    private final String id;
    private final BuildFiles files;
    private final Map<String, List<Runnable>> live = new HashMap<>();
    private final SealIndex index = new SealIndex();
    private PinnedPlan pinned;
    private Ledger ledger;
    private EventLog events;
    private Map<Digest, List<String>> earlier;

    BuildRun(Run<?, ?> build) {
        id = build.getExternalizableId();
        files = new BuildFiles(build.getRootDir().toPath().resolve("lockstep"));
    }

    /** The build's id, {@code folder/job#12}, which is the run's too. */
    public String id() {
        return id;
    }

    public BuildFiles files() {
        return files;
    }

    /** Makes the run's directory. */
    public void open() throws IOException {
        Files.createDirectories(files.root());
    }

    /**
     * The plan that the run began with; nothing if no step with a workspace has pinned it yet.
     *
     * @throws IOException if what is on disk can't be read
     */
    public synchronized Optional<PinnedPlan> pinned() throws IOException {
        if (pinned == null && Files.exists(files.plan())) {
            pinned = PinnedPlan.read(files);
            openLedger();
        }
        return Optional.ofNullable(pinned);
    }

    /**
     * Pins the plan, unless that is done.
     *
     * @param base the workspace's commit: where the run starts from
     */
    public synchronized PinnedPlan pin(byte[] plan, String base) throws IOException {
        if (pinned().isEmpty()) {
            PinnedPlan read = PinnedPlan.of(plan, base);
            open();
            AtomicFiles.write(
                    files.base(), base.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            AtomicFiles.write(files.plan(), plan);
            pinned = read;
            openLedger();
            begin();
        }
        return pinned;
    }

    private void openLedger() throws IOException {
        try {
            ledger = Ledger.open(files.root(), ControllerKey.get(), id);
        } catch (LedgerHeldException | LedgerBrokenException e) {
            throw new IOException(e.getMessage(), e);
        }
        for (Entry entry : ledger.entries()) {
            index.add(entry);
        }
        events = new EventLog(id, files.events(), List.of());
    }

    private void begin() throws IOException {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("lockstep", LockstepVersion.plugin());
        append(
                Predicates.RUN,
                List.of(),
                new RunPredicate(
                        id,
                        pinned.plan().digest(),
                        pinned.base(),
                        versions,
                        Instant.now().toString()));
        for (Phase phase : pinned.plan().phases().values()) {
            if (phase.isOff()) {
                append(
                        Predicates.WAIVER,
                        List.of(),
                        new WaiverPredicate(
                                id, 0, phase.name(), phase.off(), pinned.plan().digest()));
            }
        }
        events.emit(0, "", 0, Event.Type.RUN_STARTED, id, Map.of("base", pinned.base()));
    }

    /** Writes one line of the ledger and gives its seal if it is one. */
    synchronized Optional<Sealed> append(String type, List<Subject> subjects, Object predicate)
            throws IOException {
        Entry entry;
        try {
            entry = ledger.append(type, subjects, predicate);
        } catch (LedgerBrokenException e) {
            throw new IOException(e.getMessage(), e);
        }
        return index.add(entry);
    }

    public SealIndex index() {
        return index;
    }

    /**
     * Which earlier builds have seals for a content key; asked once for a build, since they don't
     * change any more.
     */
    synchronized Map<Digest, List<String>> earlier(Supplier<Map<Digest, List<String>>> ask) {
        if (earlier == null) {
            earlier = ask.get();
        }
        return earlier;
    }

    /** Where what happens to a phase is told. */
    public EventSink events(int milestone, String node, int attempt) {
        return events.at(milestone, node, attempt);
    }

    /** What a node of a milestone is called among those that are being done. */
    public static String name(int milestone, String node) {
        return "'" + node + "' of milestone " + milestone;
    }

    /**
     * Takes a node for one step. It is given back with {@link #release}, or when the build ends.
     *
     * @throws AbortException if another step has it
     */
    public synchronized void claim(String name) throws AbortException {
        if (live.putIfAbsent(name, new ArrayList<>()) != null) {
            throw new AbortException(
                    name
                            + " is being done by another step of this build. A phase may stand in one branch only");
        }
    }

    /**
     * As {@link #claim}, but does not fail.
     *
     * @param free called once when the node is given back, if another has it now
     */
    public synchronized boolean claimOrWait(String name, Runnable free) {
        List<Runnable> waiting = live.get(name);
        if (waiting == null) {
            live.put(name, new ArrayList<>());
            return true;
        }
        waiting.add(free);
        return false;
    }

    public void release(String name) {
        List<Runnable> waiting;
        synchronized (this) {
            waiting = live.remove(name);
        }
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /**
     * Reserves the number of a new attempt: one more than any before, in this build or taken over.
     */
    public synchronized int nextAttempt(int milestone, String node) throws IOException {
        Path attempts = Files.createDirectories(files.attempts(milestone, node));
        int number = index.lastAttempt(milestone, node);
        while (true) {
            number++;
            try {
                Files.createFile(attempts.resolve(Integer.toString(number)));
                return number;
            } catch (FileAlreadyExistsException e) {
                LOGGER.log(Level.FINEST, "attempt {0} was reserved before", number);
            }
        }
    }

    synchronized void close() {
        try {
            if (events != null) {
                events.close();
            }
            if (ledger != null) {
                ledger.close();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "closing the ledger of " + id, e);
        }
        ledger = null;
        events = null;
        pinned = null;
    }
}
