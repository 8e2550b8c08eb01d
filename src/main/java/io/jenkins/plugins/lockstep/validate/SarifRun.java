package io.jenkins.plugins.lockstep.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a SARIF document. Rules, artifacts and base URIs may stand after the results that
 * refer to them, so the results are held, in short form, to the run's end.
 */
final class SarifRun {
    /** Most rules, artifacts and base URIs that are kept, each. */
    private static final int MAX_METADATA = 20_000;

    private final String report;
    private final ReportReader.Source source;
    private final IssueCollector issues;
    private final List<SarifResult> results = new ArrayList<>();
    private final List<SarifRule> rules = new ArrayList<>();
    private final Map<String, SarifRule> rulesById = new HashMap<>();
    private final List<String> artifacts = new ArrayList<>();
    private final Map<String, String> bases = new HashMap<>();
    private boolean scanned;
    private boolean successful = true;
    private long more;

    SarifRun(String report, ReportReader.Source source, IssueCollector issues) {
        this.report = report;
        this.source = source;
        this.issues = issues;
    }

    void read(JsonParser json) throws IOException, Unreadable {
        JsonFields.of(
                json,
                field -> {
                    switch (field) {
                        case "tool" -> tool(json);
                        case "artifacts" -> JsonFields.each(json, () -> artifact(json));
                        case "originalUriBaseIds" -> JsonFields.of(json, id -> base(id, json));
                        case "invocations" -> JsonFields.each(json, () -> invocation(json));
                        case "results" -> {
                            scanned |= json.currentToken() == JsonToken.START_ARRAY;
                            JsonFields.each(json, () -> result(json));
                        }
                        default -> json.skipChildren();
                    }
                });
        if (!successful) {
            throw new Unreadable(
                    report
                            + ": the tool says that it did not succeed (executionSuccessful: false)");
        }
        if (!scanned) {
            throw new Unreadable(report + " has a run without results: the tool scanned nothing");
        }
        report();
    }

    private void tool(JsonParser json) throws IOException, Unreadable {
        JsonFields.of(
                json,
                part -> {
                    if (!part.equals("driver")) {
                        json.skipChildren();
                        return;
                    }
                    JsonFields.of(
                            json,
                            field -> {
                                if (field.equals("rules")) {
                                    JsonFields.each(json, () -> rule(json));
                                } else {
                                    json.skipChildren();
                                }
                            });
                });
    }

    private void rule(JsonParser json) throws IOException, Unreadable {
        SarifRule rule = SarifRule.read(json);
        if (rules.size() < MAX_METADATA) {
            rules.add(rule);
            rulesById.putIfAbsent(rule.id(), rule);
        }
    }

    private void artifact(JsonParser json) throws IOException, Unreadable {
        String[] uri = {""};
        JsonFields.of(
                json,
                field -> {
                    if (field.equals("location")) {
                        uri[0] = uri(json);
                    } else {
                        json.skipChildren();
                    }
                });
        if (artifacts.size() < MAX_METADATA) {
            artifacts.add(uri[0]);
        }
    }

    private void base(String id, JsonParser json) throws IOException, Unreadable {
        String uri = uri(json);
        if (bases.size() < MAX_METADATA) {
            bases.put(id, uri);
        }
    }

    private static String uri(JsonParser json) throws IOException, Unreadable {
        String[] uri = {""};
        JsonFields.of(
                json,
                field -> {
                    if (field.equals("uri")) {
                        uri[0] = Texts.oneLine(JsonFields.text(json), Texts.PATH);
                    } else {
                        json.skipChildren();
                    }
                });
        return uri[0];
    }

    private void invocation(JsonParser json) throws IOException, Unreadable {
        JsonFields.of(
                json,
                field -> {
                    switch (field) {
                        case "executionSuccessful" -> {
                            successful = successful && json.currentToken() != JsonToken.VALUE_FALSE;
                            json.skipChildren();
                        }
                        case "toolExecutionNotifications", "toolConfigurationNotifications" ->
                                JsonFields.each(json, () -> notification(json));
                        default -> json.skipChildren();
                    }
                });
    }

    private void notification(JsonParser json) throws IOException, Unreadable {
        SarifResult notification = SarifResult.read(json);
        if (notification.level().equals("error")) {
            keep(notification);
        }
    }

    private void result(JsonParser json) throws IOException, Unreadable {
        SarifResult result = SarifResult.read(json);
        if (result.counts()) {
            keep(result);
        }
        if (source.deadline().passed()) {
            throw new Unreadable(report + ": took longer than " + source.deadline().limit());
        }
    }

    private void keep(SarifResult result) {
        if (results.size() < IssueCollector.KEPT) {
            results.add(result);
        } else {
            more++;
        }
    }

    private void report() {
        for (SarifResult result : results) {
            SarifRule rule = result.rule(rules, rulesById);
            String level = result.level().isEmpty() ? rule.level() : result.level();
            issues.add(
                    file(result),
                    result.line(),
                    result.column(),
                    level.equals("none") ? "note" : level,
                    result.ruleId().isEmpty() ? rule.id() : result.ruleId(),
                    result.message(rule));
        }
        issues.countOnly(more);
    }

    private String file(SarifResult result) {
        String uri = result.uri();
        if (uri.isEmpty() && result.artifact() >= 0 && result.artifact() < artifacts.size()) {
            uri = artifacts.get(result.artifact());
        }
        String base = bases.getOrDefault(result.uriBase(), "");
        boolean absolute = uri.startsWith("/") || uri.indexOf(':') > 0;
        if (absolute) {
            return uri;
        }
        String path = CheckoutPaths.decode(uri);
        return base.startsWith("file:") ? base + (base.endsWith("/") ? "" : "/") + uri : path;
    }
}
