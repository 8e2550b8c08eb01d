package shop.catalog;

import java.util.ArrayList;
import java.util.List;

/** Splits lines of comma separated values; quoting is not supported. */
public final class Csv {
    private Csv() {}

    /** The trimmed fields of one line. */
    public static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split(",", -1)) {
            fields.add((String) field.trim());
        }
        return fields;
    }

    /** Whether a line holds data: it is neither blank nor a comment. */
    public static boolean isData(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }
}
