package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Finding;
import io.jenkins.plugins.lockstep.evidence.KeyException;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.evidence.VerifyingKey;
import io.jenkins.plugins.lockstep.report.Figures;
import io.jenkins.plugins.lockstep.run.Home;
import io.jenkins.plugins.lockstep.run.Verifying;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    private static final int SHOWN = 10;

    @Mixin private ProjectOptions project;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The public key (PEM). Without it, the one beside the ledger, which whoever can change the"
                            + " ledger may have changed as well.")
    private Path key;

    @Option(names = "--all", description = "All that is wrong, however much.")
    private boolean all;

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
        VerifyingKey verifyingKey;
        try {
            verifyingKey = VerifyingKey.read(publicKey);
        } catch (KeyException e) {
            err.println(e.getMessage());
            return key == null ? ExitCodes.BROKEN : ExitCodes.USAGE;
        }
        Set<Digest> unknown = new TreeSet<>(Comparator.comparing(Digest::hex));
        Verification found = Verifying.verify(home, verifyingKey, unknown::add);
        if (!found.ok()) {
            tell(found.findings(), err);
            return ExitCodes.BROKEN;
        }
        Verification.Counts counts = found.counts();
        out.printf(
                "All verifies: %s of %s, %s (%s), %s.%nKey %s%n",
                Figures.count(counts.seals(), "seal"),
                Figures.count(counts.runs(), "run"),
                Figures.count(counts.files(), "evidence file"),
                Figures.size(counts.bytes()),
                Figures.count(counts.commits(), "commit"),
                verifyingKey.keyId());
        unknown.forEach(
                plan ->
                        out.println(
                                "Not checked: the order of what was sealed under the plan "
                                        + plan
                                        + ", which is gone from "
                                        + home.runs()));
        return ExitCodes.PROVEN;
    }

    private void tell(List<Finding> findings, PrintWriter err) {
        err.println("BROKEN. The first thing wrong: " + findings.get(0));
        long most = all ? findings.size() : Math.min(SHOWN, findings.size());
        findings.stream().limit(most).skip(1).map(Finding::toString).forEach(err::println);
        if (findings.size() > most) {
            err.println("and " + (findings.size() - most) + " more; --all tells them");
        }
    }

    /** Whether there is any of what a run leaves once it has its key. */
    private static boolean begun(Home home) {
        return Stream.of("ledger.jsonl", "head.json", "evidence")
                .anyMatch(name -> Files.exists(home.directory().resolve(name)));
    }
}
