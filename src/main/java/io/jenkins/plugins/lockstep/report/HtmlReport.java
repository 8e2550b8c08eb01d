package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * {@code report.html}: one file that needs no other and no network. Everything in it comes from
 * {@link RunData}, which it also holds, as JSON in the script element {@code run-data}.
 */
public final class HtmlReport {
    /** From {@code .lockstep/runs/<run>} to the evidence. */
    static final String EVIDENCE = "../../evidence";

    private static final String STYLE = "report.css";
    private static final String SCRIPT = "report.js";
    private static final String ICONS =
            """
            <svg class="hidden" aria-hidden="true">
            <symbol id="i-proven" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M4.2 8.3l2.5 2.5 5-5.3"/></symbol>
            <symbol id="i-reused" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M11.3 6A4 4 0 1 0 12 8.6M11.6 3.4V6.2H8.8"/></symbol>
            <symbol id="i-failed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/></symbol>
            <symbol id="i-running" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M6.2 4.8v6.4L11.4 8z"/></symbol>
            <symbol id="i-waived" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M4.6 8h6.8"/></symbol>
            <symbol id="i-blocked" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M4.4 11.6l7.2-7.2M12.6 8A4.6 4.6 0 1 1 8 3.4"/></symbol>
            <symbol id="i-interrupted" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M6.2 5v6M9.8 5v6"/></symbol>
            <symbol id="i-pending" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" class="ring"/></symbol>
            </svg>
            """;

    private HtmlReport() {}

    /**
     * Writes the report of a run to where it lies in {@code .lockstep/runs/<run>/}.
     *
     * @throws IOException if it can't be written
     */
    public static void write(RunData run, Path file) throws IOException {
        Files.writeString(file, page(run, EVIDENCE), StandardCharsets.UTF_8);
    }

    /**
     * The whole page.
     *
     * @param evidence relative address of the directory that holds {@code m1/…}; null for no links
     */
    public static String page(RunData run, String evidence) {
        String style = resource(STYLE);
        String script = resource(SCRIPT);
        Html html = new Html();
        html.constant("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
        html.open("meta", "charset", "utf-8");
        html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy());
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.open("meta", "name", "color-scheme", "content", "light dark");
        html.open("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", run.project() + ": " + run.state().text() + " – Lockstep");
        html.open("style").constant(style).close("style", "head");
        html.open("body", "class", run.milestones().size() > 6 ? "many" : null).constant(ICONS);
        head(html, run);
        html.open("main");
        new FailurePart(run).write(html);
        new MatrixPart(run).write(html);
        new TimelinePart(run).write(html);
        new DetailPart(run, evidence).write(html);
        notes(html, run);
        html.close("main");
        html.open("footer")
                .text("Made by Lockstep of what was sealed and recorded. Check it with ");
        html.element("code", "lockstep verify").text(".").close("footer");
        html.constant("<script type=\"application/json\" id=\"run-data\">").constant(json(run));
        html.constant("</script>\n<script>").constant(script).constant("</script>");
        return html.close("body", "html").constant("\n").toString();
    }

    private static void head(Html html, RunData run) {
        html.open("header").open("div", "class", "title");
        html.element("p", "Lockstep", "class", "brand").element("h1", run.project());
        html.open("span", "class", "badge " + run.state().text());
        html.icon(run.state(), true).text(run.state().text()).close("span", "div");
        html.open("dl", "class", "figures");
        figure(html, "Proven", Figures.proven(run));
        figure(html, "Time", Figures.duration(run.millis()));
        figure(html, "Cost", run.costUsd() > 0 ? Figures.cost(run.costUsd()) : "none");
        figure(
                html,
                "Tokens",
                Figures.tokens(run.inputTokens())
                        + " in, "
                        + Figures.tokens(run.outputTokens())
                        + " out");
        figure(html, "Started", run.started().replace('T', ' ').replaceFirst("\\.\\d+Z$", " UTC"));
        figure(html, "Run", run.run());
        html.close("dl");
        tally(html, run);
        if (!run.plan().isEmpty()) {
            html.open("p", "class", "plan").text("Plan ");
            html.element("code", run.plan(), "class", "copy").close("p");
        }
        html.close("header");
    }

    private static void figure(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close("div");
    }

    private static List<Phase> phases(RunData run) {
        return run.milestones().stream().flatMap(m -> m.phases().stream()).toList();
    }

    /** A bar of how many phases are in which state. */
    private static void tally(Html html, RunData run) {
        List<Phase> phases = phases(run);
        if (phases.isEmpty()) {
            return;
        }
        html.open(
                "svg",
                "class",
                "tally",
                "viewBox",
                "0 0 1000 8",
                "preserveAspectRatio",
                "none",
                "aria-hidden",
                "true");
        double x = 0;
        for (State state : State.values()) {
            long count = phases.stream().filter(phase -> phase.state() == state).count();
            double width = 1000.0 * count / phases.size();
            if (count > 0) {
                html.open(
                        "rect",
                        "class",
                        "bar " + state.text(),
                        "x",
                        String.format(Locale.ROOT, "%.2f", x),
                        "y",
                        "0",
                        "width",
                        String.format(Locale.ROOT, "%.2f", width),
                        "height",
                        "8");
                html.close("rect");
            }
            x += width;
        }
        html.close("svg");
    }

    private static void notes(Html html, RunData run) {
        if (run.notes().isEmpty() && run.unreadable() == 0) {
            return;
        }
        html.open("section").element("h2", "Notes").open("ul");
        run.notes().forEach(note -> html.element("li", note));
        if (run.unreadable() > 0) {
            html.element(
                    "li",
                    Figures.count(run.unreadable(), "line")
                            + " of the events could not be read and "
                            + (run.unreadable() == 1 ? "is" : "are")
                            + " left out.");
        }
        html.close("ul", "section");
    }

    /** JSON in plain ASCII that no HTML parser can mistake for markup. */
    private static String json(RunData run) {
        String json = new String(Json.canonical(run), StandardCharsets.UTF_8);
        StringBuilder safe = new StringBuilder(json.length() + 1024);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '<' || c == '>' || c == '&' || c < ' ' || c > '~') {
                safe.append(String.format("\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }

    /**
     * The page's Content-Security-Policy: nothing is loaded; only our own style and script count,
     * known by their digests.
     */
    public static String policy() {
        return "default-src 'none'; style-src '"
                + hash(resource(STYLE))
                + "'; script-src '"
                + hash(resource(SCRIPT))
                + "'; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        byte[] digest = Digest.algorithm().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build of Lockstep lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
