package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.evidence.Finding;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.evidence.VerifyingKey;
import io.jenkins.plugins.lockstep.run.Home;
import io.jenkins.plugins.lockstep.run.Verifying;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep verify}. */
@Command(
        name = "verify",
        description = {
            "Checks seals, chain, digests, the order of gates, and that sealed commits are those in git.",
            "Needs the public key alone; names the first thing that is wrong."
        })
public final class VerifyCommand implements Callable<Integer> {
    @Mixin private ProjectOptions project;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The public key (PEM). Without it, the one beside the ledger, which whoever can change the"
                            + " ledger may have changed as well.")
    private Path key;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Home home = Home.of(project.directory());
        if (!begun(home)) {
            err.println(
                    "nothing to verify: nothing is sealed in "
                            + home.directory()
                            + "; 'lockstep run' begins");
            return ExitCodes.USAGE;
        }
        Path publicKey = key == null ? home.key().resolve("ed25519.pub.pem") : key;
        if (!Files.isRegularFile(publicKey)) {
            err.println("no public key at " + publicKey + "; name one with --key");
            return key == null ? ExitCodes.BROKEN : ExitCodes.USAGE;
        }
        VerifyingKey verifyingKey = VerifyingKey.read(publicKey);
        Verification found = Verifying.verify(home, verifyingKey);
        Verification.Counts counts = found.counts();
        if (found.ok()) {
            out.printf(
                    "All verifies: %d seals of %d runs, %d evidence files (%d bytes), %d commits.%nKey %s%n",
                    counts.seals(),
                    counts.runs(),
                    counts.files(),
                    counts.bytes(),
                    counts.commits(),
                    verifyingKey.keyId());
            return ExitCodes.PROVEN;
        }
        err.println("BROKEN. The first thing wrong: " + found.findings().get(0));
        found.findings().stream().skip(1).map(Finding::toString).forEach(err::println);
        return ExitCodes.BROKEN;
    }

    /** Whether there is any of what a run leaves once it has its key. */
    private static boolean begun(Home home) {
        return Stream.of("ledger.jsonl", "head.json", "evidence")
                .anyMatch(name -> Files.exists(home.directory().resolve(name)));
    }
}
