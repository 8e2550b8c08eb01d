package io.jenkins.plugins.lockstep.cli.doctor;

import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The plan is valid, and names an agent if a phase can't do without one. */
final class PlanCheck implements Check {
    private static final Set<PhaseKind> NEED_AGENT =
            Set.of(PhaseKind.RESEARCH, PhaseKind.PLANNING, PhaseKind.IMPLEMENT);

    @Override
    public List<Finding> look(Surroundings s) {
        Plan plan = s.plan();
        if (plan == null) {
            return List.of(
                    Finding.error(
                            s.planProblems(),
                            Files.isRegularFile(s.planFile())
                                    ? "mend the plan; docs/plan-reference.md explains it"
                                    : "lockstep init"));
        }
        List<Finding> findings = new ArrayList<>();
        long on = plan.phases().values().stream().filter(p -> !p.isOff()).count();
        findings.add(
                Finding.ok(
                        "the plan is valid: "
                                + on
                                + " phases, "
                                + plan.milestones().size()
                                + (plan.milestones().size() == 1 ? " milestone" : " milestones")));
        List<String> needing =
                plan.phases().values().stream()
                        .filter(p -> !p.isOff() && NEED_AGENT.contains(p.kind()))
                        .map(Phase::name)
                        .toList();
        if (plan.agent().command().isEmpty() && !needing.isEmpty()) {
            findings.add(
                    Finding.error(
                            "the plan names no agent, but "
                                    + String.join(", ", needing)
                                    + " can't be done without one",
                            "set agent.command, or switch these phases off with a reason"));
        }
        for (String name : plan.agent().environment()) {
            if (System.getenv(name) == null) {
                findings.add(
                        Finding.warning(
                                "the agent's environment variable " + name + " is not set",
                                "export "
                                        + name
                                        + " before 'lockstep run', if the agent needs it"));
            }
        }
        return findings;
    }
}
