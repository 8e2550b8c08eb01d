package io.jenkins.plugins.lockstep.validate;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XML document's characters, made fit for a parser that holds whole tokens in memory: long texts
 * and CDATA sections are cut, longer tags and comments refused. Characters that XML forbids, which
 * test runners print all the same (terminal colours), become U+FFFD.
 */
final class XmlText extends FilterReader {
    /** Longest text or CDATA section that is kept, and longest tag or comment, in characters. */
    static final int MAX_TOKEN = 1 << 20;

    private static final int MAX_ENTITY = 32;
    private static final int PEEK = 256;
    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml[^>]*\\sencoding=[\"']([A-Za-z0-9._-]{1,40})[\"']");

    private enum State {
        TEXT,
        TAG,
        COMMENT,
        CDATA
    }

    private State state = State.TEXT;

    /** Characters since the token began. */
    private long run;

    private int entity;
    private final StringBuilder tagStart = new StringBuilder(8);
    private char before;
    private char beforeThat;

    XmlText(InputStream in) throws IOException, Unreadable {
        super(decoder(in));
    }

    private static Reader decoder(InputStream in) throws IOException, Unreadable {
        PushbackInputStream back = new PushbackInputStream(in, PEEK);
        byte[] head = back.readNBytes(PEEK);
        String ascii = new String(head, StandardCharsets.ISO_8859_1);
        Charset charset = StandardCharsets.UTF_8;
        int bom = 0;
        if (ascii.startsWith("\u00EF\u00BB\u00BF")) {
            bom = 3;
        } else if (ascii.startsWith("\u00FE\u00FF")) {
            charset = StandardCharsets.UTF_16BE;
            bom = 2;
        } else if (ascii.startsWith("\u00FF\u00FE")) {
            charset = StandardCharsets.UTF_16LE;
            bom = 2;
        } else {
            charset = declared(ascii);
        }
        back.unread(head, bom, head.length - bom);
        return new InputStreamReader(back, charset);
    }

    private static Charset declared(String head) throws Unreadable {
        Matcher declared = ENCODING.matcher(head);
        if (!declared.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declared.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new Unreadable(
                    "the report has the unknown encoding '" + declared.group(1) + "'", e);
        }
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int written = 0;
        while (written == 0 && length > 0) {
            int n = in.read(buffer, offset, length);
            if (n < 0) {
                return -1;
            }
            for (int i = offset; i < offset + n; i++) {
                char c = legal(buffer[i]);
                if (take(c)) {
                    buffer[offset + written++] = c;
                }
                beforeThat = before;
                before = c;
            }
        }
        return written;
    }

    private static char legal(char c) {
        boolean allowed = c >= ' ' ? c < '\uFFFE' : c == '\t' || c == '\n' || c == '\r';
        return allowed ? c : '\uFFFD';
    }

    /** Whether the character is passed on. */
    private boolean take(char c) throws IOException {
        run++;
        switch (state) {
            case TEXT:
                return text(c);
            case CDATA:
                return cdata(c);
            case COMMENT:
                if (c == '>' && before == '-' && beforeThat == '-') {
                    enter(State.TEXT);
                }
                break;
            default:
                tag(c);
                break;
        }
        if (run > MAX_TOKEN) {
            throw new IOException("a tag or comment of more than 1 Mi characters");
        }
        return true;
    }

    private boolean text(char c) {
        if (c == '<') {
            enter(State.TAG);
            return true;
        }
        if (entity > 0) {
            entity = c == ';' ? 0 : entity - 1;
            return true;
        }
        boolean keep = run <= MAX_TOKEN;
        if (keep && c == '&') {
            entity = MAX_ENTITY;
        }
        return keep;
    }

    private boolean cdata(char c) {
        boolean end = c == '>' && before == ']' && beforeThat == ']';
        boolean keep = run <= MAX_TOKEN || end || c == ']';
        if (end) {
            enter(State.TEXT);
        }
        return keep;
    }

    private void tag(char c) {
        if (c == '>') {
            enter(State.TEXT);
            return;
        }
        if (tagStart.length() < 8) {
            tagStart.append(c);
            if (tagStart.toString().equals("![CDATA[")) {
                enter(State.CDATA);
            } else if (tagStart.toString().equals("!--")) {
                enter(State.COMMENT);
            }
        }
    }

    private void enter(State next) {
        state = next;
        run = 0;
        entity = 0;
        tagStart.setLength(0);
    }
}
