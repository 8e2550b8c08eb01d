package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What jobs take over of what was sealed before. */
class EarlierJobTest extends EarlierJobs {
    @Test
    void aChangeIsBroughtToTheNewBaseAndProvenWithoutAnAgent() throws Exception {
        EarlierChange earlier = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        write("src/c.txt", "of the user\n");
        String base = commit("went on");

        WorkerOutcome outcome = run(job("check", base, earlier));

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).isEmpty();
        assertThat(outcome.result().sessions()).isEmpty();
        assertThat(outcome.result().changed()).containsExactly("src/a.txt", "src/b.txt");
        String made = outcome.result().commit();
        assertThat(inStore("rev-parse", made + "^")).isEqualTo(base);
        assertThat(inStore("show", made + ":src/a.txt")).isEqualTo("one\ngood\nthree");
        assertThat(inStore("show", made + ":src/c.txt")).isEqualTo("of the user");
        assertThat(notes).containsExactly("takes over what attempt 1 left, sealed in job#1");
        assertThat(Json.read(Files.readAllBytes(directory().outcome()), WorkerOutcome.class))
                .isEqualTo(outcome);
    }

    @Test
    void onlyFilesThatBothChangedAreLeftToTheAgent() throws Exception {
        EarlierChange earlier = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        write("src/a.txt", "one\nBAD of the user\nthree\n");
        String base = commit("went on");

        WorkerOutcome outcome = run(job("check", base, earlier));

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).containsExactly("check src/a.txt");
        String made = outcome.result().commit();
        assertThat(inStore("show", made + ":src/a.txt")).isEqualTo("one\nagent of the user\nthree");
        assertThat(inStore("show", made + ":src/b.txt")).isEqualTo("fine");
        assertThat(notes.get(0))
                .isEqualTo(
                        "what attempt 1 left, sealed in job#1, no longer fits; changed otherwise"
                                + " meanwhile: src/a.txt");
    }

    /** What one agent wrote as a whole is not taken apart. */
    @Test
    void anImplementationThatNoLongerFitsIsDoneAgain() throws Exception {
        EarlierChange earlier = earlier("src/d.txt", "earlier\n", "src/e.txt", "earlier\n");
        write("src/d.txt", "of the user\n");
        String base = commit("went on");

        WorkerOutcome outcome = run(job("implement", base, earlier));

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isNull();
        assertThat(sessions()).containsExactly("implement");
        assertThat(outcome.result().changed()).containsExactly("src/d.txt");
        assertThat(notes).hasSize(1).first().asString().contains("no longer fits");
    }

    @Test
    void theFirstThatFitsIsTaken() throws Exception {
        EarlierChange fits = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        EarlierChange latest = earlier("src/a.txt", "one\nBAD\n3\n", "src/b.txt", "fine\n");
        write("src/a.txt", "one\nBAD\n4\n");
        String base = commit("went on");
        latest =
                new EarlierChange(Digest.of("latest"), latest.from(), latest.to(), 2, latest.run());
        fits = moved(fits, base, "src/a.txt", "one\ngood\n4\n");

        WorkerOutcome outcome = run(job("check", base, latest, fits));

        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).isEmpty();
    }

    @Test
    void aTextIsLeftAsAnAgentWouldHaveLeftIt() throws Exception {
        WorkerJob job = job("research", old, new EarlierChange(SEAL, old, old, 1, "job#1"));
        String text =
                "Milestone 1 needs a file d; what the third test asks for is not in src yet. Nothing"
                        + " else is missing as far as the tests and the tools can tell today.";
        Files.createDirectories(directory().taken());
        Files.writeString(directory().taken().resolve("research.md"), text);

        WorkerOutcome outcome = run(job);

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).isEmpty();
        assertThat(directory().evidence().resolve("research.md")).hasContent(text);
    }

    /** The first time they are asked for; then it goes without. */
    @Test
    void commitsThatCannotBeHadAreToldAndTheAgentWorks() throws Exception {
        EarlierChange gone = new EarlierChange(SEAL, old, "0123".repeat(10), 1, "job#1");
        job("check", old, gone);

        assertThatThrownBy(() -> new JobRunner(directory().root(), EventSink.NONE).ready())
                .isInstanceOfSatisfying(
                        MissingCommitsException.class,
                        e -> assertThat(e.commits()).containsExactly(gone.to()));
        new JobRunner(directory().root(), EventSink.NONE).ready(true);
        WorkerOutcome outcome = new JobRunner(directory().root(), this::hear).run();

        assertThat(outcome.result().failures()).isEmpty();
        assertThat(outcome.taken()).isNull();
        assertThat(sessions()).containsExactlyInAnyOrder("check src/a.txt", "check src/b.txt");
        assertThat(notes.get(0)).contains("can't be taken over: this workspace lacks its commits");
    }

    /** A bundle from the controller, in a workspace that has nothing of it. */
    @Test
    void commitsComeAsBundles() throws Exception {
        EarlierChange earlier = earlier("src/a.txt", "one\ngood\nthree\n", "src/b.txt", "fine\n");
        write("src/c.txt", "of the user\n");
        String base = commit("went on");
        job("check", base, earlier);
        Files.createDirectories(directory().bundle("x").getParent());
        git("branch", "-f", "made", earlier.to());
        String bundle = directory().bundle(earlier.to()).toString();
        git("bundle", "create", "-q", bundle, "made", "^" + old);
        git("branch", "-D", "made");
        git("reflog", "expire", "--expire=now", "--all");
        git("gc", "-q", "--prune=now");

        new JobRunner(directory().root(), EventSink.NONE).ready();
        WorkerOutcome outcome = new JobRunner(directory().root(), this::hear).run();

        assertThat(outcome.taken()).isEqualTo(SEAL);
        assertThat(sessions()).isEmpty();
    }
}
