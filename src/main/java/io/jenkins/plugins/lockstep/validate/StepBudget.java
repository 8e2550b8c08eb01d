package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.process.Deadline;

/**
 * What matching regular expressions against foreign text may cost: characters looked at per text,
 * and time in all. Java's engine backtracks, so an innocent pattern on a hostile line can take for
 * ever; each character that it looks at is counted here.
 */
final class StepBudget {
    /** Characters looked at in one text: some 100 ms. */
    static final long PER_TEXT = 20_000_000;

    private static final long CHECK_EVERY = 1 << 16;

    private final Deadline deadline;
    private final long perText;
    private long left;

    StepBudget(Deadline deadline) {
        this(deadline, PER_TEXT);
    }

    StepBudget(Deadline deadline, long perText) {
        this.deadline = deadline;
        this.perText = perText;
    }

    /** The text in a form that the engine reads through this budget, which starts afresh. */
    CharSequence guard(String text) {
        left = perText;
        return new Guarded(text, this);
    }

    private void step() {
        if (--left < 0) {
            throw new Exceeded("needs more than " + perText + " steps");
        }
        if (left % CHECK_EVERY == 0) {
            checkTime();
        }
    }

    /** Throws when the time is up or this thread is interrupted. */
    void checkTime() {
        if (deadline.passed()) {
            throw new Exceeded("takes longer than " + deadline.limit());
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new Exceeded("was interrupted");
        }
    }

    /** The budget is used up; the message completes "the pattern …". */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String message) {
            super(message, null, false, false);
        }
    }

    private record Guarded(String text, StepBudget budget) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.step();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
