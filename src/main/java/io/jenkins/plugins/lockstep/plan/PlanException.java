package io.jenkins.plugins.lockstep.plan;

import java.util.List;
import java.util.stream.Collectors;

/** A plan that cannot be used; its message is for a person and tells every problem, one a line. */
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public PlanException(String name, List<Problem> problems) {
        super(problems.stream().map(p -> p.in(name)).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
