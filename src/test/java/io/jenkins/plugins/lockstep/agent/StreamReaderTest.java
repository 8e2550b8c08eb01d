package io.jenkins.plugins.lockstep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StreamReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static AgentReport read(String dialect, String text) {
        StreamReader reader = StreamReader.of(dialect, CLOCK);
        text.lines().forEach(reader::line);
        return reader.report();
    }

    @Example
    void claudeToItsEnd() {
        AgentReport report =
                read(
                        "claude",
                        """
                        {"type":"system","subtype":"init","session_id":"s-1","model":"m"}
                        {"type":"rate_limit_event","rate_limit_info":{"status":"allowed"}}
                        {"type":"assistant","message":{"id":"a","content":[{"type":"text","text":"I look"}],"usage":{"input_tokens":5,"output_tokens":2}}}
                        not json
                        {"type":"result","subtype":"success","is_error":false,"result":"Done","session_id":"s-1","total_cost_usd":0.25,"usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":7}}
                        """);
        assertThat(report)
                .isEqualTo(new AgentReport("s-1", "Done", 0.25, 60, 7, true, null, null, 1));
    }

    @Example
    void claudeEndedBeforeItsResultHasItsTokensSoFar() {
        AgentReport report =
                read(
                        "claude",
                        """
                        {"type":"assistant","message":{"id":"a","usage":{"input_tokens":5,"output_tokens":2}}}
                        {"type":"assistant","message":{"id":"a","usage":{"input_tokens":5,"output_tokens":4}}}
                        {"type":"assistant","message":{"id":"b","usage":{"input_tokens":8,"output_tokens":1}}}
                        """);
        assertThat(report.ended()).isFalse();
        assertThat(report.inputTokens()).isEqualTo(13);
        assertThat(report.outputTokens()).isEqualTo(5);
    }

    @Example
    void claudesErrorsCountWhateverTheSubtypeSays() {
        AgentReport error =
                read(
                        "claude",
                        """
                        {"type":"result","subtype":"success","is_error":true,"api_error_status":404,"result":"No such model","total_cost_usd":0}
                        """);
        assertThat(error.error()).contains("No such model", "404");
        assertThat(error.limit()).isNull();
        AgentReport turns =
                read(
                        "claude",
                        """
                        {"type":"result","subtype":"error_max_turns","is_error":false,"errors":[]}
                        """);
        assertThat(turns.error()).isEqualTo("error_max_turns");
    }

    @Example
    void claudesRateLimitSaysWhenItEnds() {
        long resets = NOW.plusSeconds(3600).getEpochSecond();
        AgentReport report =
                read(
                        "claude",
                        """
                        {"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":%d,"rateLimitType":"five_hour"}}
                        {"type":"assistant","error":"rate_limit","message":{"content":[{"type":"text","text":"You've hit your limit"}]}}
                        {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You've hit your limit"}
                        """
                                .formatted(resets));
        assertThat(report.limit().pause()).isEqualTo(Duration.ofHours(1));
    }

    @Example
    void aLimitThatTheAgentOvercameIsNone() {
        AgentReport report =
                read(
                        "claude",
                        """
                        {"type":"assistant","error":"rate_limit","message":{"content":[]}}
                        {"type":"result","subtype":"success","is_error":false,"result":"Mended the rate limit code"}
                        """);
        assertThat(report.error()).isNull();
        assertThat(report.limit()).isNull();
    }

    @Example
    void codexToItsEnd() {
        AgentReport report =
                read(
                        "codex",
                        """
                        {"type":"thread.started","thread_id":"t-1"}
                        {"type":"turn.started"}
                        {"type":"error","message":"Reconnecting... 1/5"}
                        {"type":"item.completed","item":{"id":"i","type":"command_execution","command":"ls"}}
                        {"type":"item.completed","item":{"id":"j","type":"agent_message","text":"Fixed"}}
                        {"type":"turn.completed","usage":{"input_tokens":24763,"cached_input_tokens":24448,"output_tokens":122}}
                        """);
        assertThat(report)
                .isEqualTo(new AgentReport("t-1", "Fixed", 0, 24763, 122, true, null, null, 0));
    }

    @Example
    void codexThatFails() {
        AgentReport report =
                read(
                        "codex",
                        """
                        {"type":"thread.started","thread_id":"t-1"}
                        {"type":"error","message":"You've hit your usage limit. Upgrade or try again in 4 days 3 hours."}
                        {"type":"turn.failed","error":{"message":"You've hit your usage limit. Upgrade or try again in 4 days 3 hours."}}
                        """);
        assertThat(report.limit().pause()).isEqualTo(Duration.ofHours(99));
        assertThat(report.ended()).isTrue();
    }

    @Example
    void geminisStream() {
        AgentReport report =
                read(
                        "gemini",
                        """
                        Loaded cached credentials.
                        {"type":"init","timestamp":"2026-01-30T04:28:26.132Z","session_id":"g-1","model":"m"}
                        {"type":"message","role":"user","content":"do"}
                        {"type":"message","role":"assistant","content":"It is ","delta":true}
                        {"type":"message","role":"assistant","content":"done","delta":true}
                        {"type":"error","severity":"warning","message":"loop"}
                        {"type":"result","status":"success","stats":{"total_tokens":12,"input_tokens":9,"output_tokens":3}}
                        """);
        assertThat(report)
                .isEqualTo(new AgentReport("g-1", "It is done", 0, 9, 3, true, null, null, 1));
    }

    @Example
    void geminisDocument() {
        AgentReport report =
                read(
                        "gemini",
                        """
                        Loaded cached credentials.
                        {
                          "session_id": "g-2",
                          "response": "done",
                          "stats": {"models": {"a": {"tokens": {"prompt": 5, "candidates": 2}},
                            "b": {"tokens": {"prompt": 6, "candidates": 3}}}}
                        }
                        """);
        assertThat(report.agentSession()).isEqualTo("g-2");
        assertThat(report.claim()).isEqualTo("done");
        assertThat(report.inputTokens()).isEqualTo(11);
        assertThat(report.outputTokens()).isEqualTo(5);
        assertThat(report.ended()).isTrue();
        AgentReport failed =
                read(
                        "gemini",
                        """
                        {
                          "error": {
                            "type": "TerminalQuotaError",
                            "message": "You have exhausted your capacity on this model. Your quota will reset after 1h49m8s.",
                            "code": 429
                          }
                        }
                        """);
        assertThat(failed.limit().pause()).isEqualTo(Duration.ofSeconds(6548));
    }

    @Example
    void costsAndCountsThatMakeNoSenseAreRefused() {
        for (String cost : List.of("1e308", "-1", "\"NaN\"", "1e999", "null", "[]")) {
            AgentReport report =
                    read("claude", "{\"type\":\"result\",\"total_cost_usd\":" + cost + "}");
            assertThat(report.costUsd()).isZero();
        }
        AgentReport report =
                read(
                        "codex",
                        "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":"
                                + Long.MAX_VALUE
                                + ",\"output_tokens\":-5}}");
        assertThat(report.inputTokens()).isZero();
        assertThat(report.outputTokens()).isZero();
        assertThatThrownBy(() -> StreamReader.of("morse", CLOCK)).hasMessageContaining("morse");
    }

    @Example
    void aClaimIsBounded() {
        StreamReader reader = StreamReader.of("text", CLOCK);
        for (int i = 0; i < 1000; i++) {
            reader.line("x".repeat(1000));
        }
        assertThat(reader.report().claim()).hasSizeLessThan(100_000);
    }

    @Property(tries = 200)
    void noInputBreaksAReader(@ForAll("lines") List<String> lines) {
        for (String dialect : List.of("claude", "codex", "gemini", "text")) {
            StreamReader reader = StreamReader.of(dialect, CLOCK);
            lines.forEach(reader::line);
            AgentReport report = reader.report();
            assertThat(report.costUsd()).isBetween(0.0, 10_000.0);
            assertThat(report.inputTokens()).isNotNegative();
            assertThat(report.outputTokens()).isNotNegative();
        }
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> value =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                "\"result\"",
                                "\"assistant\"",
                                "\"turn.completed\"",
                                "\"init\"",
                                "\"error\"",
                                "\"429 rate limit, retry after 99999999999999999999s\"",
                                "null",
                                "true",
                                "[]",
                                "{}",
                                "[{\"type\":\"text\"}]",
                                "1e400",
                                "-0.0"),
                        Arbitraries.longs().map(String::valueOf),
                        Arbitraries.doubles().map(String::valueOf));
        Arbitrary<String> field =
                Arbitraries.of(
                                "type",
                                "usage",
                                "total_cost_usd",
                                "message",
                                "error",
                                "session_id",
                                "item",
                                "is_error",
                                "stats",
                                "result",
                                "rate_limit_info")
                        .flatMap(name -> value.map(v -> "\"" + name + "\":" + v));
        Arbitrary<String> json =
                field.list().ofMaxSize(5).map(fields -> "{" + String.join(",", fields) + "}");
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(80);
        Arbitrary<String> deep = Arbitraries.of("{\"type\":" + "[".repeat(300), "{", "}", "\0");
        return Arbitraries.oneOf(json, any, deep).list().ofMaxSize(12);
    }
}
