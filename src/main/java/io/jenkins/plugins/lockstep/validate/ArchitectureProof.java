package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Issue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves the architecture phase by tools that measure. Leaves {@code violations.sarif} with what
 * all of them found, and {@code architecture_review.md}, which says what was measured.
 */
final class ArchitectureProof implements Proof {
    private final ToolsProof tools;

    ArchitectureProof(ToolsProof tools) {
        this.tools = tools;
    }

    @Override
    public List<ValidatorResult> prove(ProofRequest request)
            throws IOException, InterruptedException {
        List<ToolRun> runs = tools.runAll(request);
        List<ValidatorResult> results = new ArrayList<>();
        List<Issue> violations = new ArrayList<>();
        for (ToolRun run : runs) {
            results.add(tools.judge(run, request));
            violations.addAll(run.issues());
        }
        if (results.isEmpty()) {
            results.add(ToolsProof.noTool(request.phase()));
        }
        Files.createDirectories(request.proof());
        Sarif.write(request.proof().resolve("violations.sarif"), violations, "lockstep");
        Files.write(
                request.proof().resolve("architecture_review.md"),
                new ArchitectureReview(request, runs).text().getBytes(StandardCharsets.UTF_8));
        return results;
    }
}
