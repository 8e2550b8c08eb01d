package io.jenkins.plugins.lockstep.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** Splits a line for {@code sh} into its simple commands and their words. */
final class ShellLine {
    private final String line;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private StringBuilder word;
    private boolean redirected;

    private ShellLine(String line) {
        this.line = line;
    }

    static List<List<String>> commands(String line) {
        return new ShellLine(line).split();
    }

    private List<List<String>> split() {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case ' ', '\t' -> endWord();
                case '\n', ';', '&', '|', '(', ')' -> endCommand();
                case '<', '>' -> {
                    redirection();
                    while (i + 1 < line.length() && "<>&".indexOf(line.charAt(i + 1)) >= 0) {
                        i++;
                    }
                }
                case '\'', '"' -> i = quoted(i, c);
                case '\\' -> {
                    if (++i < line.length()) {
                        letter(line.charAt(i));
                    }
                }
                default -> letter(c);
            }
        }
        endCommand();
        return commands;
    }

    private void letter(char c) {
        if (word == null) {
            word = new StringBuilder();
        }
        word.append(c);
    }

    private int quoted(int from, char quote) {
        if (word == null) {
            word = new StringBuilder();
        }
        int i = from + 1;
        while (i < line.length() && line.charAt(i) != quote) {
            if (quote == '"' && line.charAt(i) == '\\' && i + 1 < line.length()) {
                i++;
            }
            word.append(line.charAt(i++));
        }
        return i;
    }

    /** The digits before it and the word after it are no arguments. */
    private void redirection() {
        if (word != null && word.chars().allMatch(Character::isDigit)) {
            word = null;
        }
        endWord();
        redirected = true;
    }

    private void endWord() {
        if (word != null) {
            if (!redirected) {
                words.add(word.toString());
            }
            word = null;
            redirected = false;
        }
    }

    private void endCommand() {
        endWord();
        redirected = false;
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }
}
