package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.git.MergeResult;
import io.jenkins.plugins.lockstep.git.Transplant;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds work on a phase that was sealed under another key and can be taken over, so that no agent
 * is paid twice for the same. What is taken over is proven anew, as if it had just been done.
 *
 * <p>What an agent writes of its own accord (research, plan, implementation) is taken over only
 * where the agent would be asked the same again, and only the commit below it is another. What it
 * does to satisfy a tool is taken over wherever it fits: the tool decides.
 */
final class EarlierWork {
    private final MilestoneContext milestone;

    EarlierWork(MilestoneContext milestone) {
        this.milestone = milestone;
    }

    /**
     * What an attempt takes over.
     *
     * @param seal of the work
     * @param start the commit to begin from
     * @param text the sealed text that the phase owes; null if it owes none
     * @param cited the seals that the text may cite, by phase
     */
    record Taken(Sealed seal, String start, Path text, Map<String, Digest> cited) {}

    Optional<Taken> find(Phase phase, String base, List<Sealed> materials)
            throws IOException, InterruptedException {
        if (phase.kind() == PhaseKind.VALIDATE || phase.kind() == PhaseKind.COMMIT) {
            return Optional.empty();
        }
        RunContext run = milestone.run();
        Optional<SealedWork> last =
                run.sealer().index().lastWork(milestone.milestone().number(), phase.name());
        if (last.isEmpty() || !isStillAsked(phase, last.get(), materials)) {
            return Optional.empty();
        }
        SealedWork work = last.get();
        if (EvidenceIntegrity.check(run.home(), run.store(), work.sealed()).isPresent()) {
            return Optional.empty();
        }
        return phase.kind().changesFiles() ? change(phase, work, base) : text(work, base);
    }

    private boolean isStillAsked(Phase phase, SealedWork work, List<Sealed> materials)
            throws IOException {
        RunContext run = milestone.run();
        int number = milestone.milestone().number();
        Optional<Plan> pinned = Pinned.of(run, work.sealed().run(), work.plan());
        if (pinned.isEmpty() || pinned.get().milestone(number).isEmpty()) {
            return false;
        }
        Phase before = pinned.get().phases().get(phase.name());
        if (before == null || before.kind() != phase.kind()) {
            return false;
        }
        return switch (phase.kind()) {
            case RESEARCH, PLANNING, IMPLEMENT -> {
                Digest then =
                        ContentKey.ofWork(
                                pinned.get(), before, pinned.get().milestone(number).get());
                Digest now = ContentKey.ofWork(run.plan(), phase, milestone.milestone());
                yield then.equals(now) && origins(materials).equals(origins(work));
            }
            default -> before.instructions().equals(phase.instructions());
        };
    }

    private Set<Digest> origins(List<Sealed> materials) {
        SealIndex index = milestone.run().sealer().index();
        return materials.stream().map(one -> index.origin(one.seal())).collect(Collectors.toSet());
    }

    private Set<Digest> origins(SealedWork work) {
        SealIndex index = milestone.run().sealer().index();
        return work.prerequisites().stream()
                .map(material -> index.origin(material.digest()))
                .collect(Collectors.toSet());
    }

    private Optional<Taken> change(Phase phase, SealedWork work, String base)
            throws IOException, InterruptedException {
        String message = "Lockstep: " + phase.name() + ", taken over from " + work.sealed().seal();
        Transplant transplant = new Transplant(milestone.run().store());
        String from = work.base();
        String to = work.sealed().commit();
        MergeResult moved = transplant.onto(from, to, base, message);
        if (!moved.merged()) {
            note(
                    phase,
                    "what was sealed before does not fit any more; in conflict: "
                            + String.join(", ", moved.conflicts()));
        }
        String start = base;
        if (moved.merged()) {
            start = moved.commit();
        } else if (phase.kind() == PhaseKind.ISSUES) {
            // Each file was mended by itself.
            start = transplant.untouched(from, to, base, message);
        }
        return start.equals(base)
                ? Optional.empty()
                : Optional.of(new Taken(work.sealed(), start, null, Map.of()));
    }

    private Optional<Taken> text(SealedWork work, String base) {
        Sealed sealed = work.sealed();
        Path evidence =
                milestone
                        .run()
                        .home()
                        .evidence(sealed.milestone(), sealed.node(), sealed.attempt());
        Map<String, Digest> cited = new HashMap<>();
        for (Material material : work.prerequisites()) {
            String before = material.name().substring(material.name().indexOf('/') + 1);
            cited.put(before, milestone.run().sealer().index().origin(material.digest()));
        }
        for (String owed : List.of("research.md", "plan.md")) {
            if (Files.isRegularFile(evidence.resolve(owed))) {
                return Optional.of(new Taken(sealed, base, evidence.resolve(owed), cited));
            }
        }
        return Optional.empty();
    }

    private void note(Phase phase, String text) {
        milestone
                .run()
                .events()
                .emit(
                        milestone.milestone().number(),
                        phase.name(),
                        0,
                        Event.Type.NOTE,
                        text,
                        Map.of());
    }
}
