package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtectedFilesTest {
    @Test
    void thePlanItsListAndToolsConfigurationsMayNotChange() {
        Tool tool =
                new Tool(
                        "checkstyle",
                        List.of("true"),
                        "exit",
                        "",
                        "",
                        "",
                        List.of("config/checkstyle.xml", ".eslintrc"),
                        Map.of(),
                        null);
        Plan plan = Bench.plan(Bench.phase(PhaseKind.ISSUES, tool));
        List<Failure> failures =
                ProtectedFiles.check(
                        plan,
                        List.of(
                                "src/Main.java",
                                "pom.xml",
                                "config/checkstyle.xml",
                                "web/.eslintrc",
                                "lockstep.yaml",
                                "docs/lockstep.yaml"));
        assertThat(failures)
                .extracting(Failure::file)
                .containsExactly(
                        "config/checkstyle.xml", "lockstep.yaml", "pom.xml", "web/.eslintrc");
        assertThat(failures).extracting(Failure::cause).containsOnly(Cause.PROTECTED_FILE);
        assertThat(failures.get(0).message()).contains("it configures checkstyle of phase issues");
    }
}
