package io.jenkins.plugins.lockstep.report;

import java.util.ArrayList;
import java.util.List;

/** Gives spans that overlap in time lanes of their own, as few as possible. */
final class Lanes {
    /** Milliseconds since the epoch. */
    record Span(long start, long end) {}

    private Lanes() {}

    /** The lane of each span, from 0; the spans are ordered by their start. */
    static List<Integer> of(List<Span> spans) {
        List<Long> ends = new ArrayList<>();
        List<Integer> lanes = new ArrayList<>();
        for (Span span : spans) {
            int lane = 0;
            while (lane < ends.size() && ends.get(lane) > span.start()) {
                lane++;
            }
            if (lane == ends.size()) {
                ends.add(span.end());
            } else {
                ends.set(lane, span.end());
            }
            lanes.add(lane);
        }
        return lanes;
    }
}
