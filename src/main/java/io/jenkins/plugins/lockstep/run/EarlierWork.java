package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptRunner;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which work on a phase that was sealed under another key can be taken over, so that no agent is
 * paid twice for the same. What is taken over is proven anew, as if it had just been done.
 *
 * <p>What an agent writes of its own accord (research, plan, implementation) is taken over only
 * where the agent would be asked the same again, and only the commit below it is another. What it
 * does to satisfy a tool is taken over wherever it fits: the tool decides.
 */
public final class EarlierWork {
    /** So many of the latest seals of a phase are looked at. */
    private static final int MOST_SEALS = 32;

    /** So many of those are tried. */
    private static final int MOST = 8;

    private static final int SHORT = 8;

    private final Plan plan;
    private final Milestone milestone;
    private final Past past;

    /** What was sealed before, wherever that stands. */
    public interface Past {
        /** All seals of a phase of the milestone, the latest first. */
        List<SealedWork> works(String phase);

        /** The seal under which the work was first sealed that this one took over. */
        Digest origin(Digest seal);

        /** The plan that the work was done under; empty if it is not there any more. */
        Optional<Plan> plan(SealedWork work) throws IOException;
    }

    /**
     * @param plan as it is now
     */
    public EarlierWork(Plan plan, Milestone milestone, Past past) {
        this.plan = plan;
        this.milestone = milestone;
        this.past = past;
    }

    /**
     * What can be taken over, the latest first.
     *
     * @param materials seals that the phase builds on directly now
     */
    public List<SealedWork> fitting(Phase phase, List<Sealed> materials) throws IOException {
        List<SealedWork> fitting = new ArrayList<>();
        if (phase.kind() == PhaseKind.VALIDATE || phase.kind() == PhaseKind.COMMIT) {
            return fitting;
        }
        List<SealedWork> works = past.works(phase.name());
        for (SealedWork work : works.subList(0, Math.min(MOST_SEALS, works.size()))) {
            boolean holds = phase.kind().changesFiles() ? changes(work) : owed(work).isPresent();
            if (fitting.size() < MOST && holds && isStillAsked(phase, work, materials)) {
                fitting.add(work);
            }
        }
        return fitting;
    }

    private static boolean changes(SealedWork work) {
        return !work.base().equals(work.sealed().commit());
    }

    /** The name of the sealed text that the work is; empty if it is none. */
    public static Optional<String> owed(SealedWork work) {
        return AttemptRunner.OWED.stream()
                .filter(
                        owed ->
                                work.sealed().subjects().stream()
                                        .anyMatch(file -> file.name().equals(owed)))
                .findFirst();
    }

    private boolean isStillAsked(Phase phase, SealedWork work, List<Sealed> materials)
            throws IOException {
        Optional<Plan> then = past.plan(work);
        if (then.isEmpty() || then.get().milestone(milestone.number()).isEmpty()) {
            return false;
        }
        Phase before = then.get().phases().get(phase.name());
        if (before == null || before.kind() != phase.kind()) {
            return false;
        }
        return switch (phase.kind()) {
            case RESEARCH, PLANNING, IMPLEMENT ->
                    isOfAgent(work)
                            && isSameTask(phase, then.get())
                            && origins(now(materials)).equals(origins(work.prerequisites()));
            default -> before.instructions().equals(phase.instructions());
        };
    }

    /** Whether an agent did it, now or when it was first done; else somebody's own steps did. */
    private static boolean isOfAgent(SealedWork work) {
        return work.byAgent() || work.isTakenOver();
    }

    private boolean isSameTask(Phase phase, Plan then) {
        Phase before = then.phases().get(phase.name());
        Optional<Milestone> old = then.milestone(milestone.number());
        return before != null
                && old.isPresent()
                && ContentKey.ofWork(then, before, old.get())
                        .equals(ContentKey.ofWork(plan, phase, milestone));
    }

    private static List<Material> now(List<Sealed> materials) {
        return materials.stream()
                .map(one -> new Material(Material.name(one.milestone(), one.node()), one.seal()))
                .toList();
    }

    private Set<Digest> origins(List<Material> materials) {
        return materials.stream()
                .map(material -> past.origin(material.digest()))
                .collect(Collectors.toSet());
    }

    /** A text as it was first sealed, if that is known; else as it is. */
    public SealedWork written(Phase phase, SealedWork text) {
        Digest origin = past.origin(text.sealed().seal());
        return past.works(phase.name()).stream()
                .filter(one -> one.sealed().seal().equals(origin))
                .findFirst()
                .orElse(text);
    }

    /** The seals that a text may cite, by phase: those that stood before it when it was written. */
    public Map<String, Digest> cited(Phase phase, SealedWork text) {
        SealedWork written = written(phase, text);
        Map<String, Digest> cited = new HashMap<>();
        for (Material material : written.prerequisites()) {
            String before = material.name().substring(material.name().indexOf('/') + 1);
            cited.put(before, material.digest());
        }
        return cited;
    }

    /**
     * @param seals of an attempt, by phase
     * @return the same with those in place that a text that it takes over may cite
     */
    public static Map<String, Digest> citing(Map<String, Digest> cited, Map<String, Digest> seals) {
        Map<String, Digest> all = new HashMap<>(seals);
        cited.forEach(all::replace);
        return all;
    }

    /**
     * Why the last seal of a phase does not fit any more; half a sentence.
     *
     * @param base where the milestone starts now
     */
    public String why(String phase, SealedWork last, String base) throws IOException {
        if (last.prerequisites().isEmpty() && !last.base().equals(base)) {
            return plan.project().branch()
                    + " was at "
                    + cut(last.base())
                    + " and is at "
                    + cut(base);
        }
        Optional<Plan> then = past.plan(last);
        if (then.isEmpty()) {
            return "the plan changed";
        }
        if (!then.get().milestone(milestone.number()).equals(Optional.of(milestone))) {
            return "the milestone changed in the plan";
        }
        if (!then.get().project().equals(plan.project())) {
            return "'project' changed in the plan";
        }
        if (!then.get().workspace().equals(plan.workspace())) {
            return "'workspace' changed in the plan";
        }
        return isSameTask(plan.phases().get(phase), then.get())
                ? "what it stands on is sealed anew"
                : phase + " changed in the plan";
    }

    private static String cut(String commit) {
        return commit.substring(0, Math.min(SHORT, commit.length()));
    }
}
