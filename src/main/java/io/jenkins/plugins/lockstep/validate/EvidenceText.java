package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text that an agent left, and how much it says beyond what Lockstep gave it.
 *
 * <p>Counted are the characters, white space aside, of lines that are no Markdown heading, rule,
 * code fence or digest and don't stand in the template. A line counts once however often it stands
 * there, and of a run of one character the first three count. So filler says little, and {@link
 * #words} tells what is left of it.
 */
final class EvidenceText {
    /** Largest text that is read, in bytes. */
    static final int MAX_BYTES = 8 << 20;

    private static final int SAME_IN_A_ROW = 3;
    private static final Pattern DIGEST = Pattern.compile("(sha256:)?\\b[0-9a-f]{12,64}\\b");

    private final String text;
    private final Set<String> own = new HashSet<>();

    EvidenceText(String text, String template) {
        this.text = text;
        Set<String> given = new HashSet<>();
        template.lines().map(EvidenceText::normal).forEach(given::add);
        text.lines()
                .map(EvidenceText::normal)
                .filter(line -> !given.contains(line))
                .map(line -> DIGEST.matcher(line).replaceAll(""))
                .filter(line -> !isFrame(line))
                .forEach(own::add);
    }

    /**
     * @return null if there is no such regular file
     * @throws Unreadable if it is too large
     */
    static EvidenceText read(Path file, String template) throws IOException, Unreadable {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Unreadable(
                        "%s is larger than the %d MiB that are read"
                                .formatted(file.getFileName(), MAX_BYTES >> 20));
            }
            return new EvidenceText(new String(bytes, StandardCharsets.UTF_8), template);
        }
    }

    String text() {
        return text;
    }

    /** Characters that count. */
    long characters() {
        return own.stream().mapToLong(EvidenceText::characters).sum();
    }

    /**
     * Different words in what counts: runs of two letters or more, and each character of a script
     * that puts no blanks between words.
     */
    int words() {
        Set<String> words = new HashSet<>();
        for (String line : own) {
            StringBuilder word = new StringBuilder();
            for (int c : line.toLowerCase(Locale.ROOT).codePoints().toArray()) {
                boolean whole = Character.isIdeographic(c) || isKana(c);
                if (Character.isLetter(c) && !whole) {
                    word.appendCodePoint(c);
                    continue;
                }
                if (word.length() > 1) {
                    words.add(word.toString());
                }
                word.setLength(0);
                if (whole) {
                    words.add(Character.toString(c));
                }
            }
            if (word.length() > 1) {
                words.add(word.toString());
            }
        }
        return words.size();
    }

    private static boolean isKana(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || script == Character.UnicodeScript.THAI;
    }

    private static String normal(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    private static boolean isFrame(String line) {
        return line.isEmpty() || line.startsWith("#") || line.matches("[-=*_`~|:+ ]+|```.*");
    }

    private static long characters(String line) {
        long count = 0;
        int same = 0;
        int before = -1;
        for (int c : line.codePoints().toArray()) {
            same = c == before ? same + 1 : 1;
            before = c;
            boolean says = !Character.isWhitespace(c) && !Character.isISOControl(c);
            if (says && same <= SAME_IN_A_ROW) {
                count++;
            }
        }
        return count;
    }
}
