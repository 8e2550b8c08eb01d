package io.jenkins.plugins.lockstep.cli.init;

import java.util.List;

/** A way in which projects are built, and its tools. */
interface Ecosystem {
    List<Ecosystem> ALL = List.of(new Maven(), new Gradle(), new Npm(), new Python());

    boolean builds(ProjectFiles project);

    void draft(ProjectFiles project, Draft draft);
}
