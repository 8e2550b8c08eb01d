package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a job took over or got done is not proven: the next attempt mends it, or carries on. */
class MendJobTest extends EarlierJobs {
    private WorkerOutcome fails(String phase, String base, EarlierChange earlier) throws Exception {
        WorkerOutcome outcome = run(jobOnTop(phase, base, List.of(), earlier));
        assertThat(outcome.result().proven()).isFalse();
        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(outcome.bundled()).isFalse();
        return outcome;
    }

    private WorkerOutcome next(String phase, String base, WorkerOutcome failed) throws Exception {
        EarlierChange mend = new EarlierChange(SEAL, base, failed.next(), 1, "job#1");
        return run(jobOnTop(phase, base, failed.result().failures(), mend));
    }

    private String went(String file, String text) throws Exception {
        write(file, text);
        return commit("went on");
    }

    @Test
    void onlyTheFileThatFailsIsMadeAgain() throws Exception {
        EarlierChange earlier = earlier("src/a.txt", "one\nODD\nthree\n", "src/b.txt", "fine\n");
        String base = went("src/c.txt", "of the user\n");

        WorkerOutcome failed = fails("check", base, earlier);

        assertThat(sessions()).isEmpty();
        assertThat(inStore("diff", "--name-only", base, failed.next())).isEqualTo("src/b.txt");

        WorkerOutcome outcome = next("check", base, failed);

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(outcome.next()).isNull();
        assertThat(sessions()).containsExactly("check src/a.txt");
        String made = outcome.result().commit();
        assertThat(inStore("rev-parse", made + "^")).isEqualTo(base);
        assertThat(inStore("show", made + ":src/a.txt")).isEqualTo("one\nagent\nthree");
        assertThat(inStore("show", made + ":src/b.txt")).isEqualTo("fine");
    }

    @Test
    void anImplementationIsGoneOnWithByAnAgentThatIsToldWhatFailed() throws Exception {
        Files.writeString(
                beside.resolve("agent.sh"),
                "cat > '%1$s/prompt'\necho implement >> '%1$s/sessions'\nsed -i s/ODD/even/ src/d.txt\n"
                        .formatted(beside));
        EarlierChange earlier = earlier("src/d.txt", "ODD\n", "src/e.txt", "earlier\n");
        String base = went("src/c.txt", "of the user\n");

        WorkerOutcome failed = fails("implement", base, earlier);
        assertThat(sessions()).isEmpty();
        WorkerOutcome outcome = next("implement", base, failed);

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(sessions()).containsExactly("implement");
        assertThat(beside.resolve("prompt")).content().contains("src/d.txt");
        String made = outcome.result().commit();
        assertThat(inStore("show", made + ":src/d.txt")).isEqualTo("even");
        assertThat(inStore("show", made + ":src/e.txt")).isEqualTo("earlier");
        assertThat(outcome.result().changed()).containsExactly("src/d.txt", "src/e.txt");
    }

    /** What sessions got done is kept, where others got nothing done. */
    @Test
    void whatIsNotFinishedIsCarriedOnFrom() throws Exception {
        String agent = Files.readString(beside.resolve("agent.sh"));
        Files.writeString(beside.resolve("agent.sh"), "exit 0\n");
        EarlierChange earlier = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        String base = went("src/a.txt", "one\nBAD of the user\nthree\n");

        WorkerOutcome failed = fails("check", base, earlier);

        assertThat(failed.result().failures())
                .isNotEmpty()
                .allMatch(one -> one.cause() == Cause.NO_PROGRESS);
        assertThat(failed.next()).isEqualTo(failed.result().commit());
        Files.writeString(beside.resolve("agent.sh"), agent);

        WorkerOutcome outcome = next("check", base, failed);

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(sessions()).containsExactly("check src/a.txt");
        assertThat(inStore("show", outcome.result().commit() + ":src/b.txt")).isEqualTo("fine");
    }

    /** The same without a seal: files that are mended are not paid again. */
    @Test
    void whatSessionsGotDoneIsCarriedOnFrom() throws Exception {
        String agent = Files.readString(beside.resolve("agent.sh"));
        Files.writeString(
                beside.resolve("agent.sh"),
                "[ \"$LOCKSTEP_FILE\" = src/b.txt ] && exit 0\n" + agent);

        WorkerOutcome failed = run(jobOnTop("check", old, List.of()));

        assertThat(failed.result().failures())
                .isNotEmpty()
                .allMatch(one -> one.cause() == Cause.NO_PROGRESS);
        assertThat(failed.taken()).isNull();
        assertThat(inStore("diff", "--name-only", old, failed.next())).isEqualTo("src/a.txt");
        assertThat(sessions()).containsExactly("check src/a.txt");
        Files.writeString(beside.resolve("agent.sh"), agent);

        EarlierChange left = new EarlierChange(null, old, failed.next(), 1, "job#1");
        WorkerOutcome outcome = run(jobOnTop("check", old, failed.result().failures(), left));

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isNull();
        assertThat(outcome.next()).isNull();
        assertThat(sessions()).containsExactly("check src/a.txt", "check src/b.txt");
        assertThat(notes).containsExactly("carries on from what attempt 1 left");
        String made = outcome.result().commit();
        assertThat(outcome.result().changed()).containsExactly("src/a.txt", "src/b.txt");
        assertThat(inStore("rev-parse", made + "^")).isEqualTo(old);
        assertThat(inStore("show", made + ":src/a.txt")).isEqualTo("one\nagent\nthree");
    }

    /** What one agent does as a whole is begun anew. */
    @Test
    void anImplementationIsNotCarriedOnFrom() throws Exception {
        Files.writeString(
                beside.resolve("agent.sh"), "echo half > src/d.txt\ncat > /dev/null\nexit 1\n");

        WorkerOutcome failed = run(jobOnTop("implement", old, List.of()));

        assertThat(failed.result().failures())
                .isNotEmpty()
                .allMatch(one -> one.cause() == Cause.AGENT_FAILED);
        assertThat(failed.next()).isNull();
    }

    /** All of it fails: there is nothing to mend. */
    @Test
    void whatHoldsNowhereIsMadeAnew() throws Exception {
        EarlierChange earlier = earlier("src/a.txt", "ODD\n", "src/b.txt", "ODD\n");
        String base = went("src/c.txt", "of the user\n");

        assertThat(fails("check", base, earlier).next()).isNull();
    }
}
