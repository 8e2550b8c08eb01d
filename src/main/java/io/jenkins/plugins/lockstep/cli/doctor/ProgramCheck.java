package io.jenkins.plugins.lockstep.cli.doctor;

import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The programs of the agent, of every tool and of the setup are found, and answer. */
final class ProgramCheck implements Check {
    @Override
    public List<Finding> look(Surroundings s) throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        if (s.plan() != null) {
            for (Map.Entry<Program, Set<String>> e : needed(s.plan()).entrySet()) {
                findings.add(look(s, e.getKey(), String.join(", ", e.getValue())));
            }
        }
        return findings;
    }

    /** How a program is started: its words and the variables that its tool is given. */
    private record Program(List<String> words, Map<String, String> environment) {}

    /** How each program is started, and who needs it. */
    private static Map<Program, Set<String>> needed(Plan plan) {
        Map<Program, Set<String>> needed = new LinkedHashMap<>();
        add(needed, plan.agent().command(), Map.of(), "agent");
        add(needed, plan.workspace().setup(), Map.of(), "workspace.setup");
        for (Phase phase : plan.phases().values()) {
            for (Tool tool : phase.isOff() ? List.<Tool>of() : phase.tools()) {
                add(needed, tool.command(), tool.environment(), phase.name());
            }
        }
        return needed;
    }

    private static void add(
            Map<Program, Set<String>> needed,
            List<String> command,
            Map<String, String> environment,
            String who) {
        for (List<String> words : CommandPrograms.of(command)) {
            // A program that stands alone answers alike whatever its tool's variables are.
            Program program = new Program(words, words.size() == 1 ? Map.of() : environment);
            needed.computeIfAbsent(program, p -> new LinkedHashSet<>()).add(who);
        }
    }

    private static Finding look(Surroundings s, Program needed, String who)
            throws IOException, InterruptedException {
        List<String> program = needed.words();
        String name = String.join(" ", program);
        if (program.get(0).contains("/")) {
            return file(s, program.get(0), who);
        }
        if (CommandPrograms.isScript(program)) {
            Finding interpreter =
                    CommandPrograms.isShell(program)
                            ? Finding.ok("")
                            : look(s, new Program(program.subList(0, 1), Map.of()), who);
            return interpreter.level() == Finding.Level.OK
                    ? script(s, program.get(1), who, name)
                    : interpreter;
        }
        Ended answer = s.probe().ask(with(program, "--version"), needed.environment());
        if (answer.how() == Ended.How.CANNOT_START) {
            return Finding.error(
                    who + ": " + answer.detail(), "install it, or mend the command in the plan");
        }
        if (!answer.succeeded()) {
            Ended help = s.probe().ask(with(program, "--help"), needed.environment());
            answer = help.succeeded() ? help : answer;
        }
        if (answer.succeeded()) {
            return Finding.ok(who + ": " + name + firstLine(answer));
        }
        boolean timeUp = answer.how() == Ended.How.TIME_LIMIT;
        String what =
                who
                        + ": '"
                        + name
                        + "' answers neither --version nor --help"
                        + (timeUp ? " within 20 seconds" : " with success")
                        + firstLine(answer);
        if (program.size() > 1 && !s.plan().workspace().setup().isEmpty()) {
            return Finding.warning(
                    what, "if workspace.setup installs it in each checkout, all is well");
        }
        // The end-to-end program may be what the milestone is to make.
        return (timeUp || program.size() > 1) && !who.equals("e2e")
                ? Finding.error(what, "install it, or mend the command in the plan")
                : Finding.warning(what, "try it by hand");
    }

    /** A program in the project is not started: it might do its work instead of answering. */
    private static Finding file(Surroundings s, String program, String who) {
        Path file = s.directory().resolve(program);
        if (Files.isExecutable(file) && !Files.isDirectory(file)) {
            return Finding.ok(who + ": " + program);
        }
        String what = Files.exists(file) ? " is not executable" : " does not exist";
        return s.plan().workspace().setup().isEmpty()
                ? Finding.error(
                        who + ": " + program + what,
                        Files.exists(file) ? "chmod +x " + program : "mend the command in the plan")
                : Finding.warning(
                        who + ": " + program + what,
                        "if workspace.setup makes it in each checkout, all is well");
    }

    /** A script is read, so it need not be executable. */
    private static Finding script(Surroundings s, String script, String who, String name) {
        if (Files.isRegularFile(s.directory().resolve(script))) {
            return Finding.ok(who + ": " + name);
        }
        String what = who + ": " + script + " does not exist";
        boolean later = who.equals("e2e") || !s.plan().workspace().setup().isEmpty();
        return later
                ? Finding.warning(what, "if the build or workspace.setup makes it, all is well")
                : Finding.error(what, "mend the command in the plan");
    }

    private static List<String> with(List<String> program, String argument) {
        List<String> argv = new ArrayList<>(program);
        argv.add(argument);
        return argv;
    }

    private static String firstLine(Ended answer) {
        return answer.lastLines().stream()
                .map(line -> line.replaceAll("\\p{Cntrl}(\\[[0-9;]*m)?", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("npm warn"))
                .findFirst()
                .map(line -> " (" + line.substring(0, Math.min(80, line.length())) + ")")
                .orElse("");
    }
}
