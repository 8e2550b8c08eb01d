package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.RunPredicate;
import io.jenkins.plugins.lockstep.evidence.WaiverPredicate;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run says of itself and its plan before anything else, wherever it runs. */
public final class Beginning {
    private final String run;
    private final Plan plan;

    public Beginning(String run, Plan plan) {
        this.run = run;
        this.plan = plan;
    }

    /**
     * Its first entries in the ledger: the run, and each phase that is switched off with the
     * reason, unless {@code index} has that.
     *
     * @param base the commit that it starts from
     * @param lockstep version of the program
     * @param now when it begins, as the ledger says
     */
    public List<Ledger.Draft> entries(String base, String lockstep, SealIndex index, Instant now) {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("lockstep", lockstep);
        List<Ledger.Draft> entries = new ArrayList<>();
        entries.add(
                new Ledger.Draft(
                        Predicates.RUN,
                        List.of(),
                        new RunPredicate(run, plan.digest(), base, versions, now.toString())));
        entries.addAll(waivers(index));
        return entries;
    }

    /** Of the phases that are switched off, those whose reason {@code index} does not have. */
    public List<Ledger.Draft> waivers(SealIndex index) {
        List<Ledger.Draft> waivers = new ArrayList<>();
        for (Phase phase : plan.phases().values()) {
            if (phase.isOff() && !index.waived(phase.name(), phase.off())) {
                waivers.add(
                        new Ledger.Draft(
                                Predicates.WAIVER,
                                List.of(),
                                new WaiverPredicate(
                                        run, 0, phase.name(), phase.off(), plan.digest())));
            }
        }
        return waivers;
    }

    /** Tells that the run starts, and what its plan has. */
    public void tell(EventLog events) {
        PhaseGraph graph = PhaseGraph.of(plan);
        List<Map<String, Object>> phases =
                graph.order().stream()
                        .map(
                                name ->
                                        Map.<String, Object>of(
                                                "name", name, "after", graph.prerequisites(name)))
                        .toList();
        List<Map<String, Object>> milestones =
                plan.milestones().stream()
                        .map(
                                one ->
                                        Map.<String, Object>of(
                                                "number", one.number(), "name", one.name()))
                        .toList();
        events.emit(
                0,
                "",
                0,
                Event.Type.RUN_STARTED,
                "run " + run,
                Map.of(
                        "plan",
                        plan.digest().toString(),
                        "project",
                        plan.project().name(),
                        "phases",
                        phases,
                        "milestones",
                        milestones));
    }

    /** Tells that a milestone starts, and which phases it does without. */
    public void tell(int milestone, String base, EventLog events) {
        String name = plan.milestone(milestone).orElseThrow().name();
        events.emit(milestone, "", 0, Event.Type.MILESTONE_STARTED, name, Map.of("base", base));
        for (Phase phase : plan.phases().values()) {
            if (phase.isOff()) {
                events.emit(
                        milestone,
                        phase.name(),
                        0,
                        Event.Type.WAIVED,
                        "switched off: " + phase.off(),
                        Map.of("reason", phase.off()));
            }
        }
    }
}
