package io.jenkins.plugins.lockstep.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in an agent's command. {@code {model}}, {@code {prompt}} and {@code {promptFile}} may stand
 * anywhere in an argument, and are looked for once: what is put in is not searched again. Without a
 * model, an argument that holds {@code {model}} is left out; if it is nothing else, so is the
 * option before it ({@code --model {model}}).
 *
 * @param argv ready to run
 * @param promptOnStdin whether the prompt has to come on standard input, since no argument has it
 */
record AgentCommand(List<String> argv, boolean promptOnStdin) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(model|prompt|promptFile)}");

    static AgentCommand of(List<String> command, String model, String prompt, String promptFile) {
        Map<String, String> values =
                Map.of("model", model, "prompt", prompt, "promptFile", promptFile);
        List<String> argv = new ArrayList<>();
        boolean stdin = true;
        for (String argument : command) {
            if (model.isEmpty() && argument.contains("{model}")) {
                boolean alone = argument.equals("{model}");
                if (alone && argv.size() > 1 && argv.get(argv.size() - 1).startsWith("-")) {
                    argv.remove(argv.size() - 1);
                }
                continue;
            }
            stdin &= !argument.contains("{prompt}") && !argument.contains("{promptFile}");
            argv.add(
                    PLACEHOLDER
                            .matcher(argument)
                            .replaceAll(
                                    found -> Matcher.quoteReplacement(values.get(found.group(1)))));
        }
        return new AgentCommand(List.copyOf(argv), stdin);
    }
}
