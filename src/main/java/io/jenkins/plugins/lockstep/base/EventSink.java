package io.jenkins.plugins.lockstep.base;

import java.util.Map;

/**
 * Takes what happens within one place of a run; the place itself is known to the sink. Safe for use
 * by many threads.
 */
@FunctionalInterface
public interface EventSink {
    /**
     * @param session an agent's session; empty if none
     * @param file empty if no single file is meant
     */
    void emit(
            Event.Type type, String session, String file, String message, Map<String, Object> data);

    /** Forgets everything. */
    EventSink NONE = (type, session, file, message, data) -> {};

    default void note(String message) {
        emit(Event.Type.NOTE, "", "", message, Map.of());
    }
}
