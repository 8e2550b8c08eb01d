package io.jenkins.plugins.lockstep.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import java.util.ArrayList;
import java.util.List;

/** Reads a failure from JSON that may be of another version: what is missing is empty. */
final class FailureForm {
    private FailureForm() {}

    /** Null if it is not an object. */
    static Failure read(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        return new Failure(
                node.path("validator").asText(""),
                cause(node.path("cause").asText("")),
                node.path("message").asText(""),
                node.path("session").asText(""),
                node.path("file").asText(""),
                node.path("line").asInt(0),
                texts(node.path("command")),
                node.path("exitCode").isInt() ? node.path("exitCode").intValue() : null,
                issues(node.path("issues")),
                node.path("log").asText(""),
                texts(node.path("lastLines")));
    }

    private static Cause cause(String name) {
        try {
            return Cause.valueOf(name);
        } catch (IllegalArgumentException e) {
            return Cause.INTERNAL;
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText("")));
        return texts;
    }

    private static List<Issue> issues(JsonNode array) {
        List<Issue> issues = new ArrayList<>();
        for (JsonNode one : array) {
            issues.add(
                    new Issue(
                            one.path("tool").asText(""),
                            one.path("file").asText(""),
                            one.path("line").asInt(0),
                            one.path("column").asInt(0),
                            one.path("severity").asText("error"),
                            one.path("code").asText(""),
                            one.path("message").asText("")));
        }
        return issues;
    }
}
