package io.jenkins.plugins.lockstep.cli.doctor;

import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Ended;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Every tool's configuration files are in the repository, or a checkout would lack them. */
final class ConfigCheck implements Check {
    @Override
    public List<Finding> look(Surroundings s) throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        if (s.plan() == null) {
            return findings;
        }
        for (Phase phase : s.plan().phases().values()) {
            for (Tool tool : phase.isOff() ? List.<Tool>of() : phase.tools()) {
                for (String file : tool.config()) {
                    Ended tracked =
                            s.probe()
                                    .ask(List.of("git", "ls-files", "--error-unmatch", "--", file));
                    if (!tracked.succeeded()) {
                        findings.add(
                                Finding.error(
                                        phase.name()
                                                + ": the configuration file "
                                                + file
                                                + " is not in the repository",
                                        "git add "
                                                + file
                                                + " and commit it, or take it out of"
                                                + " 'config'"));
                    }
                }
            }
        }
        return findings;
    }
}
