package io.jenkins.plugins.lockstep.cli.init;

import java.util.ArrayList;
import java.util.List;

/** Projects with a {@code package.json}: JavaScript and TypeScript. */
final class Npm implements Ecosystem {
    private static final String RUN = "npx --no-install ";
    private static final String REPORT = ".lockstep-reports/junit.xml";
    private static final String TSC =
            "^(?<file>[^(]+)\\((?<line>[0-9]+),(?<column>[0-9]+)\\): error (?<code>TS[0-9]+):"
                    + " (?<message>.*)$";

    @Override
    public boolean builds(ProjectFiles project) {
        return project.has("package.json");
    }

    @Override
    public void draft(ProjectFiles project, Draft draft) {
        PackageJson json = new PackageJson(project.text("package.json"));
        boolean typescript = json.uses("typescript") && project.has("tsconfig.json");
        draft.kind(typescript ? "npm with TypeScript" : "npm");
        setup(project, draft);
        // Where the build is the type check, the phase of that name proves it; errors that were
        // there before would be the implementing agent's otherwise.
        boolean compiles = typescript && json.script("build").matches("tsc( .*)?");
        if (!json.script("build").isEmpty() && !compiles) {
            draft.tool("implement", ToolDraft.of("build", "npm run build"));
        }
        if (json.uses("eslint")) {
            eslint(project, draft, json);
        } else {
            String reason = "ESLint is not among package.json's dependencies";
            draft.missing("lint", reason);
            draft.missing("architecture", reason + ", nor another tool that measures the limits");
        }
        if (typescript) {
            draft.tool(
                    "typecheck",
                    ToolDraft.of("tsc", RUN + "tsc --noEmit --pretty false")
                            .regex(TSC)
                            .config(List.of("tsconfig.json")));
        } else {
            draft.missing("typecheck", "package.json and tsconfig.json configure no TypeScript");
        }
        tests(project, draft, json);
        draft.missing("integration", "package.json names no integration tests");
        if (json.uses("@playwright/test")) {
            draft.tool("e2e", ToolDraft.of("playwright", RUN + "playwright test"));
        } else if (json.uses("cypress")) {
            draft.tool("e2e", ToolDraft.of("cypress", RUN + "cypress run"));
        }
    }

    private static void setup(ProjectFiles project, Draft draft) {
        if (project.has("pnpm-lock.yaml")) {
            draft.setup(
                    "pnpm install --frozen-lockfile", List.of("package.json", "pnpm-lock.yaml"));
        } else if (project.has("yarn.lock")) {
            draft.setup("yarn install --frozen-lockfile", List.of("package.json", "yarn.lock"));
        } else if (project.has("package-lock.json")) {
            draft.setup(
                    "npm ci --no-audit --no-fund", List.of("package.json", "package-lock.json"));
        } else {
            draft.setup(
                    "npm install --no-audit --no-fund --no-package-lock", List.of("package.json"));
        }
    }

    private static void eslint(ProjectFiles project, Draft draft, PackageJson json) {
        String parser = json.firstOf("typescript-eslint", "@typescript-eslint/parser");
        boolean flat = json.major("eslint", 9) >= 9;
        boolean typescript = project.any("*.{ts,tsx,mts,cts}");
        String format = " --format ./" + Eslint.FORMATTER;
        String extensions = !flat && typescript ? " --ext .js,.jsx,.ts,.tsx" : "";
        List<String> config = new ArrayList<>(List.of(Eslint.FORMATTER));
        config.addAll(project.matching("/eslint.config.*", "/.eslintrc*", "/.eslintignore"));
        draft.file(Eslint.FORMATTER, Eslint.FORMATTER_CONTENT);
        draft.tool(
                "lint",
                ToolDraft.of(
                                "eslint",
                                RUN
                                        + "eslint ."
                                        + extensions
                                        + format
                                        + " --ignore-pattern \""
                                        + Draft.CONFIG
                                        + "**\"")
                        .regex(Eslint.PATTERN)
                        .config(config));
        if (typescript && parser.isEmpty()) {
            draft.missing(
                    "architecture",
                    "ESLint cannot read TypeScript here: package.json lacks typescript-eslint");
            return;
        }
        String file = flat ? Eslint.FLAT : Eslint.LEGACY;
        draft.file(file, flat ? Eslint.flat(parser) : Eslint.legacy(parser));
        draft.tool(
                "architecture",
                ToolDraft.of(
                                "eslint",
                                RUN
                                        + "eslint ."
                                        + extensions
                                        + format
                                        + (flat ? "" : " --no-eslintrc --no-inline-config")
                                        + " --config "
                                        + file)
                        .regex(Eslint.PATTERN)
                        .config(List.of(file, Eslint.FORMATTER)));
    }

    private static void tests(ProjectFiles project, Draft draft, PackageJson json) {
        if (json.uses("vitest")) {
            String more =
                    json.testArguments("vitest").replaceAll(" (run|watch|--run|--watch)\\b", "");
            String vitest = RUN + "vitest run" + more + " --reporter=junit --outputFile=" + REPORT;
            draft.tool("test", ToolDraft.of("vitest", vitest).report(REPORT));
        } else if (json.uses("jest") && json.uses("jest-junit")) {
            draft.tool(
                    "test",
                    ToolDraft.of(
                                    "jest",
                                    RUN
                                            + "jest --ci"
                                            + json.testArguments("jest").replace(" --watch", "")
                                            + " --reporters=default --reporters=jest-junit")
                            .report(REPORT)
                            .environment("JEST_JUNIT_OUTPUT_FILE", REPORT));
        } else if (json.uses("jest")) {
            draft.missing(
                    "test", "jest writes JUnit XML only with jest-junit, a missing dependency");
        } else if (json.uses("mocha")) {
            String mocha =
                    RUN
                            + "mocha"
                            + json.testArguments("mocha")
                            + " --reporter xunit --reporter-option output="
                            + REPORT;
            draft.tool("test", ToolDraft.of("mocha", mocha).report(REPORT));
        } else if (json.script("test").matches(".+node --test.*")) {
            draft.tool(
                    "test",
                    ToolDraft.of("node", "mkdir -p .lockstep-reports && npm test")
                            .report(REPORT)
                            .environment(
                                    "NODE_OPTIONS",
                                    "--test-reporter=junit --test-reporter-destination=" + REPORT));
        } else if (json.script("test").contains("node --test")) {
            String node =
                    "mkdir -p .lockstep-reports && node --test --test-reporter=junit"
                            + " --test-reporter-destination="
                            + REPORT;
            draft.tool("test", ToolDraft.of("node", node).report(REPORT));
        } else {
            draft.missing("test", "package.json names no test runner that writes JUnit XML");
        }
    }
}
