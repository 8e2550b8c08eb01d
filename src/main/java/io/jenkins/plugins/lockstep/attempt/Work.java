package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.attempt.AttemptResult.SessionRecord;
import io.jenkins.plugins.lockstep.base.Failure;
import java.util.List;

/**
 * What the work of an attempt left, before it is proven.
 *
 * @param commit what it left; the base if nothing changed
 * @param failures why the attempt fails whatever the proof says
 * @param sessions of agents
 * @param refused changes that were not taken, each a sentence
 * @param issuesBefore at the base; -1 if not measured
 */
record Work(
        String commit,
        List<Failure> failures,
        List<SessionRecord> sessions,
        List<String> refused,
        long issuesBefore) {}
