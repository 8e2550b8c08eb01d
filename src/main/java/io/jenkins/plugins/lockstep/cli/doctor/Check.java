package io.jenkins.plugins.lockstep.cli.doctor;

import java.io.IOException;
import java.util.List;

/** One thing that the doctor looks at. */
@FunctionalInterface
public interface Check {
    List<Finding> look(Surroundings surroundings) throws IOException, InterruptedException;
}
