package io.jenkins.plugins.lockstep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgentCommandTest {
    private static AgentCommand of(String model, String... command) {
        return AgentCommand.of(List.of(command), model, "do {model} $1", "/in/p.md");
    }

    @Test
    void withAModel() {
        assertThat(of("opus", "claude", "-p", "--model", "{model}"))
                .isEqualTo(new AgentCommand(List.of("claude", "-p", "--model", "opus"), true));
    }

    @Test
    void withoutAModelItsOptionGoesToo() {
        assertThat(of("", "claude", "-p", "--model", "{model}", "-x").argv())
                .containsExactly("claude", "-p", "-x");
        assertThat(of("", "codex", "exec", "--model={model}", "-").argv())
                .containsExactly("codex", "exec", "-");
        assertThat(of("", "codex", "-c", "model={model}", "-").argv())
                .as("an option whose argument is more than the model is the plan's to write as one")
                .containsExactly("codex", "-c", "-");
        assertThat(of("", "run", "{model}").argv()).containsExactly("run");
        assertThat(of("", "-odd", "{model}").argv()).containsExactly("-odd");
    }

    @Test
    void aPromptIsPutInOnceAndNotSearched() {
        AgentCommand command = of("m", "agent", "--prompt={prompt}", "{promptFile}");
        assertThat(command.argv()).containsExactly("agent", "--prompt=do {model} $1", "/in/p.md");
        assertThat(command.promptOnStdin()).isFalse();
        assertThat(of("m", "agent", "{promptFile}").promptOnStdin()).isFalse();
        assertThat(of("m", "agent", "{other}").argv()).containsExactly("agent", "{other}");
    }
}
