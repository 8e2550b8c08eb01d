package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one validator found, as it goes into the seal.
 *
 * @param name unique in its phase
 * @param command what ran; empty for a check of our own
 * @param exitCode null if nothing ran or it did not exit
 * @param logDigest of the command's output; null if nothing ran
 * @param counts figures worth keeping: {@code tests}, {@code skipped}, {@code failed}, {@code
 *     issues}, {@code bytes}
 * @param issues all that it reported
 * @param failures empty exactly if it passed
 * @param millis wall time
 */
public record ValidatorResult(
        String name,
        List<String> command,
        Integer exitCode,
        Digest logDigest,
        Map<String, Long> counts,
        List<Issue> issues,
        List<Failure> failures,
        long millis) {
    public ValidatorResult {
        Objects.requireNonNull(name, "validator without name");
        command = List.copyOf(command);
        counts = Map.copyOf(counts);
        issues = List.copyOf(issues);
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return failures.isEmpty();
    }
}
