package io.jenkins.plugins.lockstep.plan;

import static io.jenkins.plugins.lockstep.plan.Plans.SMALL;
import static io.jenkins.plugins.lockstep.plan.Plans.WHOLE;
import static io.jenkins.plugins.lockstep.plan.Plans.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanProblemsTest {
    @Test
    void aWholePlanHasNone() {
        assertThat(problems(WHOLE)).isEmpty();
    }

    @Test
    void tellsAllAtOnceInTheFilesOrder() {
        String yaml =
                WHOLE
                        + """
                        limits: {run: 4x, worker: 3, workers: 0, evidence: 1XB, attempts: '3'}
                        tols: {}
                        phases:
                          lint: {after: [test]}
                        """;
        assertThat(problems(yaml))
                .containsExactly(
                        "lockstep.yaml:12:15: 'limits.run' must be a duration such as 45s, 30m, 4h or"
                                + " 1h30m, not \"4x\"",
                        "lockstep.yaml:12:19: unknown key 'worker'; did you mean 'workers'?",
                        "lockstep.yaml:12:39: 'limits.workers' must be a whole number from 1 to 256,"
                                + " not 0",
                        "lockstep.yaml:12:52: 'limits.evidence' must be a size such as 0, 512KiB,"
                                + " 100MiB or 2GiB, not \"1XB\"",
                        "lockstep.yaml:12:67: 'limits.attempts' must be a whole number from 1 to 100,"
                                + " not \"3\"",
                        "lockstep.yaml:13:1: unknown key 'tols'; did you mean 'tools'?",
                        "lockstep.yaml:15:18: the phases form a cycle: lint → test → lint (read → as"
                                + " 'comes after')");
    }

    @Test
    void namesEveryPhaseThatLacksATool() {
        assertThat(problems(SMALL))
                .hasSize(6)
                .first()
                .asString()
                .contains("'architecture' has no tool", "tools: {architecture:", "{off: \"why\"}");
    }

    static List<Arguments> oneProblem() {
        return List.of(
                one("project: {name: x}", "12:1: the key 'project' stands in line 2 already"),
                one(
                        "agent:",
                        "12:7: 'agent' must be a map that says how to start the coding agent, not empty"),
                one("limits: [1]", "'limits' must be a map of limits, not a list"),
                one(
                        "agent: {output: clod}",
                        "must be one of claude, codex, gemini, text, not \"clod\""),
                one("agent: {command: 'a {prompt}'}", "{prompt} in a line for sh"),
                one("agent: {command: [a, '{model}']}", "'agent.model' is missing"),
                one("agent: {models: {lin: x}}", "no phase 'lin'; did you mean 'lint'?"),
                one("agent: {environment: [1a]}", "must be the name of an environment variable"),
                one(
                        "phases: {Lint: {kind: issues, after: [], off: no}}",
                        "the key 'Lint' must be a name of lower-case"),
                one(
                        "phases: {\"lint\\n\": {kind: issues, after: [], off: no}}",
                        "must be a name of lower-case"),
                one("phases: {lnt: {}}", "12:10: unknown phase 'lnt'; did you mean 'lint'?"),
                one("phases: {own: {kind: planning}}", "the phase 'own' lacks 'after'"),
                one(
                        "phases: {own: {kind: planning, after: [comit, lint]}}",
                        "unknown prerequisite 'comit'; did you mean 'commit'?"),
                one(
                        "phases: {own: {kind: planning, after: [commit]}}",
                        "nothing can come after 'commit'"),
                one("phases: {lint: {kind: tests}}", "the phase 'lint' is of kind issues"),
                one("phases: {lint: {after: [lint]}}", "cycle: lint → lint"),
                one("phases: {lint: {after: [validate]}}", "12:25: the phases form a cycle: "),
                one(
                        "phases: {lint: {off: true}}",
                        "'phases.lint.off' must be the reason why it is off, in quotes, not true"),
                one("phases: {lint: {off: ' '}}", "needs a reason in quotes"),
                one(
                        "phases: {lint: {expect: {exitCode: 1}}}",
                        "of kind e2e only; this one is of kind issues"),
                one("phases: {e2e: {expect: {pattern: 'a('}}}", "the pattern does not compile"),
                one("phases: {test: {limits: {nesting: 3}}}", "of kind architecture only"),
                one("phases: {test: {placeholders: []}}", "of kind validate only"),
                one(
                        "phases: {validate: {placeholders: [{name: x, pattern: '[a'}]}}",
                        "does not compile: Unclosed character class"),
                one(
                        "phases: {validate: {placeholders: [{name: x, pattern: a, where: here}]}}",
                        "one of sources, tests, all"),
                one("agent: {writable: [x]}", "'x' must be absolute, or begin with ~/"),
                one("agent: {writable: [/]}", "'/' must be absolute"),
                one("agent: {writable: [~/../x]}", "leads out"),
                one("agent: {writable: [/p/.lockstep/key]}", "names '.lockstep'"),
                one("workspace: {carry: [../x]}", "'../x' leads out of the project"),
                one("workspace: {carry: [/etc]}", "'/etc' must be relative to the project"),
                one("workspace: {carry: [a/.git/b]}", "names '.git'"),
                one("workspace: {inputs: ['[a']}", "has a '[' without its ']'"),
                one("limits: {session: 0s}", "must be more than 0"),
                one("limits: {session: 99999d}", "at most 365d"),
                one(
                        "limits: {workers: 99999999999999999999}",
                        "must be a whole number from 1 to 256"),
                one("agent: {model: !!python/name:os.system x}", "the tag"),
                one("agent: {model: .inf}", "not a finite number"),
                one("agent: {model: \"a\\0b\"}", "control character"),
                one("agent: {model: \"\\uD800\"}", "control character"),
                one("? [a]\n: b", "a key must be a text"),
                one("<<: {a: b}", "key"),
                one("---\na: b", "one YAML document; here begins another"));
    }

    private static Arguments one(String line, String message) {
        return Arguments.of(line, message);
    }

    @ParameterizedTest
    @MethodSource("oneProblem")
    void tells(String line, String message) {
        assertThat(problems(WHOLE + line + "\n")).singleElement().asString().contains(message);
    }

    static List<Arguments> toolProblems() {
        return List.of(
                one("{command: x}", "lacks 'format'"),
                one("{format: exit}", "'tools.lint' lacks 'command'"),
                one("{command: [], format: exit}", "must be a command"),
                one(
                        "{command: [a, 1], format: exit}",
                        "'tools.lint.command[1]' must be a text (quote numbers"),
                one("{command: x, format: sariff}", "one of sarif, junit"),
                one(
                        "{command: x, format: junit, report: a}",
                        "the format junit is for phases of kind tests"),
                one("{command: x, format: parser}", "lacks 'parser'"),
                one(
                        "{command: x, format: parser, parser: FLAK8}",
                        "unknown parser 'FLAK8'; did you mean 'FLAKE8'?"),
                one(
                        "{command: x, format: exit, parser: FLAKE8}",
                        "'parser' goes with format: parser"),
                one("{command: x, format: regex}", "lacks 'pattern'"),
                one("{command: x, format: exit, pattern: a}", "'pattern' goes with format: regex"),
                one(
                        "{command: x, format: regex, pattern: '(?<file>a)(?<message>b)'}",
                        "lacks the named group (?<line>…)"),
                one("{command: x, format: regex, pattern: '(?<file'}", "does not compile"),
                one("{command: x, format: exit, config: [../a]}", "leads out of the project"),
                one("{command: x, format: exit, timeout: 3}", "must be a duration"),
                one(
                        "{command: x, format: exit, environment: {1x: a}}",
                        "must be the name of an environment variable"),
                one("{command: x, format: exit, environment: {A: [b]}}", "must be a text, number"),
                one(
                        "[{name: a, command: x, format: exit}, {name: a, command: y, format: exit}]",
                        "two tools of the name 'a'"),
                one(
                        "[{name: a, command: x, format: exit}, {command: y, format: exit}]",
                        "several tools of a phase need names"),
                one("[]", "must be a tool or a list of tools, not an empty list"));
    }

    @ParameterizedTest
    @MethodSource("toolProblems")
    void tellsOfTools(String tool, String message) {
        String yaml = WHOLE.replace("{command: lint, format: exit}", tool);
        assertThat(problems(yaml)).singleElement().asString().contains(message);
    }

    @Test
    void testsNeedReports() {
        assertThat(problems(WHOLE.replace("{command: test, report: out/*.xml}", "{command: x}")))
                .singleElement()
                .asString()
                .contains("lacks 'report'");
    }

    @Test
    void milestones() {
        assertThat(problems(WHOLE.replace("[it works]", "[]")))
                .singleElement()
                .asString()
                .contains("must be a list with at least one criterion");
        assertThat(problems(WHOLE.replace(", criteria: [it works]", "")))
                .containsExactly("lockstep.yaml:4:5: 'milestones[0]' lacks 'criteria'");
        String again = "  - {number: 1, name: Again, criteria: [x]}\ntools:";
        assertThat(problems(WHOLE.replace("tools:", again)))
                .containsExactly(
                        "lockstep.yaml:5:6: the milestone number 1 is taken by 'First' already");
    }

    @Test
    void toolsOfNoPhaseAndOfOneThatRunsNone() {
        assertThat(problems(WHOLE + "  research: {command: x, format: exit}\n"))
                .singleElement()
                .asString()
                .contains("the phase 'research' runs no tools");
        assertThat(problems(WHOLE + "  lintt: {command: x, format: exit}\n"))
                .containsExactly(
                        "lockstep.yaml:12:3: there is no phase 'lintt'; did you mean 'lint'?");
    }

    @Test
    void branches() {
        for (String branch : List.of("a..b", "-x", "a b", "a.lock", "HEAD", "x/", "a~1")) {
            assertThat(
                            problems(
                                    WHOLE.replace(
                                            "name: shop", "name: shop, branch: '" + branch + "'")))
                    .as(branch)
                    .singleElement()
                    .asString()
                    .contains("no name for a git branch");
        }
    }

    @Test
    void everyPhaseOff() {
        StringBuilder off = new StringBuilder(SMALL + "phases:\n");
        DefaultPhases.all()
                .keySet()
                .forEach(p -> off.append("  ").append(p).append(": {off: x}\n"));
        assertThat(problems(off.toString())).singleElement().asString().contains("every phase");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment\n",
                "- 1\n",
                "x",
                "a: [\n",
                "a: &a [*a]\n",
                "\t",
                "%YAML 3.0\n---\na: b"
            })
    void documentsThatAreNoPlan(String yaml) {
        assertThat(problems(yaml)).isNotEmpty();
    }

    @Test
    void bytesThatAreNoText() {
        byte[] latin = "project: {name: caf\u00e9}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(catchProblem(latin)).isEqualTo("p.yaml: the plan is not UTF-8 text");
        assertThat(catchProblem(new byte[(1 << 20) + 1])).contains("larger than 1 MiB");
    }

    private static String catchProblem(byte[] yaml) {
        try {
            PlanReader.read(yaml, "p.yaml");
            return "";
        } catch (PlanException e) {
            return e.getMessage();
        }
    }
}
