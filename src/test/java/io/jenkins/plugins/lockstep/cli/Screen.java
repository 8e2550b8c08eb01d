package io.jenkins.plugins.lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A terminal, as far as the live view uses one. */
final class Screen {
    private final int columns;
    private final int rows;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;
    boolean cursor = true;

    Screen(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** All lines since the beginning, scrolled away or not. */
    String text() {
        return lines.stream()
                .map(l -> l.toString().stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    void write(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                int end = i + 2;
                while (!Character.isLetter(text.charAt(end))) {
                    end++;
                }
                escape(text.substring(i + 2, end), text.charAt(end));
                i = end;
            } else if (c == '\n') {
                row++;
                column = 0;
                if (row == lines.size()) {
                    lines.add(new StringBuilder());
                }
            } else if (c == '\r') {
                column = 0;
            } else {
                put(c);
            }
        }
    }

    private void put(char c) {
        if (c < ' ') {
            throw new AssertionError("control character " + (int) c);
        }
        if (column >= columns && !cursor) {
            throw new AssertionError("beyond the last column: " + lines.get(row));
        }
        StringBuilder line = lines.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column++, c);
    }

    private void escape(String argument, char command) {
        switch (command) {
            case 'A' -> {
                int up = Integer.parseInt(argument);
                if (up > rows - 1) {
                    throw new AssertionError("up " + up + " lines on a screen of " + rows);
                }
                row -= up;
            }
            case 'K' -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
            case 'J' -> {
                lines.get(row).setLength(Math.min(column, lines.get(row).length()));
                while (lines.size() > row + 1) {
                    lines.remove(lines.size() - 1);
                }
            }
            case 'h', 'l' -> cursor = argument.equals("?25") ? command == 'h' : cursor;
            case 'm' -> {}
            default -> throw new AssertionError("unknown escape " + argument + command);
        }
    }
}
