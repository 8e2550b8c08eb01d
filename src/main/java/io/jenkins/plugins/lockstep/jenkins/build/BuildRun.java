package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.LedgerBrokenException;
import io.jenkins.plugins.lockstep.evidence.LedgerHeldException;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.run.Beginning;
import io.jenkins.plugins.lockstep.run.SealIndex;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.Overrides;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private BuildStory story;
    private Map<Digest, List<String>> earlier;
    private EarlierSeals earlierSeals;

    BuildRun(Run<?, ?> build) {
        id = build.getExternalizableId();
        files = EarlierBuilds.files(build);
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
            openLedger(PinnedPlan.read(files));
        }
        return Optional.ofNullable(pinned);
    }

    /**
     * Pins the plan, unless that is done.
     *
     * @param base the workspace's commit: where the run starts from
     * @param before the run of the build before, if there was one
     */
    public synchronized PinnedPlan pin(byte[] plan, String base, Optional<BuildFiles> before)
            throws IOException {
        if (pinned().isEmpty()) {
            PinnedPlan read = PinnedPlan.of(plan, base);
            open();
            if (before.isPresent()) {
                OnTop.carry(before.get(), files);
            }
            AtomicFiles.write(files.base(), base.getBytes(StandardCharsets.US_ASCII));
            AtomicFiles.write(files.plan(), plan);
            openLedger(read);
        }
        return pinned;
    }

    private void openLedger(PinnedPlan plan) throws IOException {
        try {
            ledger = Ledger.open(files.root(), ControllerKey.get(), id);
            story = new BuildStory(id, plan.plan(), files.events());
            List<Entry> entries = ledger.entries();
            index(entries);
            if (entries.isEmpty()) {
                story.runStarted();
            }
            index(append(beginning(plan, entries.isEmpty())));
            pinned = plan;
        } catch (LedgerHeldException | LedgerBrokenException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            if (pinned == null) {
                close();
            }
        }
    }

    private void index(List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            index.add(entry);
        }
    }

    /** What the ledger lacks of it: all, or what was not written before Jenkins ended. */
    private List<Ledger.Draft> beginning(PinnedPlan plan, boolean all) {
        Beginning beginning = new Beginning(id, plan.plan());
        return all
                ? beginning.entries(plan.base(), LockstepVersion.plugin(), index, Instant.now())
                : beginning.waivers(index);
    }

    /**
     * Nobody else has written to the ledger since it was opened; the plan must be pinned.
     *
     * @throws Refusal if somebody has
     */
    public synchronized void checkLedger() throws IOException {
        Optional<String> damage = ledger.damage();
        if (damage.isPresent()) {
            throw new Refusal(Cause.EVIDENCE_BROKEN, "Lockstep: " + damage.get());
        }
    }

    private List<Entry> append(List<Ledger.Draft> drafts) throws IOException {
        try {
            return ledger.append(drafts);
        } catch (LedgerBrokenException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Writes one line of the ledger and gives its seal if it is one. */
    synchronized Optional<Sealed> append(String type, List<Subject> subjects, Object predicate)
            throws IOException {
        return index.add(append(List.of(new Ledger.Draft(type, subjects, predicate))).get(0));
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

    /** What earlier builds sealed; likewise. */
    synchronized EarlierSeals earlierSeals(Supplier<EarlierSeals> ask) {
        if (earlierSeals == null) {
            earlierSeals = ask.get();
        }
        return earlierSeals;
    }

    /** What happens is told there; the plan must be pinned. */
    public BuildStory story() {
        return story;
    }

    /**
     * Takes the settings that a step gives instead of the plan's.
     *
     * @throws AbortException if the plan has no such phase, or the phase no such tool
     */
    public synchronized void override(int milestone, Overrides overrides) throws IOException {
        try {
            overrides.apply(pinned().orElseThrow().plan());
        } catch (IllegalArgumentException e) {
            throw new AbortException("Lockstep: " + e.getMessage());
        }
        BuildOverrides.put(files.overrides(), milestone, overrides);
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

    /** Keeps for a seal of an earlier build the number that it has there. */
    synchronized void keepAttempt(Sealed old) throws IOException {
        numbers().keep(old.milestone(), old.node(), old.attempt(), old.seal());
    }

    /** The number under which a seal of an earlier build is known here. */
    synchronized int takenAttempt(Sealed old) throws IOException {
        return numbers().taken(old.milestone(), old.node(), old.attempt(), old.seal());
    }

    /** Reserves the number of a new attempt. */
    public synchronized int nextAttempt(int milestone, String node) throws IOException {
        return numbers().next(milestone, node);
    }

    private AttemptNumbers numbers() {
        return new AttemptNumbers(files, index);
    }

    synchronized void close() {
        try {
            if (story != null) {
                story.close();
            }
            if (ledger != null) {
                ledger.close();
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "closing the ledger of " + id, e);
        }
        ledger = null;
        story = null;
        pinned = null;
    }
}
