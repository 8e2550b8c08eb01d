package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.List;
import java.util.Locale;

/** Bars in rows over an axis of time, as SVG. */
final class TimelineChart {
    private static final int WIDTH = 1100;
    private static final int LEFT = 170;
    private static final int RIGHT = 70;
    private static final int TOP = 22;
    private static final int BAR = 16;
    private static final int LINE = 4;
    private static final int MOST_LINES = 8;
    private static final long[] STEPS = {
        100,
        200,
        500,
        1000,
        2000,
        5000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        14_400_000,
        43_200_000,
        86_400_000
    };

    /** Milliseconds since the epoch. */
    record Bar(String label, State state, long start, long end) {}

    /**
     * @param link where its label leads
     * @param lines thin ones under the bars, ordered by their start
     */
    record Row(String label, String link, List<Bar> bars, List<Bar> lines) {
        /** 0 if it has no time that could be read. */
        long start() {
            return bars.stream().mapToLong(Bar::start).filter(t -> t > 0).min().orElse(0);
        }
    }

    private final List<Row> rows;
    private final long start;
    private final long length;

    TimelineChart(List<Row> rows) {
        this.rows = rows;
        start = rows.stream().mapToLong(Row::start).min().orElse(0);
        long end =
                rows.stream()
                        .flatMap(row -> row.bars().stream())
                        .mapToLong(Bar::end)
                        .max()
                        .orElse(start);
        length = Math.max(1, end - start);
    }

    void write(Html html, String name) {
        int height = TOP + rows.stream().mapToInt(TimelineChart::height).sum() + 6;
        html.open(
                "svg",
                "class",
                "chart",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "role",
                "img",
                "aria-label",
                "Timeline of " + name + "; the same times are in the phases' details below");
        axis(html, height);
        int y = TOP;
        for (int i = 0; i < rows.size(); i++) {
            row(html, rows.get(i), y, i % 2 != 0);
            y += height(rows.get(i));
        }
        html.close("svg");
    }

    private void axis(Html html, int height) {
        long step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && length / STEPS[i] <= 12; i--) {
            step = STEPS[i];
        }
        step = length / step > 12 ? length / 12 : step;
        for (long at = 0; at <= length; at += step) {
            String x = x(start + at);
            html.open(
                            "line",
                            "class",
                            "tick",
                            "x1",
                            x,
                            "x2",
                            x,
                            "y1",
                            String.valueOf(TOP - 4),
                            "y2",
                            String.valueOf(height))
                    .close("line");
            html.element(
                    "text",
                    clock(at, step),
                    "class",
                    "axis",
                    "x",
                    x,
                    "y",
                    "12",
                    "text-anchor",
                    "middle");
        }
    }

    private void row(Html html, Row row, int y, boolean odd) {
        if (odd) {
            rect(html, "stripe", "0", y, String.valueOf(WIDTH), height(row));
            html.close("rect");
        }
        html.open("a", "href", row.link());
        html.element(
                "text",
                cut(row.label(), 24),
                "class",
                "label",
                "x",
                "8",
                "y",
                String.valueOf(y + 16));
        html.close("a");
        for (int i = 0; i < row.bars().size(); i++) {
            bar(html, row.label(), row.bars().get(i), y + 4, i == row.bars().size() - 1);
        }
        List<Integer> lanes =
                Lanes.of(
                        row.lines().stream().map(l -> new Lanes.Span(l.start(), l.end())).toList());
        for (int i = 0; i < lanes.size(); i++) {
            Bar line = row.lines().get(i);
            int top = y + 4 + BAR + 2 + lanes.get(i) % MOST_LINES * LINE;
            rect(html, "line " + line.state().text(), x(line.start()), top, width(line), LINE - 1);
            title(html, line.label(), line);
            html.close("rect");
        }
    }

    private void bar(Html html, String row, Bar bar, int y, boolean last) {
        rect(html, "bar " + bar.state().text(), x(bar.start()), y, width(bar), BAR);
        title(html, row + " " + bar.label(), bar);
        html.close("rect");
        double after = Double.parseDouble(x(bar.start())) + Double.parseDouble(width(bar)) + 4;
        if (Double.parseDouble(width(bar)) > 24 && !bar.label().isEmpty()) {
            html.element(
                    "text",
                    bar.label(),
                    "class",
                    "inside",
                    "x",
                    format(Double.parseDouble(x(bar.start())) + 5),
                    "y",
                    String.valueOf(y + 12));
        }
        if (last) {
            html.element(
                    "text",
                    Figures.duration(bar.end() - bar.start()),
                    "class",
                    "time",
                    "x",
                    format(after),
                    "y",
                    String.valueOf(y + 12));
        }
    }

    private static void title(Html html, String name, Bar bar) {
        html.element(
                "title",
                name.trim()
                        + ": "
                        + bar.state().text()
                        + ", "
                        + Figures.duration(bar.end() - bar.start()));
    }

    private static void rect(Html html, String css, String x, int y, String width, int height) {
        html.open(
                "rect",
                "class",
                css,
                "x",
                x,
                "y",
                String.valueOf(y),
                "width",
                width,
                "height",
                String.valueOf(height),
                "rx",
                height > 8 ? "3" : null);
    }

    private static int height(Row row) {
        List<Integer> lanes =
                Lanes.of(
                        row.lines().stream().map(l -> new Lanes.Span(l.start(), l.end())).toList());
        int used = lanes.stream().mapToInt(lane -> lane + 1).max().orElse(0);
        return BAR + 9 + Math.min(used, MOST_LINES) * LINE;
    }

    private String x(long time) {
        return format(LEFT + (double) (WIDTH - LEFT - RIGHT) * (time - start) / length);
    }

    private String width(Bar bar) {
        double width = (double) (WIDTH - LEFT - RIGHT) * (bar.end() - bar.start()) / length;
        return format(Math.max(2.5, width));
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String clock(long millis, long step) {
        if (step < 1000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = millis / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds % 3600 / 60);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
