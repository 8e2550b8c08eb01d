package io.jenkins.plugins.lockstep.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Walks a JSON stream. What has another shape than expected is passed over. */
final class JsonFields {
    private JsonFields() {}

    /**
     * Takes one field; the parser stands on its value and must be left on the value's last token.
     */
    interface Field {
        void take(String name) throws IOException, Unreadable;
    }

    /** Takes one element; the parser stands on it, as for {@link Field}. */
    interface Element {
        void take() throws IOException, Unreadable;
    }

    /** Each field of the object on which the parser stands; nothing if it stands on no object. */
    static void of(JsonParser json, Field field) throws IOException, Unreadable {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            field.take(name);
        }
    }

    /** Each element of the array on which the parser stands; nothing if it stands on no array. */
    static void each(JsonParser json, Element element) throws IOException, Unreadable {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                return;
            }
            element.take();
        }
    }

    /** The string on which the parser stands; empty for anything else, which is passed over. */
    static String text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return "";
    }

    /** The whole number from 0 on which the parser stands; {@code otherwise} for anything else. */
    static int number(JsonParser json, int otherwise) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            String digits = json.getText();
            return digits.equals("0") ? 0 : Math.max(otherwise, Texts.number(digits));
        }
        json.skipChildren();
        return otherwise;
    }
}
