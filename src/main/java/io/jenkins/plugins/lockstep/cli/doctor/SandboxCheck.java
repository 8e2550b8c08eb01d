package io.jenkins.plugins.lockstep.cli.doctor;

import java.util.List;

/** Whether what the plan asks of the sandbox can be had. */
final class SandboxCheck implements Check {
    private static final String REMEDY = "install bubblewrap (bwrap) and allow user namespaces";

    @Override
    public List<Finding> look(Surroundings s) {
        String kind = s.probe().sandboxes().kind();
        String wanted = s.plan() == null ? "auto" : s.plan().agent().sandbox();
        if (wanted.equals("off")) {
            return List.of(
                    Finding.warning(
                            "agents run without a sandbox: the plan says agent.sandbox: off",
                            "set it to auto or require"));
        }
        if (kind.equals("bubblewrap")) {
            return List.of(Finding.ok("sandbox: bubblewrap"));
        }
        String what =
                "files can't be protected from agents here: " + s.probe().sandboxes().explain();
        return List.of(
                wanted.equals("require")
                        ? Finding.error(what, REMEDY)
                        : Finding.warning(what, REMEDY));
    }
}
