package io.jenkins.plugins.lockstep.evidence;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Which names evidence may have: those that mean the same on Linux, macOS and Windows, since
 * evidence is downloaded everywhere.
 */
public final class EvidenceNames {
    /** Longest name of one file or directory, in bytes of UTF-8. */
    static final int MAX_NAME = 255;

    /** Longest path, in bytes of UTF-8. */
    static final int MAX_PATH = 1024;

    /** Deepest nesting. */
    static final int MAX_DEPTH = 32;

    private static final String FORBIDDEN = "\\:*?\"<>|";
    private static final Set<String> DEVICES =
            Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "clock$");

    private EvidenceNames() {}

    /** Why a relative path with {@code /} may not be evidence; null if it may. */
    public static String problemOfPath(String path) {
        if (path.startsWith("/")) {
            return "the path is absolute";
        }
        if (utf8Length(path) > MAX_PATH) {
            return "the path is longer than " + MAX_PATH + " bytes";
        }
        String[] names = path.split("/", -1);
        if (names.length > MAX_DEPTH) {
            return "nested deeper than " + MAX_DEPTH;
        }
        for (String name : names) {
            String problem = problemOfName(name);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** Why the name of one file or directory may not be evidence; null if it may. */
    static String problemOfName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return "the path leads elsewhere";
        }
        if (utf8Length(name) > MAX_NAME) {
            return "the name is longer than " + MAX_NAME + " bytes";
        }
        for (int i = 0; i < name.length(); i++) {
            String problem = problemOfCharacter(name, i);
            if (problem != null) {
                return problem;
            }
        }
        if (name.endsWith(".") || name.endsWith(" ") || name.startsWith(" ")) {
            return "the name begins or ends with a blank, or ends with a dot";
        }
        return isDevice(name) ? "the name is a device's on Windows" : null;
    }

    private static String problemOfCharacter(String name, int i) {
        char c = name.charAt(i);
        if (c == '\uFFFD') {
            return "the name is not UTF-8, or Java runs without a UTF-8 locale";
        }
        if (Character.isSurrogate(c)) {
            boolean paired =
                    Character.isHighSurrogate(c)
                            ? i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))
                            : i > 0 && Character.isHighSurrogate(name.charAt(i - 1));
            return paired ? null : "the name is not Unicode";
        }
        int type = Character.getType(c);
        if (type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR) {
            return String.format("the name holds the control character U+%04X", (int) c);
        }
        return FORBIDDEN.indexOf(c) >= 0 ? "the name holds '" + c + "'" : null;
    }

    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        if (DEVICES.contains(stem)) {
            return true;
        }
        return stem.length() == 4
                && (stem.startsWith("com") || stem.startsWith("lpt"))
                && "0123456789¹²³".indexOf(stem.charAt(3)) >= 0;
    }

    /** Equal for names that some file system takes for the same. */
    public static String folded(String name) {
        if (name.chars().allMatch(c -> c < 0x80)) {
            return name.toLowerCase(Locale.ROOT);
        }
        return Normalizer.normalize(
                Normalizer.normalize(name, Normalizer.Form.NFC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT),
                Normalizer.Form.NFC);
    }

    /** For messages: what can't be printed is escaped, what is too long cut. */
    public static String printable(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length() && text.length() < 300; i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04X", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.length() >= 300 ? text.append('…').toString() : text.toString();
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
