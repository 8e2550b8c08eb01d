package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Milestones that are on the target branch, with later ones on top. They stay as they were proven
 * though the plan's tools change: what is on the branch now is proven with the later ones. One
 * whose own description changed in the plan is not finished.
 */
final class Finished {
    private final RunContext run;

    Finished(RunContext run) {
        this.run = run;
    }

    /** Whether it is one, with something in it that the plan as it is now would prove anew. */
    boolean is(MilestoneContext place, String tip) throws IOException, InterruptedException {
        int number = place.milestone().number();
        if (number == run.options().milestone() || !isOn(number, tip)) {
            return false;
        }
        for (Milestone later : run.plan().milestones()) {
            if (later.number() > number && isOn(later.number(), tip)) {
                return isSameMilestone(place) && !reason(place).isEmpty();
            }
        }
        return false;
    }

    /** Whether all that is sealed of it was made for the milestone as the plan has it now. */
    private boolean isSameMilestone(MilestoneContext place) throws IOException {
        int number = place.milestone().number();
        for (String phase : run.graph().order()) {
            Optional<SealedWork> last = run.sealer().index().lastWork(number, phase);
            Optional<Plan> then =
                    last.isEmpty()
                            ? Optional.empty()
                            : Pinned.of(run, last.get().sealed().run(), last.get().plan());
            if (then.isPresent()
                    && !then.get().milestone(number).equals(Optional.of(place.milestone()))) {
                return false;
            }
        }
        return true;
    }

    private boolean isOn(int milestone, String tip) throws IOException, InterruptedException {
        ObjectStore store = run.store();
        for (String commit : run.sealer().index().commits(milestone)) {
            if (store.exists(commit) && store.isAncestor(commit, tip)) {
                return true;
            }
        }
        return false;
    }

    private String reason(MilestoneContext place) throws IOException {
        return Forecast.of(place, Node.all(run.graph())).reason();
    }

    /** Tells of it as of one that is proven, and checks that its evidence is intact. */
    List<Sealed> tell(MilestoneContext place) throws IOException {
        int number = place.milestone().number();
        note(
                "milestone %d stays as it was proven although %s, since later ones build on it; 'lockstep run --milestone %d' proves it anew"
                        .formatted(number, reason(place), number));
        List<Sealed> seals = new ArrayList<>();
        for (String phase : run.graph().order()) {
            Optional<SealedWork> last = run.sealer().index().lastWork(number, phase);
            if (last.isEmpty()) {
                run.events()
                        .emit(
                                number,
                                phase,
                                0,
                                Event.Type.WAIVED,
                                "not of the plan when the milestone was proven",
                                Map.of("reason", "not of the plan when the milestone was proven"));
                continue;
            }
            place.reused(last.get().sealed()).ifPresent(seals::add);
        }
        return seals;
    }

    private void note(String text) {
        run.events().at(0, "", 0).note(text);
    }
}
