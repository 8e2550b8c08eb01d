package io.jenkins.plugins.lockstep.validate;

/**
 * A report or log that can't be believed: missing, malformed, too large, or too costly to read. The
 * message says where and what to do. Never to be taken for "no issue".
 */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
        super(message);
    }

    Unreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
