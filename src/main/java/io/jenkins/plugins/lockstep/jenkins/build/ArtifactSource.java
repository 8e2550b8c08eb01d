package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.evidence.EvidenceSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jenkins.util.VirtualFile;

/** Sealed evidence among a build's artifacts. */
final class ArtifactSource implements EvidenceSource {
    private static final String MILESTONE = "m[0-9]+";

    private final VirtualFile root;
    private final BuildFiles files;

    /**
     * @param root holds {@code m1/…}
     */
    ArtifactSource(VirtualFile root, BuildFiles files) {
        this.root = root;
        this.files = files;
    }

    @Override
    public Contents contents() throws IOException {
        Set<String> places = new TreeSet<>();
        List<String> strays = new ArrayList<>();
        for (VirtualFile milestone : root.list()) {
            if (milestone.isDirectory() && milestone.getName().matches(MILESTONE)) {
                for (VirtualFile node : milestone.list()) {
                    String path = milestone.getName() + "/" + node.getName();
                    if (node.isDirectory()) {
                        add(path, node, places, strays);
                    } else {
                        strays.add(path);
                    }
                }
            }
        }
        return new Contents(places, strays);
    }

    /** What is being sealed now, or was when the controller stopped, is not evidence yet. */
    private void add(String path, VirtualFile node, Set<String> places, List<String> strays)
            throws IOException {
        for (VirtualFile attempt : node.list()) {
            String place = path + "/" + attempt.getName();
            if (!attempt.isDirectory()) {
                strays.add(place);
            } else if (!Files.exists(files.unsealed(place))) {
                places.add(place);
            }
        }
    }

    @Override
    public List<Item> items(String place) throws IOException {
        List<Item> items = new ArrayList<>();
        VirtualFile directory = root.child(place);
        if (directory.isDirectory()) {
            add(directory, "", items);
        }
        return items;
    }

    private static void add(VirtualFile directory, String prefix, List<Item> items)
            throws IOException {
        for (VirtualFile child : directory.list()) {
            if (child.isDirectory()) {
                add(child, prefix + child.getName() + "/", items);
            } else {
                items.add(
                        new Item(
                                prefix + child.getName(), child.isFile() ? Kind.FILE : Kind.OTHER));
            }
        }
    }

    @Override
    public InputStream open(String place, String name) throws IOException {
        return root.child(place).child(name).open();
    }
}
