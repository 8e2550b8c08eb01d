package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.agent.AgentHomes;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.process.Sandbox;
import io.jenkins.plugins.lockstep.process.ToolCaches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What processes that run an agent, or what an agent wrote, may reach of the machine. All of it is
 * read-only but what is theirs.
 *
 * @param agent whose {@code sandbox} and {@code writable} count
 * @param hidden what they can't see: the key, the ledger, other attempts
 * @param readable what they see read-only though it is in a hidden or writable directory: the
 *     object store, the project
 */
public record Confines(Plan.AgentConfig agent, List<Path> hidden, List<Path> readable) {
    public Confines {
        hidden = List.copyOf(hidden);
        readable = List.copyOf(readable);
    }

    /**
     * For a session: its own directories and what the plan names.
     *
     * @param in what it may read besides
     */
    public Sandbox session(List<Path> own, List<Path> in) throws IOException {
        List<Path> writable = new ArrayList<>(own);
        if (!isOff()) {
            writable.addAll(AgentHomes.writable(agent.writable(), home()));
        }
        List<Path> seen = new ArrayList<>(readable);
        seen.addAll(in);
        return new Sandbox(agent.sandbox(), writable, seen, hidden, null);
    }

    /**
     * For a tool or the setup, which run what an agent may have written: the checkout and the
     * caches of build tools.
     *
     * @param temporary its {@code /tmp}
     */
    public Sandbox tool(Path checkout, Path temporary) throws IOException {
        List<Path> writable = new ArrayList<>(List.of(checkout, temporary));
        if (!isOff()) {
            writable.addAll(ToolCaches.of(home(), checkout));
        }
        return new Sandbox(agent.sandbox(), writable, readable, hidden, temporary);
    }

    private boolean isOff() {
        return agent.sandbox().equals("off");
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }
}
