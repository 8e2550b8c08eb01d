package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.Envelope;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.evidence.VerifyingKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ledger of a build that is not this one, read without a belief in it. */
final class EarlierLedger {
    private final BuildFiles files;

    EarlierLedger(BuildFiles files) {
        this.files = files;
    }

    /** Whether that build has one. */
    boolean exists() {
        return Files.exists(files.ledger());
    }

    /** What it says, with nothing checked but the chain. */
    List<Entry> entries() throws IOException {
        return LedgerReader.read(files.root());
    }

    static void unreadable(Run<?, ?> earlier, IOException e, TaskListener listener) {
        listener.getLogger()
                .println("Lockstep: ledger of " + earlier + " can't be read: " + e.getMessage());
    }

    /** The entry of that seal, as this controller signed it. */
    Optional<Entry> sealed(Digest seal) throws IOException {
        for (Entry entry : signed()) {
            Proof proof = Proof.of(entry.statement());
            if (proof != null && Material.of(proof, entry.digest()).digest().equals(seal)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** What it says up to the first line that this controller did not sign. */
    List<Entry> signed() throws IOException {
        VerifyingKey key = ControllerKey.get().verifyingKey();
        List<Entry> signed = new ArrayList<>();
        try (BufferedReader lines =
                Files.newBufferedReader(files.ledger(), StandardCharsets.UTF_8)) {
            for (Entry entry : entries()) {
                String line = lines.readLine();
                if (line == null
                        || !Envelope.parse(line.getBytes(StandardCharsets.UTF_8)).isSignedBy(key)) {
                    break;
                }
                signed.add(entry);
            }
        }
        return signed;
    }
}
