package io.jenkins.plugins.lockstep.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds which programs a command starts, as far as can be told without running it: the program
 * itself, and what {@code npx}, {@code python -m} and the like start in turn. What a shell would
 * have to work out (variables, loops) is left out.
 */
final class CommandPrograms {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh");
    private static final Pattern INTERPRETER =
            Pattern.compile("(python[0-9.]*|node|perl|ruby|php)");
    private static final Set<String> BUILTINS =
            Set.of(
                    ".",
                    ":",
                    "[",
                    "alias",
                    "break",
                    "case",
                    "cd",
                    "command",
                    "continue",
                    "do",
                    "done",
                    "echo",
                    "elif",
                    "else",
                    "esac",
                    "eval",
                    "exec",
                    "exit",
                    "export",
                    "false",
                    "fi",
                    "for",
                    "if",
                    "in",
                    "printf",
                    "pwd",
                    "read",
                    "return",
                    "set",
                    "shift",
                    "source",
                    "test",
                    "then",
                    "time",
                    "trap",
                    "true",
                    "ulimit",
                    "umask",
                    "unset",
                    "until",
                    "wait",
                    "while",
                    "{",
                    "}",
                    "!");

    /** Programs that start another, and the words between. */
    private static final Map<String, List<String>> LAUNCHERS =
            Map.of(
                    "npx", List.of(),
                    "bunx", List.of(),
                    "pnpm", List.of("exec"),
                    "yarn", List.of("exec"),
                    "uv", List.of("run"),
                    "poetry", List.of("run"),
                    "pipenv", List.of("run"));

    private CommandPrograms() {}

    /** Each as the words that start it, such as {@code [python3, -m, mypy]}. */
    static Set<List<String>> of(List<String> command) {
        Set<List<String>> programs = new LinkedHashSet<>();
        if (command.size() >= 3 && SHELLS.contains(command.get(0)) && command.get(1).equals("-c")) {
            for (List<String> simple : ShellLine.commands(command.get(2))) {
                program(simple, programs);
            }
        } else {
            program(command, programs);
        }
        return programs;
    }

    private static void program(List<String> words, Set<List<String>> programs) {
        int i = 0;
        while (i < words.size()
                && (words.get(i).matches("[A-Za-z_][A-Za-z0-9_]*=.*")
                        || words.get(i).equals("env")
                        || words.get(i).equals("exec"))) {
            i++;
        }
        if (i < words.size() && !BUILTINS.contains(words.get(i)) && plain(words.get(i))) {
            programs.add(start(words.subList(i, words.size())));
        }
    }

    private static boolean plain(String word) {
        return !word.isEmpty() && word.chars().noneMatch(c -> "$`{}()*?<>#\"'".indexOf(c) >= 0);
    }

    /** Whether it is an interpreter and the script that it is given. */
    static boolean isScript(List<String> words) {
        return words.size() == 2
                && (isShell(words) || INTERPRETER.matcher(words.get(0)).matches())
                && !words.get(1).startsWith("-");
    }

    static boolean isShell(List<String> words) {
        return SHELLS.contains(words.get(0));
    }

    private static List<String> start(List<String> words) {
        String program = words.get(0);
        if (words.size() > 1 && plain(words.get(1)) && isScript(words.subList(0, 2))) {
            return List.copyOf(words.subList(0, 2));
        }
        if (program.matches("python[0-9.]*") && words.size() > 2 && words.get(1).equals("-m")) {
            return plain(words.get(2)) ? List.copyOf(words.subList(0, 3)) : List.of(program);
        }
        List<String> between = LAUNCHERS.get(program);
        if (between == null) {
            return List.of(program);
        }
        List<String> start = new ArrayList<>(List.of(program));
        List<String> left = new ArrayList<>(between);
        for (String word : words.subList(1, words.size())) {
            if (!left.isEmpty() && left.get(0).equals(word)) {
                left.remove(0);
                start.add(word);
            } else if (word.startsWith("-")) {
                start.add(word);
            } else if (left.isEmpty() && plain(word)) {
                start.add(word);
                return List.copyOf(start);
            } else {
                return List.of(program);
            }
        }
        return List.of(program);
    }
}
