package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Proves that the real program does what the plan expects. The phase's last tool is that program;
 * those before prepare it and must exit 0 and report nothing. Leaves {@code e2e_evidence.log}.
 */
final class EndToEndProof implements Proof {
    private static final long PATTERN_STEPS = 500_000_000;
    private static final Phase.Expectation SUCCESS = new Phase.Expectation(0, List.of(), "");

    private final ToolsProof tools;

    EndToEndProof(ToolsProof tools) {
        this.tools = tools;
    }

    @Override
    public List<ValidatorResult> prove(ProofRequest request)
            throws IOException, InterruptedException {
        List<Tool> all = request.phase().tools();
        if (all.isEmpty()) {
            return List.of(ToolsProof.noTool(request.phase()));
        }
        List<ValidatorResult> results = new ArrayList<>();
        for (Tool tool : all.subList(0, all.size() - 1)) {
            results.add(tools.judge(tools.run(tool, request), request));
        }
        ToolRun run = tools.run(all.get(all.size() - 1), request);
        ProgramOutput output = ProgramOutput.read(run.ended().log());
        Files.createDirectories(request.proof());
        Files.writeString(request.proof().resolve("e2e_evidence.log"), evidence(run, output));
        results.add(Verdicts.result(run, judge(run, output, request)));
        return results;
    }

    private static List<Failure> judge(ToolRun run, ProgramOutput output, ProofRequest request) {
        Phase.Expectation expected =
                request.phase().expect() == null ? SUCCESS : request.phase().expect();
        boolean otherExit = run.failure() != null && run.failure().cause() == Cause.TOOL_FAILED;
        if (run.failure() != null && !(otherExit && run.tool().format().equals("exit"))) {
            return List.of(run.failure());
        }
        List<String> wrong = new ArrayList<>();
        if (run.ended().exitCode() != expected.exitCode()) {
            wrong.add("exit code " + run.ended().exitCode() + " instead of " + expected.exitCode());
        }
        for (String text : expected.contains()) {
            if (!output.text().contains(text)) {
                wrong.add("the output lacks \"" + Texts.oneLine(text, 200) + "\"");
            }
        }
        String mismatch = mismatch(expected.pattern(), output, request);
        if (!mismatch.isEmpty()) {
            wrong.add(mismatch);
        }
        if (run.reported() > 0) {
            wrong.add(Verdicts.plural(run.reported(), "issue") + " reported");
        }
        String message = run.tool().name() + ": " + String.join("; ", wrong);
        return wrong.isEmpty()
                ? List.of()
                : List.of(Verdicts.failure(run, request, Cause.UNEXPECTED_OUTPUT, message));
    }

    private static String mismatch(String regex, ProgramOutput output, ProofRequest request) {
        if (regex.isEmpty()) {
            return "";
        }
        try {
            SafePattern pattern = SafePattern.compile(regex, Pattern.MULTILINE);
            StepBudget budget = new StepBudget(request.deadline(), PATTERN_STEPS);
            return pattern.find(output.text(), budget) == null
                    ? "the output does not match " + regex
                    : "";
        } catch (Unreadable e) {
            return e.getMessage();
        } catch (StepBudget.Exceeded e) {
            return "matching the output with " + regex + " " + e.getMessage();
        }
    }

    private static String evidence(ToolRun run, ProgramOutput output) {
        Ended ended = run.ended();
        return """
                command: %s
                ended: %s
                exit code: %s
                time: %d ms
                output: %s%s

                """
                        .formatted(
                                String.join(" ", run.command()),
                                ended.how(),
                                ended.how() == Ended.How.EXITED ? ended.exitCode() : "none",
                                ended.time().toMillis(),
                                ended.logDigest(),
                                output.cut() ? " (its middle is left out below)" : "")
                + output.text();
    }
}
