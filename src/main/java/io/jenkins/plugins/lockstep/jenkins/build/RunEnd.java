package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Archives what tells of the whole run: ledger, head, public key, plan, events. */
final class RunEnd {
    private final BuildRun run;
    private final Run<?, ?> build;

    RunEnd(BuildRun run, Run<?, ?> build) {
        this.run = run;
        this.build = build;
    }

    void archive(TaskListener listener) throws IOException, InterruptedException {
        Path root = run.files().root();
        if (run.pinned().isEmpty()) {
            return;
        }
        Files.write(
                root.resolve("ed25519.pub.pem"),
                ControllerKey.get()
                        .verifyingKey()
                        .toPem()
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Map<String, String> names = new LinkedHashMap<>();
        for (String name :
                new String[] {
                    "ledger.jsonl",
                    "head.json",
                    "progress.json",
                    "plan.yaml",
                    "events.jsonl",
                    "ed25519.pub.pem"
                }) {
            if (Files.exists(root.resolve(name))) {
                names.put("lockstep/" + name, name);
            }
        }
        new Artifacts(build).archive(root, names, listener);
        AtomicFiles.deleteTree(root.resolve("staging"));
    }
}
