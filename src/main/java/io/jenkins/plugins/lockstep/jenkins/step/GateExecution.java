package io.jenkins.plugins.lockstep.jenkins.step;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.Received;
import io.jenkins.plugins.lockstep.jenkins.build.Refusal;
import io.jenkins.plugins.lockstep.jenkins.build.Resolver;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** {@code phaseGate(after: …)}. */
final class GateExecution extends GatedExecution {
    private static final long serialVersionUID = 1;

    private final ArrayList<String> after;

    GateExecution(StepContext context, List<String> after) {
        super(context);
        this.after = new ArrayList<>(after);
    }

    @Override
    void decide() throws Exception {
        Node node = Resolver.gate(BuildGraph.of(run(), pin()), after);
        Resolver.Answer answer = resolver().resolve(node);
        if (answer.sealed().isPresent()) {
            if (!hasJoined()) {
                log(node.name() + " is sealed: " + answer.sealed().get().seal());
            }
            succeed(ResultMap.of(answer.sealed().get(), hasJoined()));
        } else if (node.isGate() && answer.missing().isEmpty()) {
            merge(node, answer.graph());
        } else {
            List<String> missing =
                    new ArrayList<>(answer.missing().stream().map(Node::name).toList());
            if (!node.isGate()) {
                missing.add(node.name());
            }
            throw new Refusal(
                    Cause.PREREQUISITE,
                    "Lockstep: the gate after "
                            + String.join(", ", after)
                            + " stays closed. Not proven in this build, nor in an earlier one for the same content: "
                            + String.join(", ", missing));
        }
    }

    @Override
    void returned(WorkerJob job, Returned returned, Received evidence) throws Exception {
        mergeReturned(job, returned, evidence);
    }

    /** A gate after one phase is that phase, which tells its failures itself. */
    @Override
    void tell(Failure failure) throws IOException, InterruptedException {
        Node node = Resolver.gate(BuildGraph.of(run(), milestone()), after);
        if (node.isGate()) {
            run().story().givenUp(milestone(), node.name(), 0, failure);
        }
    }
}
