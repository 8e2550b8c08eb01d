package io.jenkins.plugins.lockstep.cli.init;

import java.util.List;

/** Maven projects, of Java above all. */
final class Maven implements Ecosystem {
    private static final String CHECKSTYLE =
            " -B -q org.apache.maven.plugins:maven-checkstyle-plugin:3.6.0:checkstyle"
                    + " -Dcheckstyle.config.location="
                    + Checkstyle.FILE
                    + " -Dcheckstyle.output.file=target/checkstyle-architecture.xml";
    private static final String JAVAC =
            "^\\[ERROR\\] (?<file>[^:\\[]+\\.[a-z]+):\\[(?<line>[0-9]+),(?<column>[0-9]+)\\]"
                    + " (?<message>.*)$";

    @Override
    public boolean builds(ProjectFiles project) {
        return project.has("pom.xml");
    }

    @Override
    public void draft(ProjectFiles project, Draft draft) {
        String mvn = project.has("mvnw") ? "./mvnw" : "mvn";
        String poms = project.texts(project.matching("pom.xml"));
        boolean modules = project.text("pom.xml").contains("<modules>");
        draft.kind("Maven");
        draft.tool("implement", ToolDraft.of("build", mvn + " -B -q test-compile"));
        architecture(project, draft, mvn, modules);
        lint(draft, mvn, poms);
        draft.tool("typecheck", ToolDraft.of("javac", mvn + " -B -q test-compile").regex(JAVAC));
        tests(project, draft, mvn, poms);
    }

    private static void architecture(
            ProjectFiles project, Draft draft, String mvn, boolean modules) {
        draft.file(Checkstyle.FILE, Checkstyle.CONTENT);
        draft.tool(
                "architecture",
                ToolDraft.of("checkstyle", mvn + CHECKSTYLE)
                        .format("checkstyle")
                        .report("**/target/checkstyle-architecture.xml")
                        .config(List.of(Checkstyle.FILE)));
        if (project.onPath("jdeps")) {
            String classes = modules ? "*/target/classes" : "target/classes";
            draft.tool(
                    "architecture",
                    ToolDraft.of(
                                    "cycles",
                                    mvn + " -B -q compile && jdeps -verbose:class " + classes)
                            .parser("jdeps-cycles")
                            .comment("import cycles, found by the JDK's own tool"));
        }
    }

    private static void lint(Draft draft, String mvn, String poms) {
        List<String> config = List.of("pom.xml");
        boolean found = false;
        if (poms.contains("maven-checkstyle-plugin")) {
            found = true;
            draft.tool(
                    "lint",
                    ToolDraft.of("checkstyle", mvn + " -B -q checkstyle:checkstyle")
                            .format("checkstyle")
                            .report("**/target/checkstyle-result.xml")
                            .config(config));
        }
        if (poms.contains("maven-pmd-plugin")) {
            found = true;
            draft.tool(
                    "lint",
                    ToolDraft.of("pmd", mvn + " -B -q pmd:pmd")
                            .parser("PMD")
                            .report("**/target/pmd.xml")
                            .config(config));
        }
        if (poms.contains("spotbugs-maven-plugin")) {
            found = true;
            draft.tool(
                    "lint",
                    ToolDraft.of("spotbugs", mvn + " -B -q compile spotbugs:spotbugs")
                            .parser("FINDBUGS")
                            .report("**/target/spotbugsXml.xml")
                            .config(config));
        }
        if (!found) {
            draft.missing(
                    "lint", "pom.xml configures no linter (Checkstyle, PMD or SpotBugs plugin)");
        }
    }

    private static void tests(ProjectFiles project, Draft draft, String mvn, String poms) {
        if (project.any("**/src/test/**")) {
            draft.tool(
                    "test",
                    ToolDraft.of("surefire", mvn + " -B test")
                            .report("**/target/surefire-reports/TEST-*.xml"));
        } else {
            draft.missing("test", "there are no tests in src/test yet");
        }
        if (poms.contains("maven-failsafe-plugin")) {
            draft.tool(
                    "integration",
                    ToolDraft.of("failsafe", mvn + " -B verify")
                            .report("**/target/failsafe-reports/TEST-*.xml"));
        } else {
            draft.missing("integration", "pom.xml has no integration tests (Failsafe plugin)");
        }
    }
}
