package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** Where sealed evidence is kept: a directory, or an artifact store. Nothing in it is trusted. */
public interface EvidenceSource {

    /**
     * What there is, seen from above.
     *
     * @param places that hold anything: {@code m1/lint/2}
     * @param strays paths of what is no place and part of none
     */
    record Contents(Set<String> places, List<String> strays) {}

    /** What an item is, itself, without following it. */
    enum Kind {
        FILE,
        LINK,
        OTHER
    }

    /**
     * @param name relative to its place, with {@code /}
     */
    record Item(String name, Kind kind) {}

    Contents contents() throws IOException;

    /** All but directories in a place, at any depth; empty if there is no such place. */
    List<Item> items(String place) throws IOException;

    /** A file's content, not through a link. */
    InputStream open(String place, String name) throws IOException;
}
