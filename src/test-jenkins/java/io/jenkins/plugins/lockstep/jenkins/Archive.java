package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.evidence.Verifier;
import io.jenkins.plugins.lockstep.evidence.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a build archived, read as somebody would who has downloaded it and nothing else. */
record Archive(Path directory) {
    static Archive of(Run<?, ?> build) {
        return new Archive(build.getRootDir().toPath().resolve("archive/lockstep"));
    }

    /** The build's own ledger on the controller, which may still grow. */
    static List<String> soFar(Run<?, ?> build) throws IOException {
        return new ArrayList<>(seals(build.getRootDir().toPath().resolve("lockstep")).keySet());
    }

    /** Seals in the order of the ledger, by phase or gate. */
    Map<String, Proof> seals() throws IOException {
        return seals(directory);
    }

    /** Seals of other builds that are there as what attempts began with, by phase. */
    Map<String, Proof> works() throws IOException {
        return seals(directory, true);
    }

    private static Map<String, Proof> seals(Path directory) throws IOException {
        return seals(directory, false);
    }

    private static Map<String, Proof> seals(Path directory, boolean works) throws IOException {
        Map<String, Proof> seals = new LinkedHashMap<>();
        for (Entry entry : LedgerReader.read(directory)) {
            Proof proof = Proof.of(entry.statement());
            if (proof != null && proof.isWorkOnly() == works) {
                assertThat(seals.put(proof.phase(), proof)).as(proof.phase()).isNull();
            }
        }
        return seals;
    }

    List<String> sealed() throws IOException {
        return List.copyOf(seals().keySet());
    }

    Proof seal(String node) throws IOException {
        assertThat(seals()).containsKey(node);
        return seals().get(node);
    }

    Path file(String path) {
        return directory.resolve(path);
    }

    /** Everything verifies with the archived public key alone, in a directory of its own. */
    Archive holds(Path empty) throws Exception {
        assertThat(verify(empty).findings()).isEmpty();
        return this;
    }

    Verification verify(Path empty) throws Exception {
        Path evidence = Files.createDirectories(empty.resolve("evidence"));
        for (String name : new String[] {"ledger.jsonl", "head.json", "progress.json"}) {
            Files.copy(file(name), empty.resolve(name));
        }
        try (var milestones = Files.newDirectoryStream(directory, "m[0-9]*")) {
            for (Path milestone : milestones) {
                Process copy =
                        new ProcessBuilder("cp", "-r", milestone.toString(), evidence.toString())
                                .inheritIO()
                                .start();
                assertThat(copy.waitFor()).isZero();
            }
        }
        return Verifier.with(VerifyingKey.read(file("ed25519.pub.pem"))).verify(empty);
    }
}
