package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.process.Deadline;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Understands one format of tool output. The bytes are foreign: a reader is bounded in memory and
 * time, whatever they are.
 */
interface ReportReader {
    /** Largest report that is read, in bytes. */
    long MAX_BYTES = 64L << 20;

    /**
     * Adds what the file says to the findings.
     *
     * @throws Unreadable if it does not follow the format to its end
     */
    void read(Source source, Findings findings)
            throws IOException, Unreadable, InterruptedException;

    /**
     * @param file to read
     * @param isLog whether it is all that the tool printed, so that other text may stand before and
     *     after the document
     * @param deadline for reading it
     */
    record Source(Path file, boolean isLog, Deadline deadline) {}

    /**
     * What the reports of one run say together.
     *
     * @param tests null unless a reader counts tests
     */
    record Findings(IssueCollector issues, TestTally tests) {}
}
