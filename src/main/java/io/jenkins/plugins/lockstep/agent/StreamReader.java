package io.jenkins.plugins.lockstep.agent;

import java.time.Clock;

/**
 * Reads what an agent prints, line by line, in its dialect. Takes any text: what it does not
 * understand is counted and left. Memory is bounded. For one thread.
 */
abstract class StreamReader {
    private static final int LONGEST_TEXT = 64 << 10;
    private static final double LARGEST_COST = 10_000;
    private static final long MOST_TOKENS = 1_000_000_000_000L;

    private final Clock clock;
    private String agentSession = "";
    private String claim = "";
    private double cost;
    private long input;
    private long output;
    private long malformed;
    private boolean ended;
    private String error;
    private RateLimit limit;

    StreamReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param dialect {@code claude}, {@code codex}, {@code gemini} or {@code text}
     * @throws IllegalArgumentException if it is another
     */
    static StreamReader of(String dialect, Clock clock) {
        return switch (dialect) {
            case "claude" -> new ClaudeStream(clock);
            case "codex" -> new CodexStream(clock);
            case "gemini" -> new GeminiStream(clock);
            case "text" -> new TextStream(clock);
            default -> throw new IllegalArgumentException("unknown agent.output: " + dialect);
        };
    }

    abstract void line(String line);

    /** No more lines. */
    AgentReport report() {
        return new AgentReport(
                agentSession, claim, cost, input, output, ended, error, limit, malformed);
    }

    final void session(String id) {
        if (!id.isEmpty() && id.length() <= 200) {
            agentSession = id;
        }
    }

    /** Replaces what it claims. */
    final void claims(String text) {
        claim = text.length() <= LONGEST_TEXT ? text : text.substring(text.length() - LONGEST_TEXT);
    }

    /** Adds to what it claims. */
    final void claimsMore(String text) {
        claims(claim + text);
    }

    /** A cost that makes no sense is not taken. */
    final void costs(double usd) {
        if (usd >= 0 && usd <= LARGEST_COST) {
            cost = usd + 0.0; // No negative zero.
        } else {
            malformed++;
        }
    }

    /** Counts that make no sense are not taken. */
    final void tokens(long in, long out) {
        if (in >= 0 && in <= MOST_TOKENS && out >= 0 && out <= MOST_TOKENS) {
            input = in;
            output = out;
        } else {
            malformed++;
        }
    }

    final long inputTokens() {
        return input;
    }

    final long outputTokens() {
        return output;
    }

    /** The stream came to its proper end. */
    final void end() {
        ended = true;
    }

    /** It says that this went wrong. */
    final void fails(String text) {
        error = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        RateLimit found = RateLimit.in(error, clock.instant()).orElse(null);
        if (found != null && (limit == null || limit.pause() == null || found.pause() != null)) {
            limit = found;
        }
    }

    /** It says in so many words that a rate limit stopped it. */
    final void limited(RateLimit by) {
        limit = by;
    }

    /** What went wrong before has been overcome. */
    final void recovers() {
        error = null;
        limit = null;
    }

    final RateLimit limit() {
        return limit;
    }

    final String error() {
        return error;
    }

    final void malformed() {
        malformed++;
    }

    final Clock clock() {
        return clock;
    }
}
