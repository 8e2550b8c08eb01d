package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Proves a phase by its tools, each of which must exit 0 <em>and</em> report nothing. Each tool
 * that reads issues leaves {@code <tool>.sarif}.
 */
final class ToolsProof implements Proof {
    private final ToolRunner runner;
    private final Cause found;
    private final boolean needed;

    /**
     * @param found the cause of a failure in which a tool reported something
     * @param needed whether a phase without any tool is unproven
     */
    ToolsProof(ToolRunner runner, Cause found, boolean needed) {
        this.runner = runner;
        this.found = found;
        this.needed = needed;
    }

    @Override
    public List<ValidatorResult> prove(ProofRequest request)
            throws IOException, InterruptedException {
        List<ValidatorResult> results = new ArrayList<>();
        for (ToolRun run : runAll(request)) {
            results.add(judge(run, request));
        }
        return results.isEmpty() && needed ? List.of(noTool(request.phase())) : results;
    }

    /** Runs every tool of the phase, also after one that failed: all that is wrong is told. */
    List<ToolRun> runAll(ProofRequest request) throws IOException, InterruptedException {
        List<ToolRun> runs = new ArrayList<>();
        for (Tool tool : request.phase().tools()) {
            ToolRun run = run(tool, request);
            Files.createDirectories(request.proof());
            if (!tool.format().equals("exit")) {
                Sarif.write(
                        request.proof().resolve(ToolLog.fileName(tool.name()) + ".sarif"),
                        run.issues(),
                        tool.name());
            }
            runs.add(run);
        }
        return runs;
    }

    ToolRun run(Tool tool, ProofRequest request) throws IOException, InterruptedException {
        return runner.run(
                tool,
                request.checkout(),
                request.logs(),
                request.deadline(),
                ToolArguments.architecture(request.phase()),
                request.sandbox(),
                request.events());
    }

    ValidatorResult judge(ToolRun run, ProofRequest request) {
        return found == Cause.BUILD_FAILED
                ? build(run, request)
                : Verdicts.strict(run, request, found);
    }

    /** A build may warn: only errors and its exit code count. */
    private static ValidatorResult build(ToolRun run, ProofRequest request) {
        boolean errors = run.issues().stream().anyMatch(i -> i.severity().equals("error"));
        boolean failed = run.failure() != null && run.failure().cause() == Cause.TOOL_FAILED;
        if (run.failure() != null && !failed) {
            return Verdicts.result(run, List.of(run.failure()));
        }
        if (run.ended().succeeded() && !errors) {
            return Verdicts.result(run, List.of());
        }
        String message =
                failed
                        ? run.failure().message()
                        : "%s exited %d and reported %s"
                                .formatted(
                                        run.tool().name(),
                                        run.ended().exitCode(),
                                        Verdicts.plural(run.reported(), "issue"));
        return Verdicts.result(
                run, List.of(Verdicts.failure(run, request, Cause.BUILD_FAILED, message)));
    }

    static ValidatorResult noTool(Phase phase) {
        String message =
                "the phase '%s' has no tool, so nothing proves it; give it one under phases.%s.tools"
                        .formatted(phase.name(), phase.name());
        return Verdicts.check(
                "tools",
                Map.of(),
                List.of(Failure.of("tools", Cause.EVIDENCE_MISSING, message)),
                System.nanoTime());
    }
}
