package io.jenkins.plugins.lockstep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What a scalar of YAML's core schema means. */
final class YamlScalars {
    static final int MAX_TEXT = 100_000;
    static final String TOO_LONG = "a text of more than " + MAX_TEXT + " characters";
    private static final int MAX_NUMBER = 40;

    private YamlScalars() {}

    /** Null if it is refused; then there is a problem. */
    static YamlValue value(ScalarNode node, int line, int column, String path, Problems problems) {
        String text = node.getValue();
        if (hasControls(text)) {
            problems.add(line, column, path, "a text with a control character in it");
            return null;
        }
        try {
            return new YamlValue.Scalar(line, column, text, json(node.getTag(), text));
        } catch (IllegalArgumentException e) {
            problems.add(line, column, path, e.getMessage());
            return null;
        }
    }

    private static JsonNode json(Tag tag, String text) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (tag.equals(Tag.STR)) {
            return make.textNode(text);
        }
        if (tag.equals(Tag.NULL)) {
            return make.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return make.booleanNode(text.equalsIgnoreCase("true"));
        }
        if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && text.length() > MAX_NUMBER) {
            throw new IllegalArgumentException("a number of too many digits");
        }
        if (tag.equals(Tag.INT)) {
            BigInteger number = integer(text);
            return number.bitLength() < 63
                    ? make.numberNode(number.longValue())
                    : make.numberNode(number);
        }
        if (tag.equals(Tag.FLOAT)) {
            return make.numberNode(decimal(text));
        }
        throw new IllegalArgumentException(
                "the tag '" + tag.getValue() + "' is not allowed here; write the plain value");
    }

    private static BigInteger integer(String text) {
        try {
            if (text.startsWith("0x")) {
                return new BigInteger(text.substring(2), 16);
            }
            return text.startsWith("0o")
                    ? new BigInteger(text.substring(2), 8)
                    : new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static double decimal(String text) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a finite number", e);
        }
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("'" + text + "' is not a finite number");
        }
        return number;
    }

    /** Whether it holds what no command, file name or terminal should get. */
    static boolean hasControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((Character.isISOControl(c) && c != '\n' && c != '\t') || brokenPair(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean brokenPair(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
