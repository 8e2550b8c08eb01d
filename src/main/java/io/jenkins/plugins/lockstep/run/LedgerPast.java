package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a project's own ledger has of a milestone. */
record LedgerPast(RunContext run, int milestone) implements EarlierWork.Past {
    static EarlierWork work(MilestoneContext place) {
        RunContext run = place.run();
        LedgerPast past = new LedgerPast(run, place.milestone().number());
        return new EarlierWork(run.plan(), place.milestone(), past);
    }

    @Override
    public List<SealedWork> works(String phase) {
        return run.sealer().index().works(milestone, phase);
    }

    @Override
    public Digest origin(Digest seal) {
        return run.sealer().index().origin(seal);
    }

    @Override
    public Optional<Plan> plan(SealedWork work) throws IOException {
        return Pinned.of(run, work.sealed().run(), work.plan());
    }
}
