package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the projects of these tests have in common. */
final class JobProject {
    /** A plan's {@code phases} with all of the default ones off; the project's own follow. */
    static final String ALL_OFF =
            """
            phases:
              research: {off: "not here"}
              planning: {off: "not here"}
              implement: {off: "not here"}
              architecture: {off: "not here"}
              lint: {off: "not here"}
              typecheck: {off: "not here"}
              test: {off: "not here"}
              integration: {off: "not here"}
              e2e: {off: "not here"}
              validate: {off: "not here"}
              commit: {off: "not here"}
            """;

    /** A plan's one milestone. */
    static final String MILESTONE =
            """
            milestones:
              - {number: 1, name: One, description: d, criteria: [c]}
            """;

    private JobProject() {}

    /** What git says; it must succeed. */
    static String git(Path directory, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(text).isZero();
        return text.strip();
    }
}
