package io.jenkins.plugins.lockstep.cli.init;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code package.json} says; one that can't be read says nothing. */
final class PackageJson {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private final JsonNode json;

    PackageJson(String text) {
        JsonNode read;
        try {
            read = Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (IOException e) {
            read = MissingNode.getInstance();
        }
        this.json = read;
    }

    boolean uses(String dependency) {
        return !version(dependency).isEmpty();
    }

    /** The first of them that is a dependency; empty if none is. */
    String firstOf(String... dependencies) {
        return List.of(dependencies).stream().filter(this::uses).findFirst().orElse("");
    }

    /** The major version that is asked for, or the given one if that can't be told. */
    int major(String dependency, int otherwise) {
        Matcher matcher = NUMBER.matcher(version(dependency));
        return matcher.find() ? Integer.parseInt(matcher.group()) : otherwise;
    }

    private String version(String dependency) {
        for (String kind : List.of("devDependencies", "dependencies", "peerDependencies")) {
            String version = json.path(kind).path(dependency).asText("");
            if (!version.isEmpty()) {
                return version;
            }
        }
        return "";
    }

    String script(String name) {
        return json.path("scripts").path(name).asText("");
    }

    /**
     * What the script {@code test} gives that program on its command line, with a space before;
     * empty if it does more than start it.
     */
    String testArguments(String program) {
        Matcher script =
                Pattern.compile("(?:npx )?" + program + "((?: [^&|;<>`$]*)?)")
                        .matcher(script("test").strip());
        return script.matches() ? script.group(1).stripTrailing() : "";
    }
}
