package io.jenkins.plugins.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Event.Type;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String EVIL =
            "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e\u001b[31m";

    @TempDir Path directory;

    private static RunData data(List<Event> events) {
        RunDataBuilder builder = new RunDataBuilder();
        events.forEach(builder::take);
        return builder.build();
    }

    @Test
    void needsNoNetwork() {
        for (List<Event> events : List.of(SampleRuns.proven(), SampleRuns.failed())) {
            String page = HtmlReport.page(data(events), "../../evidence");
            assertThat(page)
                    .doesNotContain("http://", "https://", "<link", "src=", "@import", "url(");
            assertThat(page).contains("default-src &#39;none&#39;");
        }
    }

    @Test
    void tellsAProvenRun() throws IOException {
        Path file = directory.resolve("report.html");
        HtmlReport.write(data(SampleRuns.proven()), file);
        String page = Files.readString(file);
        assertThat(page).contains("corner-shop", "11 of 11 phases", "Vouchers", "in parallel");
        assertThat(page).contains("href=\"../../evidence/m1/lint/1/logs/tool.log\"");
        assertThat(page).contains("1 of 13 tests failed").doesNotContain("What failed");
    }

    @Test
    void tellsFailuresWhole() {
        String page = HtmlReport.page(data(SampleRuns.failed()), null);
        assertThat(page).contains("What failed", "no progress", "60 issues remain", "and 48 more");
        assertThat(page).contains("lockstep resume --milestone 1 --phase typecheck");
        assertThat(page).contains("error: warnings found and -Werror specified");
        assertThat(page).contains("planned by hand", "from run 20260228-1", "blocked");
        assertThat(page).doesNotContain("href=\"../");
    }

    @Test
    void everyLinkInsideLeadsSomewhere() {
        String page = HtmlReport.page(data(SampleRuns.large(5, 14)), "../../evidence");
        Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
        int count = 0;
        while (links.find()) {
            assertThat(page).contains("id=\"" + links.group(1) + "\"");
            count++;
        }
        assertThat(count).isGreaterThan(50);
    }

    @Test
    void escapesWhatOthersWrote() {
        Failure failure =
                new Failure(
                        EVIL,
                        Cause.INTERNAL,
                        EVIL,
                        EVIL,
                        EVIL,
                        1,
                        List.of(EVIL),
                        1,
                        List.of(new Issue(EVIL, EVIL, 1, 1, EVIL, EVIL, EVIL)),
                        EVIL,
                        List.of(EVIL));
        List<Event> events = new ArrayList<>();
        SampleRun run = new SampleRun(events::add, List.of(EVIL));
        run.begin(Map.of(1, EVIL));
        run.simple(1, EVIL, 1, 100);
        run.attemptFailed(1, EVIL, 2, 100, failure);
        run.event(1, EVIL, 2, Type.FAILED, EVIL, Map.of("failure", failure, "retry", EVIL));
        run.event(1, EVIL + "2", 0, Type.WAIVED, EVIL, Map.of("reason", EVIL));
        run.event(1, "gate:" + EVIL, 0, Type.GATE_STARTED, EVIL, Map.of("commit", EVIL));
        run.event(0, "", 0, Type.NOTE, EVIL, Map.of("failure", failure));
        run.event(0, "", 0, Type.RUN_ENDED, EVIL, Map.of("state", EVIL));
        String page = HtmlReport.page(data(events), "../../evidence");
        assertThat(page).doesNotContain("<script>alert", "<img", "\u202e", "\u001b");
        assertThat(page.split("<script", -1)).as("script elements").hasSize(3);
        assertThat(page.split("</script", -1)).as("their ends").hasSize(3);
        assertThat(
                        Pattern.compile("<[^>]*\\son\\w+")
                                .matcher(page.replaceAll("=\"[^\"]*\"", ""))
                                .find())
                .isFalse();
    }

    @Test
    void holdsItsDataForTools() throws IOException {
        RunData data = data(SampleRuns.failed());
        String page = HtmlReport.page(data, null);
        Matcher json =
                Pattern.compile("<script type=\"application/json\" id=\"run-data\">(.*?)</script>")
                        .matcher(page);
        assertThat(json.find()).isTrue();
        assertThat(Json.read(json.group(1).getBytes("UTF-8"), RunData.class)).isEqualTo(data);
    }

    @Test
    void evidenceNamesDoNotLeadOut() {
        RunDataBuilder builder = new RunDataBuilder();
        SampleRun run = new SampleRun(builder::take, List.of("lint"));
        run.begin(Map.of(1, "One"));
        run.event(
                1,
                "lint",
                1,
                Type.SEALED,
                "",
                Map.of(
                        "seal",
                        "sha256:1",
                        "evidence",
                        List.of(
                                Map.of("name", "../../key", "digest", "", "size", 1),
                                Map.of("name", "a b#?.md", "digest", "", "size", 1))));
        String page = HtmlReport.page(builder.build(), "../../evidence");
        assertThat(page).doesNotContain("href=\"../../evidence/m1/lint/1/../../key");
        assertThat(page).contains("href=\"../../evidence/m1/lint/1/a%20b%23%3F.md\"");
    }

    @Test
    void standsManyMilestones() {
        RunData data = data(SampleRuns.large(30, 14));
        assertThat(data.milestones()).hasSize(30);
        assertThat(data.phases()).hasSize(14);
        assertThat(HtmlReport.page(data, null)).contains("M30");
    }
}
