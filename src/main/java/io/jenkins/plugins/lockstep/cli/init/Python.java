package io.jenkins.plugins.lockstep.cli.init;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Python projects. */
final class Python implements Ecosystem {
    private static final String REPORT = ".lockstep-reports/junit.xml";
    private static final String RUFF =
            "^(?<file>[^:]+):(?<line>[0-9]+):(?<column>[0-9]+): (?<code>[A-Za-z][A-Za-z0-9-]*):?"
                    + " (?<message>.*)$";
    private static final String MYPY =
            "^(?<file>[^:]+):(?<line>[0-9]+)(?::(?<column>[0-9]+))?: error: (?<message>.*?)"
                    + "(?: +\\[(?<code>[a-z0-9-]+)\\])?$";
    private static final String PYRIGHT =
            "^ *(?<file>[^:]+):(?<line>[0-9]+):(?<column>[0-9]+) - error: (?<message>.*?)"
                    + "(?: \\((?<code>report[A-Za-z]+)\\))?$";
    private static final String PYLINT =
            "pylint --rcfile=/dev/null --recursive=y --ignore=.venv,venv,build --score=n"
                    + " --load-plugins=pylint.extensions.mccabe --disable=all"
                    + " --enable=too-many-statements,too-many-arguments,too-many-nested-blocks,"
                    + "too-complex,too-many-public-methods,too-many-lines,cyclic-import,syntax-error"
                    + " --max-statements={functionLines} --max-args={parameters}"
                    + " --max-nested-blocks={nesting} --max-complexity={complexity}"
                    + " --max-public-methods={classMethods} --max-module-lines={fileLines}"
                    + " --msg-template=\"{path}:{line}:{column}: {msg_id} {msg}\" .";
    private static final String PYLINT_LINE =
            "^(?<file>[^:]+):(?<line>[0-9]+):(?<column>[0-9]+): (?<code>[A-Z][0-9]+)"
                    + " (?<message>.*)$";

    @Override
    public boolean builds(ProjectFiles project) {
        return project.has("pyproject.toml")
                || project.has("setup.py")
                || project.has("setup.cfg")
                || project.has("requirements.txt");
    }

    @Override
    public void draft(ProjectFiles project, Draft draft) {
        draft.kind("Python");
        new Tools(project, draft).draft();
    }

    /** One project's tools; a runner such as {@code uv run} stands before each, if it has one. */
    private static final class Tools {
        private final ProjectFiles project;
        private final Draft draft;
        private final String declared;
        private final String run;

        Tools(ProjectFiles project, Draft draft) {
            this.project = project;
            this.draft = draft;
            List<String> files = new ArrayList<>(project.matching("requirements*.txt"));
            files.addAll(List.of("pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "Pipfile"));
            this.declared = project.texts(files);
            this.run = runner();
        }

        private String runner() {
            if (project.has("uv.lock")) {
                draft.setup("uv sync --frozen", List.of("pyproject.toml", "uv.lock"));
                return "uv run ";
            }
            if (project.has("poetry.lock")) {
                draft.setup("poetry install", List.of("pyproject.toml", "poetry.lock"));
                return "poetry run ";
            }
            return "";
        }

        /** Whether the project declares or configures it, or this machine has it. */
        private boolean has(String tool, String... configs) {
            return declares(tool)
                    || List.of(configs).stream().anyMatch(project::has)
                    || (run.isEmpty() && project.onPath(tool));
        }

        private boolean declares(String tool) {
            return Pattern.compile("(?<![a-z0-9_-])" + tool + "(?![a-z0-9_-])")
                    .matcher(declared)
                    .find();
        }

        /**
         * The files that configure a tool, some of which hold a section for it. An agent that may
         * change them may loosen the tool.
         */
        private List<String> configs(String tool, String... own) {
            List<String> configs = new ArrayList<>(List.of(own));
            Pattern section = Pattern.compile("(?m)^\\[(?:tool[.:])?" + tool + "[\\].]");
            for (String shared : List.of("pyproject.toml", "setup.cfg", "tox.ini")) {
                if (section.matcher(project.text(shared)).find()) {
                    configs.add(shared);
                }
            }
            return configs.stream().filter(project::has).toList();
        }

        void draft() {
            if (has("pylint")) {
                draft.tool(
                        "architecture",
                        ToolDraft.of("pylint", run + PYLINT)
                                .regex(PYLINT_LINE)
                                .comment("pylint counts a function's statements, not its lines"));
            } else {
                draft.missing("architecture", "pylint, which measures the limits, was not found");
            }
            lint();
            typecheck();
            if (!project.any("test_*.py", "*_test.py")) {
                draft.missing("test", "there are no tests (test_*.py) yet");
            } else if (has("pytest", "pytest.ini")) {
                draft.tool(
                        "test",
                        ToolDraft.of("pytest", run + "pytest --junitxml=" + REPORT)
                                .report(REPORT)
                                .environment("PYTHONPATH", project.has("src") ? "src" : ".")
                                .config(configs("pytest", "pytest.ini")));
            } else {
                draft.missing("test", "pytest, which writes JUnit XML, was not found");
            }
            draft.missing("integration", "no integration tests are known apart from the others");
        }

        private void lint() {
            boolean ruff =
                    declares("ruff") || project.has("ruff.toml") || project.has(".ruff.toml");
            boolean flake8 = declares("flake8") || project.has(".flake8");
            if (ruff || (!flake8 && !project.onPath("flake8") && has("ruff"))) {
                draft.tool(
                        "lint",
                        ToolDraft.of(
                                        "ruff",
                                        run + "ruff check --no-cache --output-format=concise .")
                                .regex(RUFF)
                                .config(configs("ruff", "ruff.toml", ".ruff.toml")));
            } else if (has("flake8", ".flake8")) {
                draft.tool(
                        "lint",
                        ToolDraft.of("flake8", run + "flake8 --exclude=.venv,venv,build,.git .")
                                .parser("FLAKE8")
                                .config(configs("flake8", ".flake8")));
            } else {
                draft.missing("lint", "neither flake8 nor ruff was found");
            }
        }

        private void typecheck() {
            if (!declares("mypy") && (declares("pyright") || project.has("pyrightconfig.json"))) {
                draft.tool(
                        "typecheck",
                        ToolDraft.of("pyright", run + "pyright")
                                .regex(PYRIGHT)
                                .config(configs("pyright", "pyrightconfig.json")));
            } else if (has("mypy", "mypy.ini", ".mypy.ini")) {
                draft.tool(
                        "typecheck",
                        ToolDraft.of(
                                        "mypy",
                                        run
                                                + "mypy --show-column-numbers --no-error-summary"
                                                + " --no-pretty .")
                                .regex(MYPY)
                                .config(configs("mypy", "mypy.ini", ".mypy.ini")));
            } else {
                draft.missing("typecheck", "neither mypy nor pyright was found");
            }
        }
    }
}
