package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads and validates a plan. Everything wrong with it is told at once, each with its place.
 * Reading takes bounded time and memory, whatever the file holds.
 */
public final class PlanReader {
    private PlanReader() {}

    /**
     * @throws PlanException if it is not a valid plan
     * @throws IOException if the file cannot be read
     */
    public static Plan read(Path file) throws IOException, PlanException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in.readNBytes(YamlReader.MAX_BYTES + 1), file.getFileName().toString());
        }
    }

    /**
     * @param name the file's name for messages, with {@code /} if it has directories
     * @throws PlanException if it is not a valid plan
     */
    public static Plan read(byte[] yaml, String name) throws PlanException {
        return read(yaml, name, true);
    }

    /**
     * Reads a plan that was read before, perhaps on another machine, and is named by its digest
     * since: the schema, which takes longer than all the rest, isn't asked again.
     *
     * @param digest of the plan that was found valid
     * @throws PlanException if that is another plan, or not valid in what the schema can't say
     */
    public static Plan readAgain(byte[] yaml, Digest digest, String name) throws PlanException {
        if (!Digest.of(yaml).equals(digest)) {
            Problems problems = new Problems();
            problems.add(0, 0, "", "this is not the plan " + digest + " that was pinned");
            throw new PlanException(name, problems.list());
        }
        return read(yaml, name, false);
    }

    private static Plan read(byte[] yaml, String name, boolean bySchema) throws PlanException {
        Problems problems = new Problems();
        Optional<YamlValue> value = YamlReader.read(yaml, problems);
        if (value.isEmpty()) {
            throw new PlanException(name, problems.list());
        }
        if (bySchema) {
            PlanSchema.get().validate(value.get(), problems);
        }
        if (!(value.get() instanceof YamlValue.Mapping)) {
            throw new PlanException(name, problems.list());
        }
        String file = name.substring(name.lastIndexOf('/') + 1);
        Plan plan = new PlanBinder(Cursor.root(value.get(), problems)).bind(Digest.of(yaml), file);
        if (!problems.isEmpty()) {
            throw new PlanException(name, problems.list());
        }
        return plan;
    }
}
