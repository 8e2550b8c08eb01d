package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One validator's result, as it is sealed.
 *
 * @param command empty for a check of our own
 * @param exitCode null if nothing ran
 * @param logDigest null if nothing ran
 * @param counts figures: {@code tests}, {@code skipped}, {@code issues} …
 * @param millis wall time
 */
public record ValidatorRecord(
        String name,
        List<String> command,
        Integer exitCode,
        Digest logDigest,
        Map<String, Long> counts,
        long millis) {
    public ValidatorRecord {
        Objects.requireNonNull(name, "validator without name");
        command = command == null ? List.of() : List.copyOf(command);
        counts = counts == null ? Map.of() : Map.copyOf(counts);
    }
}
