import java.io.PrintStream;
import java.util.UUID;

/** What the agent says: one JSON document a line, as coding agents stream it. */
final class Speech {
    private static final String MODEL = "scripted-1";

    private final PrintStream out;
    private final long delay;
    private final String session = UUID.randomUUID().toString();
    private final long started = System.nanoTime();
    private final long inputTokens;
    private long outputTokens;
    private int turns;

    /**
     * @param delay milliseconds that each turn takes
     * @param promptLength in characters
     */
    Speech(PrintStream out, long delay, int promptLength) {
        this.out = out;
        this.delay = delay;
        this.inputTokens = 1200 + promptLength / 4;
    }

    void start() {
        out.println(
                "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"" + session + "\",\"model\":\"" + MODEL
                        + "\",\"tools\":[\"Edit\",\"Glob\",\"Write\"]}");
    }

    void text(String text) throws InterruptedException {
        turn("{\"type\":\"text\",\"text\":" + quoted(text) + "}", text.length() / 4 + 20);
    }

    void tool(String name, String file) throws InterruptedException {
        turn(
                "{\"type\":\"tool_use\",\"id\":\"call_" + turns + "\",\"name\":" + quoted(name)
                        + ",\"input\":{\"file_path\":" + quoted(file) + "}}",
                150);
    }

    void result(String claim) {
        long millis = (System.nanoTime() - started) / 1_000_000;
        double cost = inputTokens * 3e-6 * (turns + 1) + outputTokens * 15e-6;
        out.println(
                "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"duration_ms\":" + millis
                        + ",\"num_turns\":" + turns + ",\"result\":" + quoted(claim) + ",\"session_id\":\"" + session
                        + "\",\"total_cost_usd\":" + String.format(java.util.Locale.ROOT, "%.6f", cost)
                        + ",\"usage\":{\"input_tokens\":" + inputTokens * (turns + 1) + ",\"output_tokens\":"
                        + outputTokens + "}}");
    }

    private void turn(String content, long tokens) throws InterruptedException {
        Thread.sleep(delay);
        turns++;
        outputTokens += tokens;
        out.println(
                "{\"type\":\"assistant\",\"message\":{\"id\":\"msg_" + turns + "\",\"type\":\"message\","
                        + "\"role\":\"assistant\",\"model\":\"" + MODEL + "\",\"content\":[" + content
                        + "],\"usage\":{\"input_tokens\":" + inputTokens + ",\"output_tokens\":" + tokens
                        + "}},\"session_id\":\"" + session + "\"}");
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return json.append('"').toString();
    }
}
