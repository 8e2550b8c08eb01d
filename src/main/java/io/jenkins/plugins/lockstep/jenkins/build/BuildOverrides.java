package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.worker.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What steps of this build set in place of the plan: it belongs to what their seals are good for,
 * so later steps must know it.
 */
public record BuildOverrides(List<OfMilestone> all) {
    /** Of one phase in one milestone. */
    public record OfMilestone(int milestone, Overrides overrides) {}

    static BuildOverrides read(Path file) throws IOException {
        return Files.exists(file)
                ? Json.read(Files.readAllBytes(file), BuildOverrides.class)
                : new BuildOverrides(List.of());
    }

    Plan apply(Plan plan, int milestone) {
        Plan changed = plan;
        for (OfMilestone one : all) {
            if (one.milestone() == milestone) {
                changed = one.overrides().apply(changed);
            }
        }
        return changed;
    }

    /**
     * Puts one in, in place of an earlier one of that phase, and writes the file if that changes
     * it.
     */
    public static void put(Path file, int milestone, Overrides overrides) throws IOException {
        BuildOverrides old = read(file);
        List<OfMilestone> all = new ArrayList<>(old.all());
        all.removeIf(
                one ->
                        one.milestone() == milestone
                                && one.overrides().phase().equals(overrides.phase()));
        if (!overrides.equals(Overrides.none(overrides.phase()))) {
            all.add(new OfMilestone(milestone, overrides));
        }
        if (!all.equals(old.all())) {
            AtomicFiles.write(file, Json.pretty(new BuildOverrides(all)));
        }
    }
}
