package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import io.jenkins.plugins.lockstep.run.EarlierWork;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.run.SealedWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds, where no seal fits, what this build or earlier ones of the job sealed of a phase and an
 * attempt can begin with, and seals it in this build when one did.
 */
public final class EarlierOffers {
    /** So many are sent to an agent, each with its commits. */
    private static final int MOST = 3;

    private static final int MOST_TEXT_BYTES = 1 << 20;

    private final BuildGraph graph;
    private final Run<?, ?> build;
    private final TaskListener listener;
    private final EarlierSeals seals;
    private final EarlierPast past;
    private final EarlierWork rule;

    public EarlierOffers(BuildGraph graph, Run<?, ?> build, TaskListener listener) {
        this.graph = graph;
        this.build = build;
        this.listener = listener;
        BuildRun run = graph.run();
        seals = run.earlierSeals(() -> EarlierSeals.of(build, listener));
        past = new EarlierPast(build, run, seals, graph.milestone().number());
        rule = new EarlierWork(graph.plan(), graph.milestone(), past);
    }

    /** What the attempt may begin with; its evidence is what was sealed. */
    public EarlierOffer find(BuildGraph.Open open) throws IOException {
        Phase phase = graph.phase(open.node().name());
        List<SealedWork> fitting = rule.fitting(phase, open.materials());
        EarlierOffer offer = phase.kind().changesFiles() ? changes(fitting) : text(phase, fitting);
        if (!offer.changes().isEmpty()) {
            log(
                    phase.name()
                            + " begins with "
                            + offer.changes().get(0).told()
                            + ", if that fits, since "
                            + why(open, fitting.get(0)));
        }
        return offer;
    }

    private String why(BuildGraph.Open open, SealedWork last) throws IOException {
        Set<String> below = graph.below(open.node());
        return below.isEmpty()
                ? rule.why(open.node().name(), last, graph.base())
                : "it is made again on top of " + String.join(", ", below);
    }

    private EarlierOffer changes(List<SealedWork> fitting) throws IOException {
        List<EarlierChange> changes = new ArrayList<>();
        for (SealedWork work : fitting) {
            if (changes.size() < MOST && isWhole(work)) {
                BuildFiles files = EarlierBuilds.files(holder(work));
                Bundles.bring(files, work.base(), graph.run().files());
                Bundles.bring(files, work.sealed().commit(), graph.run().files());
                graph.run().keepAttempt(work.sealed());
                changes.add(EarlierChange.of(work));
            }
        }
        return new EarlierOffer(changes, Map.of(), Map.of());
    }

    /** As it was first sealed, if that is there: it cites what stood before it then. */
    private EarlierOffer text(Phase phase, List<SealedWork> fitting) throws IOException {
        Set<SealedWork> texts = new LinkedHashSet<>();
        for (SealedWork work : fitting) {
            texts.add(rule.written(phase, work));
            texts.add(work);
        }
        for (SealedWork text : texts) {
            String name = EarlierWork.owed(text).orElse("");
            if (!name.isEmpty() && isWhole(text)) {
                Optional<byte[]> bytes =
                        new Artifacts(holder(text)).read(text.sealed(), name, MOST_TEXT_BYTES);
                if (bytes.isPresent()) {
                    graph.run().keepAttempt(text.sealed());
                    return new EarlierOffer(
                            List.of(EarlierChange.of(text)),
                            Map.of(name, bytes.get()),
                            rule.cited(phase, text));
                }
            }
        }
        return EarlierOffer.NONE;
    }

    private Run<?, ?> holder(SealedWork work) {
        return past.holder(work).orElseThrow();
    }

    /** Its build is there, with the evidence as it was sealed. */
    private boolean isWhole(SealedWork work) throws IOException {
        Sealed sealed = work.sealed();
        Optional<Run<?, ?>> holder = past.holder(work);
        if (holder.isEmpty()) {
            return false;
        }
        Optional<String> broken = new Artifacts(holder.get()).broken(sealed);
        broken.ifPresent(why -> log("not taken over from " + holder.get() + ": " + why));
        return broken.isEmpty();
    }

    /**
     * What an attempt took over, sealed in this build as work, so that its own seal can name it.
     *
     * @throws Refusal if it is not there any more as it was sealed
     */
    public Sealed take(Digest seal) throws IOException, InterruptedException {
        return new Takeover(graph.run(), build, listener).work(seals, seal);
    }

    private void log(String text) {
        listener.getLogger().println("Lockstep: " + text);
    }
}
