package io.jenkins.plugins.lockstep.cli.doctor;

import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Ended;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every tool's configuration files are in the repository, or a checkout would lack them. */
final class ConfigCheck implements Check {
    @Override
    public List<Finding> look(Surroundings s) throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        if (s.plan() == null) {
            return findings;
        }
        for (Map.Entry<String, Set<String>> config : configs(s.plan()).entrySet()) {
            String file = config.getKey();
            Ended tracked =
                    s.probe().ask(List.of("git", "ls-files", "--error-unmatch", "--", file));
            if (!tracked.succeeded()) {
                findings.add(
                        Finding.error(
                                String.join(", ", config.getValue())
                                        + ": the configuration file "
                                        + file
                                        + " is not in the repository",
                                "git add " + file + " and commit it, or take it out of 'config'"));
            }
        }
        return findings;
    }

    /** Each file, and the phases that need it. */
    private static Map<String, Set<String>> configs(Plan plan) {
        Map<String, Set<String>> configs = new LinkedHashMap<>();
        for (Phase phase : plan.phases().values()) {
            for (Tool tool : phase.isOff() ? List.<Tool>of() : phase.tools()) {
                for (String file : tool.config()) {
                    configs.computeIfAbsent(file, f -> new LinkedHashSet<>()).add(phase.name());
                }
            }
        }
        return configs;
    }
}
