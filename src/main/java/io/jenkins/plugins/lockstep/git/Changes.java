package io.jenkins.plugins.lockstep.git;

import java.util.List;
import java.util.Set;

/** What a checkout's files are against its base, before any commit is made of them. */
public final class Changes {
    private final String base;
    private final List<Diffs.Raw> raw;

    Changes(String base, List<Diffs.Raw> raw) {
        this.base = base;
        this.raw = List.copyOf(raw);
    }

    /** By path. */
    public List<Change> list() {
        return raw.stream().map(Diffs.Raw::change).toList();
    }

    /** Some of them, to be taken upon the same base. */
    public Picked pick(Set<String> paths) {
        return Picked.of(base, raw.stream().filter(one -> paths.contains(one.path())).toList());
    }
}
