package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Proves phases: what a phase must have left, as its kind says, and its tools. Knows neither git
 * nor the ledger; what it needs of them comes in the request. (Of a validate phase it proves all
 * but the seals, and of a commit phase nothing.)
 */
public final class Proofs {
    private final ToolRunner runner;

    public Proofs(ToolRunner runner) {
        this.runner = runner;
    }

    /**
     * Runs every validator of the phase.
     *
     * @return one result for each, never empty but for a commit phase; the phase is proven if all
     *     have passed
     * @throws IOException if our own part fails, such as a full disk
     */
    public List<ValidatorResult> prove(ProofRequest request)
            throws IOException, InterruptedException {
        List<ValidatorResult> results = new ArrayList<>();
        for (Proof proof : proofs(request.phase().kind())) {
            results.addAll(proof.prove(request));
        }
        for (ValidatorResult result : results) {
            emit(request, result);
        }
        return List.copyOf(results);
    }

    private List<Proof> proofs(PhaseKind kind) {
        ToolsProof optional = new ToolsProof(runner, Cause.ISSUES_FOUND, false);
        ToolsProof needed = new ToolsProof(runner, Cause.ISSUES_FOUND, true);
        return switch (kind) {
            case RESEARCH -> List.of(TextProof.research(), optional);
            case PLANNING -> List.of(TextProof.planning(), optional);
            case IMPLEMENT ->
                    List.of(new ChangeProof(), new ToolsProof(runner, Cause.BUILD_FAILED, false));
            case ARCHITECTURE -> List.of(new ArchitectureProof(needed));
            case ISSUES -> List.of(needed);
            case TESTS -> List.of(new TestsProof(needed));
            case E2E -> List.of(new EndToEndProof(needed));
            case VALIDATE -> List.of(new Placeholders(), optional);
            case COMMIT -> List.of();
        };
    }

    private static void emit(ProofRequest request, ValidatorResult result) {
        Map<String, Object> data = Map.of("validator", result.name(), "millis", result.millis());
        if (result.passed()) {
            request.events()
                    .emit(Event.Type.VALIDATOR_PASSED, "", "", result.name() + " passed", data);
            return;
        }
        for (Failure failure : result.failures()) {
            request.events()
                    .emit(Event.Type.VALIDATOR_FAILED, "", failure.file(), failure.message(), data);
        }
    }
}
