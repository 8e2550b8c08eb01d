package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptRunner;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.git.MergeResult;
import io.jenkins.plugins.lockstep.git.Transplant;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds work on a phase that was sealed under another key and can be taken over, so that no agent
 * is paid twice for the same. What is taken over is proven anew, as if it had just been done.
 *
 * <p>What an agent writes of its own accord (research, plan, implementation) is taken over only
 * where the agent would be asked the same again, and only the commit below it is another. What it
 * does to satisfy a tool is taken over wherever it fits: the tool decides.
 */
final class EarlierWork {
    /** So many of the latest seals of a phase are looked at. */
    private static final int MOST_SEALS = 32;

    /** So many of those are tried. */
    private static final int MOST = 8;

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
    record Taken(Sealed seal, String start, Path text, Map<String, Digest> cited) {
        /** What a seal of it stands on: these, and where it comes from. */
        List<Sealed> with(List<Sealed> materials) {
            return Stream.concat(materials.stream(), Stream.of(seal)).toList();
        }
    }

    /**
     * What can be taken over; its evidence is checked by who uses it, as all that a seal stands on.
     */
    Optional<Taken> find(Phase phase, String base, List<Sealed> materials)
            throws IOException, InterruptedException {
        RunContext run = milestone.run();
        if (run.options().anew()
                || phase.kind() == PhaseKind.VALIDATE
                || phase.kind() == PhaseKind.COMMIT) {
            return Optional.empty();
        }
        List<SealedWork> works =
                run.sealer().index().works(milestone.milestone().number(), phase.name());
        List<SealedWork> fitting = new ArrayList<>();
        for (SealedWork work : works.subList(0, Math.min(MOST_SEALS, works.size()))) {
            if (fitting.size() < MOST && isStillAsked(phase, work, materials)) {
                fitting.add(work);
            }
        }
        return phase.kind().changesFiles()
                ? change(phase, fitting, base)
                : text(fitting, works, base);
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

    /** The latest that can be brought to the base; else what can be of the latest, file by file. */
    private Optional<Taken> change(Phase phase, List<SealedWork> works, String base)
            throws IOException, InterruptedException {
        Transplant transplant = new Transplant(milestone.run().store());
        SealedWork conflicting = null;
        List<String> conflicts = List.of();
        for (SealedWork work : works) {
            String from = work.base();
            String to = work.sealed().commit();
            if (from.equals(to)) {
                continue;
            }
            MergeResult moved = transplant.onto(from, to, base, message(phase, work));
            if (moved.merged()) {
                return taken(work, moved.commit(), base);
            }
            if (conflicting == null) {
                conflicting = work;
                conflicts = moved.conflicts();
            }
        }
        if (conflicting == null) {
            return Optional.empty();
        }
        note(
                phase,
                "what attempt "
                        + conflicting.sealed().attempt()
                        + " left, sealed in "
                        + conflicting.sealed().run()
                        + ", no longer fits; changed otherwise meanwhile: "
                        + String.join(", ", conflicts));
        if (phase.kind() != PhaseKind.ISSUES) {
            return Optional.empty();
        }
        // Each file was mended by itself.
        String start =
                transplant.untouched(
                        conflicting.base(),
                        conflicting.sealed().commit(),
                        base,
                        message(phase, conflicting));
        return taken(conflicting, start, base);
    }

    /**
     * Where agents begin to mend what was taken over and is not proven. What was made file by file
     * is made again in the files that failures name.
     *
     * @param left the commit that failed
     * @return {@code base} if all is to be made again
     */
    String toMend(Phase phase, Taken taken, String base, String left, List<Failure> failures)
            throws IOException, InterruptedException {
        if (phase.kind() != PhaseKind.ISSUES) {
            return taken.start();
        }
        Set<String> named = new HashSet<>();
        for (Failure failure : failures) {
            named.add(failure.file());
            failure.issues().forEach(issue -> named.add(issue.file()));
        }
        String start =
                new Transplant(milestone.run().store())
                        .without(
                                base,
                                left,
                                named,
                                "Lockstep: " + phase.name() + ", without what failed");
        return start.equals(left) ? base : start;
    }

    private static String message(Phase phase, SealedWork work) {
        return "Lockstep: " + phase.name() + ", taken over from " + work.sealed().seal();
    }

    private static Optional<Taken> taken(SealedWork work, String start, String base) {
        return start.equals(base)
                ? Optional.empty()
                : Optional.of(new Taken(work.sealed(), start, null, Map.of()));
    }

    private Optional<Taken> text(List<SealedWork> fitting, List<SealedWork> all, String base) {
        for (SealedWork work : fitting) {
            Sealed sealed = work.sealed();
            Path evidence =
                    milestone
                            .run()
                            .home()
                            .evidence(sealed.milestone(), sealed.node(), sealed.attempt());
            for (String owed : AttemptRunner.OWED) {
                if (sealed.subjects().stream().anyMatch(file -> file.name().equals(owed))) {
                    return Optional.of(
                            new Taken(sealed, base, evidence.resolve(owed), cited(work, all)));
                }
            }
        }
        return Optional.empty();
    }

    /** The seals that stood before the text when it was written. */
    private Map<String, Digest> cited(SealedWork work, List<SealedWork> all) {
        Digest origin = milestone.run().sealer().index().origin(work.sealed().seal());
        SealedWork written =
                all.stream()
                        .filter(one -> one.sealed().seal().equals(origin))
                        .findFirst()
                        .orElse(work);
        Map<String, Digest> cited = new HashMap<>();
        for (Material material : written.prerequisites()) {
            String before = material.name().substring(material.name().indexOf('/') + 1);
            cited.put(before, material.digest());
        }
        return cited;
    }

    private void note(Phase phase, String text) {
        milestone.run().events().at(milestone.milestone().number(), phase.name(), 0).note(text);
    }
}
