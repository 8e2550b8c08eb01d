package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.FileNames;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanException;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import io.jenkins.plugins.lockstep.plan.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which project and which plan; every command has them. */
public final class ProjectOptions {
    private static final String PLAN = "lockstep.yaml";

    @Option(
            names = {"-C", "--project"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The project's directory (default: the current one).")
    private Path project;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            defaultValue = PLAN,
            description = "The plan, relative to the project (default: lockstep.yaml).")
    private Path plan;

    /** The project's directory, absolute. */
    public Path directory() {
        return project.toAbsolutePath().normalize();
    }

    /** The plan's file, absolute. */
    public Path planFile() {
        return directory().resolve(plan).normalize();
    }

    /**
     * @throws PlanException if there is no plan or it is not valid
     */
    public Plan readPlan() throws IOException, PlanException {
        Path file = planFile();
        if (!Files.isRegularFile(file)) {
            String message =
                    "there is no plan at "
                            + file
                            + "; "
                            + (FileNames.isGarbled(file)
                                    ? FileNames.REMEDY
                                    : "'lockstep init' writes one");
            throw new PlanException(
                    file.getFileName().toString(), List.of(new Problem(0, 0, "", message)));
        }
        return PlanReader.read(file);
    }
}
