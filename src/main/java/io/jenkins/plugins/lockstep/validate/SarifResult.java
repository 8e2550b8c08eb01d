package io.jenkins.plugins.lockstep.validate;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A SARIF result or notification, as far as an issue needs it. */
final class SarifResult {
    private static final Set<String> FINDINGS = Set.of("", "fail", "open", "review");
    private static final int MAX_ARGUMENTS = 20;

    private String ruleId = "";
    private int ruleIndex = -1;
    private String level = "";
    private String kind = "";
    private String baseline = "";
    private boolean suppressed;
    private Message message = new Message("", "", List.of());
    private boolean located;
    private String uri = "";
    private String uriBase = "";
    private int artifact = -1;
    private int line;
    private int column;

    private SarifResult() {}

    static SarifResult read(JsonParser json) throws IOException, Unreadable {
        SarifResult result = new SarifResult();
        JsonFields.of(json, field -> result.field(field, json));
        return result;
    }

    private void field(String field, JsonParser json) throws IOException, Unreadable {
        switch (field) {
            case "ruleId" -> ruleId = Texts.oneLine(JsonFields.text(json), Texts.CODE);
            case "ruleIndex" -> ruleIndex = JsonFields.number(json, -1);
            case "rule", "descriptor" -> JsonFields.of(json, name -> rule(name, json));
            case "level" -> level = Texts.oneLine(JsonFields.text(json), 20);
            case "kind" -> kind = Texts.oneLine(JsonFields.text(json), 20);
            case "baselineState" -> baseline = Texts.oneLine(JsonFields.text(json), 20);
            case "message" -> message = Message.read(json);
            case "suppressions" -> JsonFields.each(json, () -> suppression(json));
            case "locations" -> JsonFields.each(json, () -> location(json));
            default -> json.skipChildren();
        }
    }

    private void rule(String field, JsonParser json) throws IOException {
        switch (field) {
            case "id" -> ruleId = Texts.oneLine(JsonFields.text(json), Texts.CODE);
            case "index" -> ruleIndex = JsonFields.number(json, -1);
            default -> json.skipChildren();
        }
    }

    private void suppression(JsonParser json) throws IOException, Unreadable {
        String[] status = {""};
        JsonFields.of(
                json,
                field -> {
                    if (field.equals("status")) {
                        status[0] = JsonFields.text(json);
                    } else {
                        json.skipChildren();
                    }
                });
        suppressed |= status[0].isEmpty() || status[0].equals("accepted");
    }

    /** The first location is the one that counts. */
    private void location(JsonParser json) throws IOException, Unreadable {
        if (located) {
            json.skipChildren();
            return;
        }
        located = true;
        JsonFields.of(
                json,
                field -> {
                    if (field.equals("physicalLocation")) {
                        JsonFields.of(json, part -> physical(part, json));
                    } else {
                        json.skipChildren();
                    }
                });
    }

    private void physical(String part, JsonParser json) throws IOException, Unreadable {
        switch (part) {
            case "artifactLocation" ->
                    JsonFields.of(
                            json,
                            field -> {
                                switch (field) {
                                    case "uri" ->
                                            uri = Texts.oneLine(JsonFields.text(json), Texts.PATH);
                                    case "uriBaseId" ->
                                            uriBase =
                                                    Texts.oneLine(
                                                            JsonFields.text(json), Texts.CODE);
                                    case "index" -> artifact = JsonFields.number(json, -1);
                                    default -> json.skipChildren();
                                }
                            });
            case "region" ->
                    JsonFields.of(
                            json,
                            field -> {
                                switch (field) {
                                    case "startLine" -> line = JsonFields.number(json, 0);
                                    case "startColumn" -> column = JsonFields.number(json, 0);
                                    default -> json.skipChildren();
                                }
                            });
            default -> json.skipChildren();
        }
    }

    boolean counts() {
        return FINDINGS.contains(kind) && !suppressed && !baseline.equals("absent");
    }

    SarifRule rule(List<SarifRule> rules, Map<String, SarifRule> byId) {
        if (ruleIndex >= 0 && ruleIndex < rules.size()) {
            return rules.get(ruleIndex);
        }
        return byId.getOrDefault(ruleId, SarifRule.NONE);
    }

    String message(SarifRule rule) {
        String text =
                message.text().isEmpty()
                        ? rule.messages().getOrDefault(message.id(), "")
                        : message.text();
        for (int i = 0; i < message.arguments().size(); i++) {
            text = text.replace("{" + i + "}", message.arguments().get(i));
            text = text.length() > Texts.MESSAGE ? text.substring(0, Texts.MESSAGE) : text;
        }
        return text;
    }

    String ruleId() {
        return ruleId;
    }

    String level() {
        return level;
    }

    String uri() {
        return uri;
    }

    String uriBase() {
        return uriBase;
    }

    int artifact() {
        return artifact;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** A SARIF message: a text, or the id of one of the rule's, with arguments. */
    record Message(String text, String id, List<String> arguments) {
        static Message read(JsonParser json) throws IOException, Unreadable {
            String[] text = {""};
            String[] id = {""};
            List<String> arguments = new ArrayList<>(0);
            JsonFields.of(
                    json,
                    field -> {
                        switch (field) {
                            case "text" ->
                                    text[0] = Texts.oneLine(JsonFields.text(json), Texts.MESSAGE);
                            case "id" -> id[0] = Texts.oneLine(JsonFields.text(json), Texts.CODE);
                            case "arguments" ->
                                    JsonFields.each(
                                            json,
                                            () -> {
                                                String argument = JsonFields.text(json);
                                                if (arguments.size() < MAX_ARGUMENTS) {
                                                    arguments.add(
                                                            Texts.oneLine(argument, Texts.CODE));
                                                }
                                            });
                            default -> json.skipChildren();
                        }
                    });
            return new Message(text[0], id[0], arguments);
        }
    }
}
