package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.evidence.AgentRecord;
import io.jenkins.plugins.lockstep.evidence.GatePredicate;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.ValidatorRecord;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** An attempt's result as it goes into evidence and seal. */
public final class Evidence {
    private Evidence() {}

    /** Writes {@code result.json}, which tells all of the attempt that the seal does not. */
    public static void write(AttemptResult result, AttemptDirectory directory) throws IOException {
        Files.write(directory.evidence().resolve("result.json"), Json.pretty(result));
    }

    public static PhasePredicate phase(
            Plan plan, AttemptSpec spec, Digest key, List<Sealed> materials, AttemptResult result) {
        return new PhasePredicate(
                spec.run(),
                spec.milestone(),
                spec.phase(),
                spec.attempt(),
                key,
                spec.planDigest(),
                spec.base(),
                result.commit(),
                materials(materials),
                validators(result),
                agent(plan, spec, result),
                result.started(),
                result.ended(),
                null);
    }

    public static GatePredicate gate(
            AttemptSpec place,
            Node gate,
            Digest key,
            List<Sealed> branches,
            List<String> members,
            AttemptResult result) {
        return new GatePredicate(
                place.run(),
                place.milestone(),
                place.phase(),
                place.attempt(),
                gate.joins(),
                members,
                key,
                place.planDigest(),
                place.base(),
                result.commit(),
                materials(branches),
                validators(result),
                result.started(),
                result.ended(),
                null);
    }

    private static List<Material> materials(List<Sealed> seals) {
        return seals.stream()
                .map(
                        seal ->
                                new Material(
                                        Material.name(seal.milestone(), seal.node()), seal.seal()))
                .toList();
    }

    private static List<ValidatorRecord> validators(AttemptResult result) {
        return result.validators().stream()
                .map(
                        one ->
                                new ValidatorRecord(
                                        one.name(),
                                        one.command(),
                                        one.exitCode(),
                                        one.logDigest(),
                                        one.counts(),
                                        one.millis()))
                .toList();
    }

    private static AgentRecord agent(Plan plan, AttemptSpec spec, AttemptResult result) {
        if (result.sessions().isEmpty()) {
            return null;
        }
        String model = plan.agent().modelFor(spec.phase());
        return new AgentRecord(
                plan.agent().command(),
                model.isEmpty() ? List.of() : List.of(model),
                result.sessions().size(),
                result.sessions().stream()
                        .mapToLong(AttemptResult.SessionRecord::inputTokens)
                        .sum(),
                result.sessions().stream()
                        .mapToLong(AttemptResult.SessionRecord::outputTokens)
                        .sum(),
                result.costUsd(),
                result.sandbox());
    }
}
