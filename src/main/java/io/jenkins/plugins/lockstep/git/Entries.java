package io.jenkins.plugins.lockstep.git;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a commit or a tree names, from its content. A commit has one entry without a name. */
final class Entries {
    private static final String TREE = "40000";
    private static final int ID = 20;

    private Entries() {}

    /**
     * What one entry names.
     *
     * @param id of the tree or blob
     */
    record Entry(String id, boolean isTree) {}

    /**
     * The trees and blobs that an object names, by name, in which each character is a byte. Empty
     * of a blob; of content that is not as git writes it, those up to there.
     */
    static Map<String, Entry> of(String type, byte[] content) {
        return switch (type) {
            case "commit" -> ofCommit(content);
            case "tree" -> ofTree(content);
            default -> Map.of();
        };
    }

    /** A name as text. */
    static String text(String name) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Map<String, Entry> ofCommit(byte[] content) {
        String start = "tree ";
        int end = start.length() + 2 * ID;
        if (content.length < end) {
            return Map.of();
        }
        String line = new String(content, 0, end, StandardCharsets.ISO_8859_1);
        return line.matches("tree [0-9a-f]{40}")
                ? Map.of("", new Entry(line.substring(start.length()), true))
                : Map.of();
    }

    private static Map<String, Entry> ofTree(byte[] content) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int at = 0; at < content.length; ) {
            int space = indexOf(content, ' ', at);
            int nul = space < 0 ? -1 : indexOf(content, '\0', space + 1);
            int next = nul + 1 + ID;
            if (nul < 0 || next > content.length) {
                break;
            }
            String mode = new String(content, at, space - at, StandardCharsets.ISO_8859_1);
            if (!mode.equals(Diffs.GITLINK)) {
                String name =
                        new String(
                                content, space + 1, nul - space - 1, StandardCharsets.ISO_8859_1);
                String id = HexFormat.of().formatHex(content, nul + 1, next);
                entries.put(name, new Entry(id, mode.equals(TREE)));
            }
            at = next;
        }
        return entries;
    }

    private static int indexOf(byte[] bytes, char wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
