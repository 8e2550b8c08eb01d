package io.jenkins.plugins.lockstep.cli.init;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads milestones from a {@code CLAUDE.md}: under {@code ## Milestones}, each as {@code ###
 * Milestone N: Title} with free text and {@code - } criteria. Code blocks are text.
 */
final class Milestones {
    private static final Pattern SECTION = Pattern.compile("(?i)##\\s+milestones\\s*#*\\s*");
    private static final Pattern TITLE =
            Pattern.compile(
                    "(?i)###\\s+milestone\\s+([0-9]{1,5})\\s*(?:[:.–—-]\\s*(.*?))?\\s*#*\\s*");
    private static final Pattern ITEM =
            Pattern.compile("\\s{0,3}[-*+]\\s+(?:\\[[ xX]\\]\\s+)?(.+)");
    private static final int LONGEST_NAME = 200;
    private static final int MOST = 100;

    /**
     * @param noCriteria whether the criteria are ours, because the text has none
     */
    record Found(
            int number,
            String name,
            String description,
            List<String> criteria,
            boolean noCriteria) {}

    private final List<Found> found = new ArrayList<>();
    private final Set<Integer> numbers = new HashSet<>();
    private int number;
    private String name = "";
    private final StringBuilder description = new StringBuilder();
    private final List<String> criteria = new ArrayList<>();
    private boolean inItem;

    private Milestones() {}

    static List<Found> read(String markdown) {
        Milestones reader = new Milestones();
        boolean inSection = false;
        String fence = "";
        for (String line : markdown.lines().toList()) {
            String mark = fence(line);
            boolean code = !fence.isEmpty();
            if (!mark.isEmpty() && (fence.isEmpty() || fence.equals(mark))) {
                fence = code ? "" : mark;
                code = true;
            }
            if (!code && line.matches("#{1,2}\\s.*")) {
                inSection = SECTION.matcher(line).matches();
                reader.end();
            } else if (inSection) {
                reader.line(line, code);
            }
        }
        reader.end();
        return reader.found.subList(0, Math.min(MOST, reader.found.size()));
    }

    private static String fence(String line) {
        String start = line.strip();
        return start.startsWith("```") ? "```" : start.startsWith("~~~") ? "~~~" : "";
    }

    private void line(String line, boolean code) {
        Matcher title = TITLE.matcher(line);
        Matcher item = ITEM.matcher(line);
        if (!code && title.matches()) {
            end();
            number = Math.max(1, Integer.parseInt(title.group(1)));
            name = title.group(2) == null ? "" : title.group(2);
        } else if (number == 0) {
            return;
        } else if (!code && item.matches()) {
            criteria.add(item.group(1).strip());
            inItem = true;
        } else if (!code && inItem && line.matches("\\s+\\S.*")) {
            int last = criteria.size() - 1;
            criteria.set(last, criteria.get(last) + " " + line.strip());
        } else {
            inItem = false;
            description.append(line).append('\n');
        }
    }

    private void end() {
        if (number > 0) {
            while (!numbers.add(number)) {
                number++;
            }
            String title = cut(Yaml.printable(name).strip(), LONGEST_NAME);
            String shown = title.isEmpty() ? "Milestone " + number : title;
            List<String> kept =
                    criteria.stream()
                            .map(c -> cut(Yaml.printable(c).strip(), 4_000))
                            .filter(c -> !c.isEmpty())
                            .limit(MOST)
                            .toList();
            String text = cut(Yaml.printable(description.toString()).strip(), 40_000);
            boolean none = kept.isEmpty();
            List<String> ours = List.of(shown + ": all that its description says is done.");
            found.add(new Found(number, shown, text, none ? ours : kept, none));
        }
        number = 0;
        description.setLength(0);
        criteria.clear();
        inItem = false;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : Yaml.printable(text.substring(0, most)).strip();
    }
}
