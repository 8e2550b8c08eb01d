package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import hudson.util.FormValidation;
import io.jenkins.plugins.lockstep.plan.Durations;

/** A time limit in a form. */
final class DurationField {
    private DurationField() {}

    /**
     * @return milliseconds; 0 for no limit
     * @throws AbortException if it can't be read
     */
    static long millis(String text) throws AbortException {
        try {
            return text == null ? 0 : Durations.parse(text).toMillis();
        } catch (IllegalArgumentException e) {
            throw new AbortException("Lockstep: timeout: " + e.getMessage());
        }
    }

    static FormValidation check(String text) {
        if (text == null || text.isBlank()) {
            return FormValidation.ok();
        }
        try {
            Durations.parse(text);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
