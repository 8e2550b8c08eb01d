package io.jenkins.plugins.lockstep.report;

/**
 * Writes HTML in which every text and every attribute's value is escaped. Only constants of our own
 * go in as they are.
 */
final class Html {
    private final StringBuilder out = new StringBuilder(1 << 16);

    /**
     * @param attributes names and values in turn; one whose value is null is left out
     */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(SafeText.lines(attributes[i + 1]));
                out.append('"');
            }
        }
        out.append('>');
        return this;
    }

    Html close(String... tags) {
        for (String tag : tags) {
            out.append("</").append(tag).append('>');
        }
        return this;
    }

    Html text(String text) {
        escape(SafeText.lines(text));
        return this;
    }

    /** An element that holds nothing but text. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** A state's icon; with its name for those who can't see it, unless that stands beside it. */
    Html icon(RunData.State state, boolean named) {
        open("svg", "class", "icon " + state.text(), "aria-hidden", "true");
        open("use", "href", "#i-" + state.text()).close("use", "svg");
        return named ? this : element("span", state.text(), "class", "hidden");
    }

    /** HTML of our own. */
    Html constant(String html) {
        out.append(html);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
