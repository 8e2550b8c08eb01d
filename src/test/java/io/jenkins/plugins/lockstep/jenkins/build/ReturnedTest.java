package io.jenkins.plugins.lockstep.jenkins.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import io.jenkins.plugins.lockstep.worker.Overrides;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import io.jenkins.plugins.lockstep.worker.WorkerOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent says that it took over. */
class ReturnedTest {
    private static final String BASE = "0123".repeat(10);
    private static final Digest OFFERED = Digest.of("offered");

    private static final List<Failure> FAILED =
            List.of(Failure.of("lint", Cause.ISSUES_FOUND, "1 issue"));

    @TempDir private Path staging;

    @Test
    void whatItWasOfferedItMayTake() throws Exception {
        leave(OFFERED);
        assertThat(Returned.read(staging, job()).taken()).isEqualTo(OFFERED);
        leave(null);
        assertThat(Returned.read(staging, job()).taken()).isNull();
    }

    @Test
    void nothingElse() throws Exception {
        leave(Digest.of("another seal"));
        assertThatThrownBy(() -> Returned.read(staging, job()))
                .hasMessage("the agent takes over what it was not given");
    }

    @Test
    void whatTheNextAttemptMendsIsWhatThisOneWasGiven() throws Exception {
        String left = "4567".repeat(10);
        leave(OFFERED, FAILED, left);
        assertThat(Returned.read(staging, job()).next())
                .isEqualTo(new EarlierChange(OFFERED, BASE, left, 1, "job#1"));
        leave(null, FAILED, left);
        assertThat(Returned.read(staging, job()).next())
                .isEqualTo(new EarlierChange(null, BASE, left, 2, "job#2"));
        leave(OFFERED, List.of(), left);
        assertThat(Returned.read(staging, job()).next()).isNull();
        leave(OFFERED, FAILED, "--upload-pack=x");
        assertThatThrownBy(() -> Returned.read(staging, job()))
                .hasMessage(
                        "what the agent names as where the next attempt begins is no git object");
    }

    private void leave(Digest taken) throws Exception {
        leave(taken, List.of(), null);
    }

    private void leave(Digest taken, List<Failure> failures, String mend) throws Exception {
        AttemptResult result =
                new AttemptResult(
                        BASE, List.of(), List.of(), failures, List.of(), List.of(), -1, -1, "", "",
                        "");
        WorkerOutcome outcome = new WorkerOutcome(result, BASE, false, null, taken, mend);
        Files.write(staging.resolve("outcome.json"), Json.pretty(outcome));
    }

    private static WorkerJob job() {
        AttemptSpec spec =
                new AttemptSpec(
                        "job#2",
                        1,
                        "research",
                        2,
                        Digest.of("plan"),
                        BASE,
                        BASE,
                        Map.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        1000,
                        "test");
        EarlierChange offered = new EarlierChange(OFFERED, BASE, BASE, 1, "job#1");
        return new WorkerJob(
                WorkerJob.Kind.ATTEMPT,
                spec,
                null,
                Overrides.none("research"),
                "workspace",
                List.of(BASE),
                0,
                0,
                null,
                List.of(offered),
                List.of());
    }
}
