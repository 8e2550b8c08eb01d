package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.plan.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tells, before anything is spent, which phases of a milestone were sealed and are proven anew all
 * the same, and why.
 */
final class Forecast {
    private final MilestoneContext milestone;
    private final EarlierWork earlier;
    private final Map<String, Sealed> heads = new LinkedHashMap<>();
    private final List<SealedWork> anew = new ArrayList<>();
    private String reason = "";

    private Forecast(MilestoneContext milestone) {
        this.milestone = milestone;
        this.earlier = LedgerPast.work(milestone);
    }

    /**
     * @param nodes that will run, each after its prerequisites
     */
    static Forecast of(MilestoneContext milestone, Map<Node, Set<Node>> nodes) throws IOException {
        Forecast forecast = new Forecast(milestone);
        for (Map.Entry<Node, Set<Node>> node : nodes.entrySet()) {
            forecast.look(node.getKey(), node.getValue());
        }
        return forecast;
    }

    void tell() {
        if (!anew.isEmpty()) {
            milestone.run().events().at(0, "", 0).note(text());
        }
    }

    /** Why the first of what was sealed is proven anew; empty if nothing is. */
    String reason() {
        return reason;
    }

    private void look(Node node, Set<Node> before) throws IOException {
        List<Sealed> materials =
                before.stream().map(one -> heads.get(one.name())).filter(Objects::nonNull).toList();
        boolean ready = materials.size() == before.size();
        Optional<Sealed> fits = ready ? fits(node, materials) : Optional.empty();
        if (fits.isPresent()) {
            heads.put(node.name(), fits.get());
            return;
        }
        Optional<SealedWork> last =
                node.isGate()
                        ? Optional.empty()
                        : milestone.run().sealer().index().lastWork(number(), node.name());
        if (last.isPresent()) {
            reason =
                    reason.isEmpty()
                            ? earlier.why(node.name(), last.get(), milestone.base())
                            : reason;
            anew.add(last.get());
        }
    }

    private Optional<Sealed> fits(Node node, List<Sealed> materials) {
        RunContext run = milestone.run();
        if (node.isGate()) {
            return run.sealer().index().find(GateRunner.key(milestone, node, materials));
        }
        String base = materials.isEmpty() ? milestone.base() : materials.get(0).commit();
        Phase phase = run.graph().phase(node.name());
        return run.sealer().index().find(PhaseRunner.key(milestone, phase, base, materials));
    }

    private String text() {
        double cost = anew.stream().mapToDouble(SealedWork::costUsd).sum();
        String names = String.join(", ", anew.stream().map(work -> work.sealed().node()).toList());
        StringBuilder text = new StringBuilder();
        text.append("milestone ").append(number()).append(": ").append(reason);
        text.append(", so what was sealed is proven anew: ").append(names);
        text.append(
                milestone.run().options().anew()
                        ? ". Agents do it again"
                        : ". What agents did is taken over where it fits, else done again");
        if (cost > 0) {
            text.append(String.format(Locale.ROOT, "; it cost $%.3f", cost));
        }
        return text.toString();
    }

    private int number() {
        return milestone.milestone().number();
    }
}
