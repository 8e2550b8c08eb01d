package io.jenkins.plugins.lockstep.cli.doctor;

import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanException;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the checks look at.
 *
 * @param directory the project's, absolute
 * @param planFile absolute
 * @param plan null if it is missing or not valid
 * @param planProblems why; empty if it is valid
 */
public record Surroundings(
        Path directory, Path planFile, Plan plan, String planProblems, Probe probe) {

    /** Reads the plan, if that can be done. */
    public static Surroundings of(Path directory, Path planFile, Probe probe) {
        try {
            if (!Files.isRegularFile(planFile)) {
                return new Surroundings(
                        directory, planFile, null, "there is no plan at " + planFile, probe);
            }
            Plan plan = PlanReader.read(planFile);
            return new Surroundings(directory, planFile, plan, "", probe);
        } catch (PlanException e) {
            return new Surroundings(directory, planFile, null, e.getMessage(), probe);
        } catch (IOException e) {
            String message = planFile + " cannot be read: " + e.getMessage();
            return new Surroundings(directory, planFile, null, message, probe);
        }
    }
}
