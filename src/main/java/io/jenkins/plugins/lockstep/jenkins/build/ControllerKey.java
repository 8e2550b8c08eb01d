package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.evidence.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import jenkins.model.Jenkins;

/** The controller's key, among Jenkins' secrets. It never leaves this machine. */
public final class ControllerKey {
    private ControllerKey() {}

    public static SigningKey get() throws IOException {
        return SigningKey.openOrCreate(directory());
    }

    static Path directory() {
        return Jenkins.get().getRootDir().toPath().resolve("secrets").resolve("lockstep");
    }
}
