package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.lockstep.jenkins.governor.LockstepConfiguration;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.html.HtmlForm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** The governor's limits, by form and as code. */
@ExtendWith(SharedJenkins.class)
class ConfigurationJenkinsTest {
    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @BeforeEach
    void nothingIsLimited() {
        limits(0, 0);
    }

    @Test
    void theFormIsFilledAndRead() throws Exception {
        limits(3, 20);
        jenkins.configRoundtrip();
        assertLimits(3, 20);
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlForm form = web.goTo("manage/configure").getFormByName("config");
            assertThat(form.getInputByName("_.sessions").getValue()).isEqualTo("3");
            form.getInputByName("_.sessions").setValue("5");
            form.getInputByName("_.sessionsPerMinute").setValue("0");
            jenkins.submit(form);
        }
        assertLimits(5, 0);
        LockstepConfiguration.get().load();
        assertLimits(5, 0);
    }

    /** As docs/jenkins.md shows it. */
    @Test
    void asCode() throws Exception {
        Path yaml = directory.resolve("jenkins.yaml");
        Files.writeString(
                yaml, "unclassified:\n  lockstep:\n    sessions: 8\n    sessionsPerMinute: 60\n");
        ConfigurationAsCode.get().configure(yaml.toString());
        assertLimits(8, 60);
        LockstepConfiguration.get().load();
        assertLimits(8, 60);

        ByteArrayOutputStream export = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(export);
        assertThat(export.toString(StandardCharsets.UTF_8))
                .containsPattern("  lockstep:\\R    sessions: 8\\R    sessionsPerMinute: 60\\R");
    }

    @Test
    void lessThanNothingIsNoLimit() {
        limits(-1, -5);
        assertLimits(0, 0);
    }

    private static void limits(int sessions, int perMinute) {
        LockstepConfiguration.get().setSessions(sessions);
        LockstepConfiguration.get().setSessionsPerMinute(perMinute);
    }

    private static void assertLimits(int sessions, int perMinute) {
        assertThat(LockstepConfiguration.get().getSessions()).isEqualTo(sessions);
        assertThat(LockstepConfiguration.get().getSessionsPerMinute()).isEqualTo(perMinute);
    }
}
