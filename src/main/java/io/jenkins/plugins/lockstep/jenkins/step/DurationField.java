package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.util.FormValidation;
import io.jenkins.plugins.lockstep.plan.Durations;

/** A time limit in a form. */
final class DurationField {
    private DurationField() {}

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
