package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.git.AddedLine;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that proving one phase needs to know.
 *
 * @param checkout a clean checkout of the commit that the phase left; no agent's
 * @param changedFiles paths that differ from the phase's base, removed ones included
 * @param addedLines by path, since the milestone began
 * @param evidence the directory in which the agent left what it had to; missing is as good as empty
 * @param prerequisites the digests of the prerequisites' seals, by phase
 * @param baseline what the test runner said in the sealed state before; null if there is none
 * @param proof directory for what the validators leave
 * @param logs directory for the tools' logs
 * @param sandbox for the tools
 */
public record ProofRequest(
        Plan plan,
        Phase phase,
        Milestone milestone,
        Path checkout,
        List<String> changedFiles,
        Map<String, List<AddedLine>> addedLines,
        Path evidence,
        Map<String, Digest> prerequisites,
        TestCounts baseline,
        Path proof,
        Path logs,
        Deadline deadline,
        Sandbox sandbox,
        EventSink events) {
    public ProofRequest {
        changedFiles = List.copyOf(changedFiles);
        addedLines = Map.copyOf(addedLines);
        prerequisites = Map.copyOf(prerequisites);
    }
}
