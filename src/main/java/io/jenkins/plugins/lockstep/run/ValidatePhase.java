package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adds to the validate phase what only the ledger's owner can check: every earlier seal, verified
 * again.
 */
final class ValidatePhase {
    private final RunContext run;

    ValidatePhase(RunContext run) {
        this.run = run;
    }

    AttemptResult addSeals(AttemptResult result, AttemptDirectory directory)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Verification verification = Verifying.verify(run.home());
        long millis = (System.nanoTime() - begun) / 1_000_000;
        List<Failure> failures =
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
                        Map.of(
                                "seals",
                                verification.counts().seals(),
                                "files",
                                verification.counts().files()),
                        List.of(),
                        failures,
                        millis);
        List<ValidatorResult> validators = new ArrayList<>(List.of(seals));
        validators.addAll(result.validators());
        List<Failure> all = new ArrayList<>(failures);
        all.addAll(result.failures());
        Files.writeString(
                directory.evidence().resolve("validation_report.md"),
                report(validators),
                StandardCharsets.UTF_8);
        return new AttemptResult(
                result.commit(),
                result.changed(),
                validators,
                all,
                result.sessions(),
                result.refused(),
                result.issuesBefore(),
                result.issuesAfter(),
                result.sandbox(),
                result.started(),
                result.ended());
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
        for (ValidatorResult one : validators) {
            for (Failure failure : one.failures()) {
                text.append("\n- ").append(one.name()).append(": ").append(failure.message());
                if (!failure.file().isEmpty()) {
                    text.append(" (")
                            .append(failure.file())
                            .append(':')
                            .append(failure.line())
                            .append(')');
                }
            }
        }
        return text.append('\n').toString();
    }
}
