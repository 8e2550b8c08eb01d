package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.MergeOutcome;
import io.jenkins.plugins.lockstep.attempt.MergeSpec;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.process.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins the branches of a group: merges them in the order in which they were first sealed, proves
 * all on the merged commit, and seals that. A branch that conflicts with those before it, or breaks
 * a proof, is made again on top of them.
 */
final class GateRunner {
    private final MilestoneContext milestone;
    private final PhaseRunner phases;

    /** What the joining of one gate is about; a branch that is made again replaces its heads. */
    private record Joining(
            Node gate, GateMembers members, Map<String, Sealed> heads, Deadline deadline) {}

    GateRunner(MilestoneContext milestone, PhaseRunner phases) {
        this.milestone = milestone;
        this.phases = phases;
    }

    /**
     * @param heads seals of all phases and gates so far, by node name; a branch that is made again
     *     replaces its own
     * @return the gate's seal; nothing if it failed, with the failures recorded
     */
    Optional<Sealed> run(Node gate, Map<String, Sealed> heads, Deadline deadline)
            throws IOException, InterruptedException {
        RunContext run = milestone.run();
        List<Sealed> branches =
                gate.joins().stream()
                        .map(heads::get)
                        .sorted(Comparator.comparingLong(run.sealer().index()::firstSequence))
                        .toList();
        Digest key = key(milestone, gate, branches);
        Optional<Sealed> fits = run.sealer().index().find(key);
        if (fits.isPresent()) {
            return milestone.reused(fits.get(), 0, "sealed before");
        }
        List<Failure> refused = run.gateCheck().check(branches);
        if (!refused.isEmpty()) {
            milestone.fail(gate.name(), 0, refused);
            return Optional.empty();
        }
        GateMembers members = new GateMembers(run.graph(), gate);
        return join(new Joining(gate, members, heads, deadline), branches, key);
    }

    /**
     * @param branches in any order
     */
    static Digest key(MilestoneContext milestone, Node gate, List<Sealed> branches) {
        return ContentKey.ofGate(
                milestone.run().plan(),
                new GateMembers(milestone.run().graph(), gate).proven(),
                milestone.milestone(),
                branches.stream().map(Sealed::seal).toList(),
                milestone.base());
    }

    private Optional<Sealed> join(Joining joining, List<Sealed> branches, Digest key)
            throws IOException, InterruptedException {
        Node gate = joining.gate();
        RunContext run = milestone.run();
        int number = run.sealer().nextAttempt(number(), gate.name());
        EventSink events = run.events().at(number(), gate.name(), number);
        long begun = System.nanoTime();
        events.emit(
                Event.Type.GATE_STARTED,
                "",
                "",
                "joins " + String.join(", ", gate.joins()),
                Map.of());
        List<Sealed> joined = new ArrayList<>(branches);
        AttemptSpec place = place(joining, number, branches.get(0).commit());
        AttemptDirectory directory = directory(place);
        int fixed = 1;
        MergeOutcome last =
                run.merges().run(spec(joining, place, joined, fixed), directory, events);
        Set<String> madeAgain = new HashSet<>();
        while (!last.result().proven()) {
            told(events, last.result());
            run.sealer().keepFailed(place, last.result(), directory);
            run.sealer().discard(directory);
            MergeOutcome.Together together = last.together();
            Optional<Sealed> again = Optional.empty();
            if (together != null) {
                fixed += together.branches();
                Sealed branch = joined.get(fixed);
                if (madeAgain.add(branch.node())) {
                    events.note(
                            "the branch of "
                                    + branch.node()
                                    + " is made again on top of those before it");
                    again = again(joining, joined.subList(0, fixed), branch, together.commit());
                }
            }
            if (again.isEmpty()) {
                milestone.fail(gate.name(), number, last.result().failures());
                return Optional.empty();
            }
            joined.set(fixed, again.get());
            number = run.sealer().nextAttempt(number(), gate.name());
            place = place(joining, number, together.commit());
            directory = directory(place);
            last = run.merges().run(spec(joining, place, joined, fixed), directory, events);
        }
        Sealed sealed =
                run.sealer()
                        .sealGate(
                                place,
                                gate,
                                key,
                                joined,
                                run.graph().members(gate.joins()),
                                last.result(),
                                directory);
        run.sealer().discard(directory);
        long millis = (System.nanoTime() - begun) / 1_000_000;
        events.emit(
                Event.Type.GATE_ENDED,
                "",
                "",
                "proven together",
                Map.of("state", "proven", "millis", millis));
        events.emit(
                Event.Type.SEALED, "", "", "sealed " + sealed.seal(), run.sealer().data(sealed));
        return Optional.of(sealed);
    }

    private void told(EventSink events, AttemptResult failed) {
        for (Failure failure : failed.failures()) {
            events.emit(
                    Event.Type.VALIDATOR_FAILED,
                    "",
                    failure.file(),
                    failure.message(),
                    Map.of("failure", failure));
        }
    }

    /** Makes a branch's own phases again, one after the other, on top of what is merged. */
    private Optional<Sealed> again(
            Joining joining, List<Sealed> joined, Sealed branch, String merged)
            throws IOException, InterruptedException {
        Map<String, Sealed> heads = joining.heads();
        String base = merged;
        List<Sealed> below = List.copyOf(joined);
        Sealed last = branch;
        for (Phase phase : joining.members().own(branch.node(), joined)) {
            Set<Sealed> materials = new LinkedHashSet<>();
            Node.before(milestone.run().graph(), phase.name())
                    .forEach(node -> materials.add(heads.get(node.name())));
            materials.addAll(below);
            Map<String, Sealed> ancestors = joining.members().ancestors(phase, joined, heads);
            Optional<Sealed> sealed =
                    phases.run(phase, base, List.copyOf(materials), ancestors, joining.deadline());
            if (sealed.isEmpty()) {
                return Optional.empty();
            }
            last = sealed.get();
            heads.put(phase.name(), last);
            base = last.commit();
            below = List.of(last);
        }
        return Optional.of(last);
    }

    /**
     * @param fixed how many of the joined are merged already
     */
    private MergeSpec spec(Joining joining, AttemptSpec place, List<Sealed> joined, int fixed) {
        return new MergeSpec(
                place,
                joining.members().branches(joined, fixed),
                GateMembers.provenTrees(milestone.run().graph(), joining.heads()));
    }

    private AttemptSpec place(Joining joining, int number, String base) {
        return new AttemptSpec(
                milestone.run().id(),
                number(),
                joining.gate().name(),
                number,
                milestone.run().plan().digest(),
                base,
                milestone.base(),
                Map.of(),
                joining.members().proven().stream().map(Phase::name).toList(),
                milestone.baselines(joining.heads().values()),
                List.of(),
                joining.deadline().left().toMillis(),
                joining.deadline().limit());
    }

    private AttemptDirectory directory(AttemptSpec place) throws IOException {
        return AttemptDirectory.create(
                milestone.run().home().work().resolve("attempts").resolve(place.id()));
    }

    private int number() {
        return milestone.milestone().number();
    }
}
