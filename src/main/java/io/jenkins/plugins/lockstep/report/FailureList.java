package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.report.RunData.Failed;
import java.util.ArrayList;
import java.util.List;

/** Failures of one place, each once: several events may tell the same. */
final class FailureList {
    private final List<Failed> failures = new ArrayList<>();

    void take(Event event) {
        String told = Values.text(event.data(), "retry");
        String retry = told.isEmpty() ? RetryCommand.of(event.milestone(), event.phase()) : told;
        for (Failure failure : Values.failures(event)) {
            add(new Failed(failure, event.attempt(), event.time(), retry));
        }
    }

    void add(Failed failed) {
        for (Failed one : failures) {
            if (one.failure().equals(failed.failure()) && one.attempt() == failed.attempt()) {
                return;
            }
        }
        failures.add(failed);
    }

    /** Adds those whose failure isn't in this list yet, whatever their attempt. */
    void addNew(List<Failed> more) {
        for (Failed failed : more) {
            if (failures.stream().noneMatch(one -> one.failure().equals(failed.failure()))) {
                failures.add(failed);
            }
        }
    }

    void clear() {
        failures.clear();
    }

    List<Failed> list() {
        return List.copyOf(failures);
    }
}
