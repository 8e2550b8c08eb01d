package io.jenkins.plugins.lockstep.validate;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A SARIF reporting descriptor, as far as results need it.
 *
 * @param level of results that say none; {@code warning} by default
 * @param messages by id, for results that only name one
 */
record SarifRule(String id, String level, Map<String, String> messages) {
    static final SarifRule NONE = new SarifRule("", "warning", Map.of());
    private static final int MAX_MESSAGES = 50;

    static SarifRule read(JsonParser json) throws IOException, Unreadable {
        String[] id = {""};
        String[] level = {"warning"};
        Map<String, String> messages = new HashMap<>();
        JsonFields.of(
                json,
                field -> {
                    switch (field) {
                        case "id" -> id[0] = Texts.oneLine(JsonFields.text(json), Texts.CODE);
                        case "defaultConfiguration" -> level[0] = level(json);
                        case "messageStrings" ->
                                JsonFields.of(json, name -> message(name, json, messages));
                        default -> json.skipChildren();
                    }
                });
        return new SarifRule(id[0], level[0], Map.copyOf(messages));
    }

    private static String level(JsonParser json) throws IOException, Unreadable {
        String[] level = {"warning"};
        JsonFields.of(
                json,
                field -> {
                    if (field.equals("level")) {
                        level[0] = Texts.oneLine(JsonFields.text(json), 20);
                    } else {
                        json.skipChildren();
                    }
                });
        return level[0];
    }

    private static void message(String name, JsonParser json, Map<String, String> messages)
            throws IOException, Unreadable {
        String text = SarifResult.Message.read(json).text();
        if (messages.size() < MAX_MESSAGES) {
            messages.put(Texts.oneLine(name, Texts.CODE), text);
        }
    }
}
