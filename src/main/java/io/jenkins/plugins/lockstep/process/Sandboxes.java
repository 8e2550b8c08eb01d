package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What this machine can put around a process, found out by trying it once.
 *
 * <ul>
 *   <li>{@code bubblewrap}: the process tree ends as a whole, and where a {@link Sandbox} is asked
 *       for, all files are read-only but its writable ones, its hidden ones are masked, {@code
 *       /tmp} is private (the sandbox's own, or {@code TMPDIR} if that is writable, else in memory)
 *       and no capability is left. The network stays, since agents need it. The home directory is
 *       read-only unless it, or an agent's own directory in it, is among the writable.
 *   <li>{@code namespaces} ({@code unshare}): the process tree ends as a whole; files are not
 *       protected.
 *   <li>{@code none}: neither; the tree is searched for by parentage, session and environment.
 * </ul>
 */
public final class Sandboxes {
    private static final long TRIAL_SECONDS = 10;
    private static final String INIT = "\"$@\"; exit \"$?\"";

    private final String kind;
    private final String explanation;
    private final Bubblewrap bubblewrap;
    private final List<String> prefix;

    private Sandboxes(String kind, String explanation, Bubblewrap bubblewrap, List<String> prefix) {
        this.kind = kind;
        this.explanation = explanation;
        this.bubblewrap = bubblewrap;
        this.prefix = prefix;
    }

    /** The best that works here. Starts a few short processes. */
    public static Sandboxes detect() {
        List<String> troubles = new ArrayList<>();
        return bubblewrap(troubles)
                .or(() -> namespaces(troubles))
                .orElseGet(() -> none(String.join("; ", troubles)));
    }

    static Optional<Sandboxes> bubblewrap(List<String> troubles) {
        Path program = onPath("bwrap");
        if (program == null) {
            troubles.add("bubblewrap (bwrap) is not installed");
            return Optional.empty();
        }
        Bubblewrap bubblewrap = new Bubblewrap(program.toString());
        Sandboxes sandboxes =
                new Sandboxes(
                        "bubblewrap",
                        "bubblewrap: sandboxed processes see files read-only but their own, and"
                                + " every process tree ends as a whole",
                        bubblewrap,
                        bubblewrap.contain());
        for (String mode : List.of("none", "require")) {
            Command trial =
                    new Command(
                            List.of("/bin/sh", "-c", "exit 0"),
                            Path.of("/"),
                            Map.of(),
                            null,
                            new Sandbox(mode, List.of(), List.of()));
            String trouble = fails(sandboxes.wrap(trial));
            if (trouble != null) {
                troubles.add("bubblewrap does not work here: " + trouble);
                return Optional.empty();
            }
        }
        return Optional.of(sandboxes);
    }

    static Optional<Sandboxes> namespaces(List<String> troubles) {
        Path unshare = onPath("unshare");
        if (unshare == null) {
            troubles.add("unshare (util-linux) is not installed");
            return Optional.empty();
        }
        List<String> outer = new ArrayList<>();
        // Dies with us, and is out of reach of the terminal's signals.
        Path setpriv = onPath("setpriv");
        if (setpriv != null) {
            outer.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL"));
        }
        outer.addAll(session());
        String trouble = "";
        for (List<String> user :
                List.of(
                        List.<String>of(),
                        List.of("--user", "--map-current-user"),
                        List.of("--user", "--map-root-user"))) {
            List<String> prefix = new ArrayList<>(outer);
            prefix.add(unshare.toString());
            prefix.addAll(user);
            prefix.addAll(List.of("--pid", "--fork", "--kill-child", "--mount-proc", "--"));
            List<String> trial = new ArrayList<>(prefix);
            trial.addAll(List.of("/bin/sh", "-c", "exit 0"));
            trouble = fails(trial);
            if (trouble == null) {
                return Optional.of(
                        new Sandboxes(
                                "namespaces",
                                "PID namespaces (unshare): every process tree ends as a whole, but"
                                        + " no file is protected; for that, install bubblewrap ("
                                        + String.join("; ", troubles)
                                        + ")",
                                null,
                                prefix));
            }
        }
        troubles.add("unshare does not work here: " + trouble);
        return Optional.empty();
    }

    static Sandboxes none(String troubles) {
        return new Sandboxes(
                "none",
                "no sandbox: no file is protected, and process trees are searched for ("
                        + troubles
                        + ")",
                null,
                session());
    }

    private static List<String> session() {
        Path setsid = onPath("setsid");
        return setsid == null ? List.of() : List.of(setsid.toString());
    }

    /** {@code bubblewrap}, {@code namespaces} or {@code none}. */
    public String kind() {
        return kind;
    }

    /** For a person: what is protected here, what is not, and why. */
    public String explain() {
        return explanation;
    }

    /** Whether a process with that sandbox is really in one. */
    public boolean enforces(Sandbox sandbox) {
        return bubblewrap != null && !off(sandbox);
    }

    /** Why a process with that sandbox may not start here; empty if it may. */
    public Optional<String> refusal(Sandbox sandbox) {
        if (!"require".equals(sandbox.mode()) || enforces(sandbox)) {
            return Optional.empty();
        }
        return Optional.of("a sandbox is required, but there is " + explanation);
    }

    /**
     * The argument vector that runs the command here.
     *
     * @throws IllegalArgumentException if a path of its sandbox can't be used; the message says
     *     which
     */
    public List<String> wrap(Command command) {
        List<String> argv = new ArrayList<>();
        if (enforces(command.sandbox())) {
            try {
                argv.addAll(bubblewrap.protect(command));
            } catch (IOException | java.nio.file.InvalidPathException e) {
                throw new IllegalArgumentException(
                        "a path of its sandbox can't be used: " + e.getMessage(), e);
            }
        } else {
            argv.addAll(prefix);
        }
        if (bubblewrap != null) {
            argv.add("--");
        }
        if (contains()) {
            // The namespace's first process: reaps orphans, and has a program's usual signals.
            argv.addAll(List.of("/bin/sh", "-c", INIT, "sh"));
        }
        argv.addAll(command.argv());
        return argv;
    }

    /** Whether process trees are in a PID namespace, out of which none escapes. */
    boolean contains() {
        return !kind.equals("none");
    }

    private static boolean off(Sandbox sandbox) {
        return sandbox.mode().equals("none") || sandbox.mode().equals("off");
    }

    private static Path onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String entry : path.split(":")) {
            Path file = Path.of(entry, program);
            if (file.isAbsolute() && Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    /** Null if it works; otherwise what it said. */
    static String fails(List<String> argv) {
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "it does not end";
            }
            // Not to the end, which comes only when nobody has the output open any more.
            InputStream output = process.getInputStream();
            byte[] bytes = output.readNBytes(Math.min(2000, output.available()));
            String said = new String(bytes, StandardCharsets.UTF_8);
            int exit = process.exitValue();
            return exit == 0 ? null : said.isBlank() ? "exit code " + exit : said.strip();
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
