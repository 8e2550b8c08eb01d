package io.jenkins.plugins.lockstep.validate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes issues as SARIF 2.1.0. Equal issues give equal bytes. */
public final class Sarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                    + "sarif-schema-2.1.0.json";

    private Sarif() {}

    /**
     * @param toolName who found them
     */
    public static void write(Path file, List<Issue> issues, String toolName) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                JsonGenerator json = Json.mapper().getFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("$schema", SCHEMA);
            json.writeStringField("version", "2.1.0");
            json.writeArrayFieldStart("runs");
            json.writeStartObject();
            TreeMap<String, Integer> rules = rules(issues);
            tool(json, toolName, rules);
            json.writeArrayFieldStart("results");
            for (Issue issue : issues) {
                result(json, issue, rules);
            }
            json.writeEndArray();
            json.writeStringField("columnKind", "utf16CodeUnits");
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static TreeMap<String, Integer> rules(List<Issue> issues) {
        TreeMap<String, Integer> rules = new TreeMap<>();
        issues.stream()
                .map(Issue::code)
                .filter(code -> !code.isEmpty())
                .forEach(code -> rules.put(code, 0));
        List<String> names = new ArrayList<>(rules.keySet());
        for (int i = 0; i < names.size(); i++) {
            rules.put(names.get(i), i);
        }
        return rules;
    }

    private static void tool(JsonGenerator json, String name, TreeMap<String, Integer> rules)
            throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", name);
        json.writeArrayFieldStart("rules");
        for (String rule : rules.keySet()) {
            json.writeStartObject();
            json.writeStringField("id", rule);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, Issue issue, TreeMap<String, Integer> rules)
            throws IOException {
        json.writeStartObject();
        if (!issue.code().isEmpty()) {
            json.writeStringField("ruleId", issue.code());
            json.writeNumberField("ruleIndex", rules.get(issue.code()));
        }
        json.writeStringField("level", issue.severity());
        json.writeObjectFieldStart("message");
        json.writeStringField("text", issue.message());
        json.writeEndObject();
        if (!issue.file().isEmpty()) {
            location(json, issue);
        }
        json.writeEndObject();
    }

    private static void location(JsonGenerator json, Issue issue) throws IOException {
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(issue.file()));
        json.writeEndObject();
        if (issue.line() > 0) {
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", issue.line());
            if (issue.column() > 0) {
                json.writeNumberField("startColumn", issue.column());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    /** The path as a URI reference: percent-encoded, relative unless the path is absolute. */
    private static String uri(String file) throws IOException {
        boolean absolute = file.startsWith("/");
        try {
            String path = new URI(null, null, absolute ? file : "/" + file, null).toASCIIString();
            return absolute ? "file://" + path : path.substring(1).replace(":", "%3A");
        } catch (URISyntaxException e) {
            throw new IOException("no URI can be made of the path '" + file + "'", e);
        }
    }
}
