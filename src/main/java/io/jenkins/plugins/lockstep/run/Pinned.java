package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanException;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The plans that earlier runs were pinned to. */
public final class Pinned {
    private Pinned() {}

    private interface Reader {
        Plan read(byte[] yaml) throws PlanException;
    }

    /**
     * The plan in that file; empty if there is none, or it can't be read any more.
     *
     * @param name of the file that it was pinned from, which a plan protects
     */
    static Optional<Plan> read(Path file, String name) throws IOException {
        return read(file, yaml -> PlanReader.read(yaml, name));
    }

    /**
     * The same, if it is the plan that seals name.
     *
     * @param digest of that
     */
    public static Optional<Plan> again(Path file, String name, Digest digest) throws IOException {
        return read(file, yaml -> PlanReader.readAgain(yaml, digest, name));
    }

    private static Optional<Plan> read(Path file, Reader reader) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(Files.readAllBytes(file)));
        } catch (PlanException e) {
            return Optional.empty();
        }
    }

    /** The plan of an earlier run, if it is there and is the one that the run's seals name. */
    static Optional<Plan> of(RunContext now, String run, Digest digest) throws IOException {
        String name = now.options().plan().getFileName().toString();
        return again(now.home().run(run).resolve("plan.yaml"), name, digest);
    }
}
