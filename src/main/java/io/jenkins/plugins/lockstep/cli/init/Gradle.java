package io.jenkins.plugins.lockstep.cli.init;

import java.util.List;

/** Gradle projects, of Java above all. */
final class Gradle implements Ecosystem {
    private static final String INIT = Draft.CONFIG + "architecture.init.gradle";
    private static final String JAVAC =
            "^(?<file>[^:]+\\.java):(?<line>[0-9]+): error: (?<message>.*)$";
    private static final String SCRIPT =
            """
            // Adds a task that measures the limits of Lockstep's architecture phase, without a change
            // to the build; written by 'lockstep init'.
            allprojects { project ->
                project.plugins.withId('java') {
                    project.pluginManager.apply('checkstyle')
                    project.tasks.register('lockstepArchitecture', Checkstyle) {
                        source = project.fileTree('src/main/java')
                        classpath = project.files()
                        configFile = project.rootProject.file('%s')
                        ignoreFailures = true
                        reports.html.required = false
                        reports.xml.outputLocation =
                            project.layout.buildDirectory.file('reports/lockstep-architecture.xml')
                    }
                }
            }
            """
                    .formatted(Checkstyle.FILE);

    @Override
    public boolean builds(ProjectFiles project) {
        return project.has("build.gradle") || project.has("build.gradle.kts");
    }

    @Override
    public void draft(ProjectFiles project, Draft draft) {
        String gradle = project.has("gradlew") ? "./gradlew" : "gradle";
        List<String> scripts = project.matching("*.gradle", "*.gradle.kts");
        String build = project.texts(scripts);
        draft.kind("Gradle");
        draft.tool("implement", ToolDraft.of("build", gradle + " -q testClasses"));
        draft.file(Checkstyle.FILE, Checkstyle.CONTENT);
        draft.file(INIT, SCRIPT);
        draft.tool(
                "architecture",
                ToolDraft.of("checkstyle", gradle + " -q -I " + INIT + " lockstepArchitecture")
                        .format("checkstyle")
                        .report("**/build/reports/lockstep-architecture.xml")
                        .config(List.of(Checkstyle.FILE, INIT))
                        .comment(
                                "import cycles are not measured: jdeps finds them (see the reference)"));
        if (build.contains("checkstyle")) {
            draft.tool(
                    "lint",
                    ToolDraft.of("checkstyle", gradle + " -q checkstyleMain checkstyleTest")
                            .format("checkstyle")
                            .report("**/build/reports/checkstyle/*.xml")
                            .config(scripts));
        } else {
            draft.missing("lint", "the build has no linter (Checkstyle plugin)");
        }
        draft.tool("typecheck", ToolDraft.of("javac", gradle + " -q testClasses").regex(JAVAC));
        if (project.any("**/src/test/**")) {
            draft.tool(
                    "test",
                    ToolDraft.of("junit", gradle + " test")
                            .report("**/build/test-results/test/*.xml"));
        } else {
            draft.missing("test", "there are no tests in src/test yet");
        }
        if (build.contains("integrationTest")) {
            draft.tool(
                    "integration",
                    ToolDraft.of("junit", gradle + " integrationTest")
                            .report("**/build/test-results/integrationTest/*.xml"));
        } else {
            draft.missing("integration", "the build has no task integrationTest");
        }
    }
}
