package io.jenkins.plugins.lockstep.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads SARIF 2.1.0 as a stream; never as a tree, whose size nobody bounds. (violations-lib's own
 * reader knows no columns.)
 *
 * <p>An issue is a result of kind {@code fail}, {@code open} or {@code review} that the tool has
 * not marked as suppressed or absent, and a notification of level {@code error}. A run without
 * {@code results}, which is how SARIF says that nothing was scanned, and a run whose {@code
 * executionSuccessful} is false, are unreadable, never clean.
 */
final class SarifReader implements ReportReader {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(100)
                                    .maxStringLength(4 << 20)
                                    .maxNameLength(10_000)
                                    .build())
                    .build();

    @Override
    public void read(Source source, Findings findings) throws IOException, Unreadable {
        String name = source.file().getFileName().toString();
        try (InputStream in = DocumentStream.open(source, '{');
                JsonParser json = FACTORY.createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable(name + " is no SARIF: it is not a JSON object");
            }
            document(json, source, findings.issues());
            if (!source.isLog() && json.nextToken() != null) {
                throw new Unreadable(name + ": there is more after the end of the document");
            }
        } catch (JsonProcessingException | DocumentStream.TooLarge e) {
            throw new Unreadable(
                    name + " can't be read as JSON: " + Texts.oneLine(e.getMessage(), 300), e);
        }
    }

    private static void document(JsonParser json, Source source, IssueCollector issues)
            throws IOException, Unreadable {
        String name = source.file().getFileName().toString();
        String[] version = {""};
        int[] runs = {0};
        JsonFields.of(
                json,
                field -> {
                    switch (field) {
                        case "version" -> version[0] = JsonFields.text(json);
                        case "runs" ->
                                JsonFields.each(
                                        json,
                                        () -> {
                                            runs[0]++;
                                            new SarifRun(name, source, issues).read(json);
                                        });
                        default -> json.skipChildren();
                    }
                });
        if (!version[0].startsWith("2.1")) {
            throw new Unreadable(name + " is no SARIF 2.1.0: its version is '" + version[0] + "'");
        }
        if (runs[0] == 0) {
            throw new Unreadable(name + " has no runs: the tool scanned nothing");
        }
    }
}
