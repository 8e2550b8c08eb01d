package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.cli.Main;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerHeldException;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes and sixty-four threads start, resume, read and verify one project at once, from
 * before there is anything of it.
 */
class OneRunTest {
    private static final int PROCESSES = 8;
    private static final int STARTING = 12;
    private static final int ASKING = 12;
    private static final int VERIFYING = 4;
    private static final int READING = 36;
    private static final long PAUSE_MILLIS = 20;
    private static final List<String> COMMANDS =
            List.of("status", "logs", "verify", "report", "plan", "doctor");

    @TempDir private Path directory;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private TinyProject project;
    private Home home;

    @Test
    void oneRunsTheOthersLearnWhoAndReadersSeeAValidPrefix() throws Exception {
        project = TinyProject.in(directory);
        project.change("sandbox: auto", "sandbox: off");
        home = Home.of(project.directory());
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(Witness.command(project, i % 2 == 0 ? "run" : "resume").start());
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(STARTING + ASKING + VERIFYING + READING);
        List<Future<Void>> all = new ArrayList<>();
        submit(all, threads, STARTING, this::starting);
        submit(all, threads, ASKING - 1, () -> asking(List.of("status")));
        submit(all, threads, 1, () -> asking(COMMANDS));
        submit(all, threads, VERIFYING, this::verifying);
        submit(all, threads, READING, this::reading);
        List<String> said = new ArrayList<>();
        try {
            for (Process process : processes) {
                String output =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                said.add(process.waitFor() + " " + output);
            }
        } finally {
            over.countDown();
            threads.shutdown();
        }
        for (Future<Void> one : all) {
            one.get();
        }

        assertThat(said)
                .allSatisfy(
                        one -> {
                            if (!one.startsWith("0 ")) {
                                assertThat(one).startsWith("2 ").contains("is held by");
                            }
                        });
        long proven = said.stream().filter(one -> one.startsWith("0 ")).count() + ran.get();
        assertThat(proven).isPositive();
        assertThat(turnedAway.get() + PROCESSES + ran.get() - proven).isPositive();
        everythingOnce();
    }

    private static void submit(
            List<Future<Void>> all, ExecutorService threads, int count, Callable<Void> work) {
        for (int i = 0; i < count; i++) {
            all.add(threads.submit(work));
        }
    }

    private void everythingOnce() throws Exception {
        List<String> places = new ArrayList<>();
        for (Entry entry : LedgerReader.read(home.directory())) {
            Proof proof = Proof.of(entry.statement());
            if (proof != null) {
                places.add(proof.phase());
            }
        }
        assertThat(places).doesNotHaveDuplicates().hasSize(13);
        assertThat(Verifying.verify(home).findings()).isEmpty();
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly("Milestone 1: A fourth file", "Begin");
        assertThat(project.git("status", "--porcelain")).isEmpty();
    }

    private RunOptions options() {
        return new RunOptions(project.directory(), project.plan(), 0, "");
    }

    private boolean again() throws InterruptedException {
        return !over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Void starting() throws Exception {
        while (again()) {
            try {
                assertThat(Run.execute(options(), List.of()).failures()).isEmpty();
                ran.incrementAndGet();
            } catch (LedgerHeldException e) {
                assertThat(e).hasMessageContaining("is held by");
                turnedAway.incrementAndGet();
            }
        }
        return null;
    }

    /** All commands that only read: at any moment they answer, or say that there is nothing yet. */
    private Void asking(List<String> commands) throws Exception {
        for (int i = 0; again(); i++) {
            String command = commands.get(i % commands.size());
            StringWriter said = new StringWriter();
            PrintWriter out = new PrintWriter(said);
            int code = Main.run(out, out, command, "-C", project.directory().toString());
            assertThat(code).as(command + ": " + said).isIn(0, 2);
        }
        return null;
    }

    private Void verifying() throws Exception {
        while (again()) {
            if (Files.exists(home.key().resolve("ed25519.pub.pem"))) {
                assertThat(Verifying.verify(home).findings()).isEmpty();
            }
        }
        return null;
    }

    private Void reading() throws Exception {
        List<Entry> before = List.of();
        while (again()) {
            List<Entry> now = LedgerReader.read(home.directory());
            assertThat(now.size()).isGreaterThanOrEqualTo(before.size());
            for (int i = 0; i < before.size(); i++) {
                assertThat(now.get(i).digest()).isEqualTo(before.get(i).digest());
            }
            before = now;
        }
        return null;
    }
}
