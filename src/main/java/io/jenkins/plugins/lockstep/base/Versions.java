package io.jenkins.plugins.lockstep.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which Lockstep this is. */
public final class Versions {
    private Versions() {}

    /** The version that the build wrote into the jar. */
    public static String lockstep() {
        try (InputStream in =
                Versions.class.getResourceAsStream("/io/jenkins/plugins/lockstep/version.txt")) {
            return in == null
                    ? "unknown"
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
