package io.jenkins.plugins.lockstep.plan;

import java.time.Duration;

/**
 * What may be used at most. Times compose: what runs gets the least that is left of all that
 * enclose it.
 *
 * @param attempts of one phase in one run
 * @param workers sessions at once in a phase that is fixed by file
 * @param iterations tool runs with fixes between them, in a phase that is fixed by file
 * @param phases attempts at once, over the whole run
 * @param sessions agent sessions at once, over the whole run
 * @param sessionsPerMinute started per minute, over the whole run
 * @param evidenceBytes of one attempt's evidence
 * @param logBytes of one process's output; more ends the process
 * @param memoryBytes resident, of one process tree; 0 for no limit
 * @param diskBytes written into one attempt's directory; 0 for no limit
 */
public record Limits(
        Duration run,
        Duration milestone,
        Duration group,
        Duration attempt,
        Duration session,
        Duration tool,
        int attempts,
        int workers,
        int iterations,
        int phases,
        int sessions,
        int sessionsPerMinute,
        long evidenceBytes,
        long logBytes,
        long memoryBytes,
        long diskBytes) {}
