package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep plan}. */
@Command(
        name = "plan",
        description =
                "Checks the plan and shows its phases as waves: what can run at the same time.")
public final class PlanCommand implements Callable<Integer> {
    @Mixin private ProjectOptions project;

    @ArgGroup private Form form = new Form();

    @Spec private CommandSpec spec;

    private static final class Form {
        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        @Option(names = "--dot", description = "As a graph for Graphviz.")
        private boolean dot;
    }

    @Override
    public Integer call() throws IOException, PlanException {
        Plan plan = project.readPlan();
        PhaseGraph graph = PhaseGraph.of(plan);
        PrintWriter out = spec.commandLine().getOut();
        if (form.json) {
            byte[] json = Json.pretty(PlanViews.json(plan, graph));
            out.println(new String(json, StandardCharsets.UTF_8));
        } else {
            out.print(form.dot ? PlanViews.dot(plan, graph) : PlanViews.text(plan, graph));
        }
        return ExitCodes.PROVEN;
    }
}
