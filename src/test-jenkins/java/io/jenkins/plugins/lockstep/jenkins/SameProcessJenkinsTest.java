package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.RunPredicate;
import io.jenkins.plugins.lockstep.evidence.SigningKey;
import io.jenkins.plugins.lockstep.evidence.WaiverPredicate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Jenkins ends and the next one starts in the same process, as in a servlet container. */
@ExtendWith(SharedJenkins.Ended.class)
class SameProcessJenkinsTest {
    @RegisterExtension
    private final JenkinsSessionExtension controller = new JenkinsSessionExtension();

    @TempDir private Path directory;

    /** The first lets the ledgers go; the second writes what is missing of a run's beginning. */
    @Test
    void theNextJenkinsGoesOnWithTheBuilds() throws Throwable {
        Origin origin = Origin.only(directory, "lint");
        Path go = directory.resolve("go");
        String script =
                "node {\n"
                        + origin.checkout()
                        + "withPhase('lint') { sh 'echo begun; until [ -e "
                        + go
                        + " ]; do sleep 0.1; done; sed -i s/LINT// src/*.txt' }\n}";
        controller.then(
                jenkins -> {
                    RestartJenkinsTest.begin(jenkins, "whole", script, "+ echo begun");
                    RestartJenkinsTest.begin(jenkins, "cut", script, "+ echo begun");
                });
        cutAfterTheFirstEntry(controller.getHome().toPath());
        Files.createFile(go);

        controller.then(
                jenkins -> {
                    for (String job : List.of("whole", "cut")) {
                        RestartJenkinsTest.proven(jenkins, directory.toString(), job, "lint");
                        assertBegun(Archive.of(RestartJenkinsTest.run(jenkins, job)));
                    }
                });
    }

    /** As a Jenkins leaves it that is killed there. */
    private static void cutAfterTheFirstEntry(Path home) throws Exception {
        Path run = home.resolve("jobs/cut/builds/1/lockstep");
        Entry first = LedgerReader.read(run).get(0);
        for (String name : List.of("ledger.jsonl", "head.json", "progress.json")) {
            Files.delete(run.resolve(name));
        }
        SigningKey key = SigningKey.openOrCreate(home.resolve("secrets/lockstep"));
        try (Ledger ledger = Ledger.open(run, key, "killed")) {
            ledger.append(
                    Predicates.RUN, List.of(), first.statement().predicate(RunPredicate.class));
        }
    }

    /** The ledger has the run once, and once each phase that is switched off. */
    private static void assertBegun(Archive archive) throws Exception {
        List<Entry> entries = LedgerReader.read(archive.directory());
        assertThat(entries)
                .filteredOn(entry -> entry.statement().predicateType().equals(Predicates.RUN))
                .hasSize(1);
        assertThat(entries)
                .filteredOn(entry -> entry.statement().predicateType().equals(Predicates.WAIVER))
                .extracting(entry -> entry.statement().predicate(WaiverPredicate.class).phase())
                .containsExactlyInAnyOrderElementsOf(
                        Origin.PHASES.stream().filter(phase -> !phase.equals("lint")).toList());
    }
}
