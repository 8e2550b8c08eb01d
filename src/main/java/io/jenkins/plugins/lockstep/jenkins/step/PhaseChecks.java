package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.model.Run;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.BuildVerification;
import io.jenkins.plugins.lockstep.jenkins.build.Received;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What only the owner of the ledger can check before it seals. */
final class PhaseChecks {
    private PhaseChecks() {}

    /**
     * The validate phase verifies every earlier seal of the run again; for other phases nothing is
     * added.
     */
    static Returned before(
            BuildGraph graph,
            BuildGraph.Open open,
            Returned returned,
            Received evidence,
            Run<?, ?> build)
            throws IOException {
        if (graph.phase(open.node().name()).kind() != PhaseKind.VALIDATE) {
            return returned;
        }
        long begun = System.nanoTime();
        Verification verification = BuildVerification.verify(build);
        long millis = (System.nanoTime() - begun) / 1_000_000;
        List<Failure> found =
                verification.findings().stream()
                        .map(
                                finding ->
                                        Failure.of(
                                                "seals", Cause.EVIDENCE_BROKEN, finding.toString()))
                        .toList();
        ValidatorResult seals =
                new ValidatorResult(
                        "validate/seals",
                        List.of(),
                        null,
                        null,
                        Map.of("entries", verification.counts().seals()),
                        List.of(),
                        found,
                        millis);
        AttemptResult old = returned.result();
        List<ValidatorResult> validators = new ArrayList<>(List.of(seals));
        validators.addAll(old.validators());
        List<Failure> failures = new ArrayList<>(found);
        failures.addAll(old.failures());
        evidence.put("validation_report.md", report(validators).getBytes(StandardCharsets.UTF_8));
        AttemptResult result =
                new AttemptResult(
                        old.commit(),
                        old.changed(),
                        validators,
                        failures,
                        old.sessions(),
                        old.refused(),
                        old.issuesBefore(),
                        old.issuesAfter(),
                        old.sandbox(),
                        old.started(),
                        old.ended());
        return new Returned(result, returned.tree(), returned.bundle(), null, null, null);
    }

    private static String report(List<ValidatorResult> validators) {
        StringBuilder text =
                new StringBuilder("# Validation\n\n| check | result | figures |\n|---|---|---|\n");
        for (ValidatorResult one : validators) {
            text.append("| ")
                    .append(one.name())
                    .append(" | ")
                    .append(one.passed() ? "passed" : "failed");
            text.append(" | ").append(new java.util.TreeMap<>(one.counts())).append(" |\n");
        }
        return text.toString();
    }
}
