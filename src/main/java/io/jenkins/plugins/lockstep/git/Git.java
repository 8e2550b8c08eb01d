package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.process.Leftovers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs git commands against one repository, hardened: no system or user configuration, no hooks, no
 * file-system monitor, no pager, editor, prompt, credential helper or network protocol. Names and
 * messages go through standard input, as bytes, since arguments depend on the locale. Immutable.
 */
final class Git {
    /** In the environment of every git process: the store that it works for. */
    static final String STORE = "LOCKSTEP_STORE";

    /** With fewer bytes free than these, a disk is full. */
    private static final long LITTLE = 256 << 10;

    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}");

    private static final List<String> HARDENED =
            config(
                    "core.hooksPath=/dev/null",
                    "core.fsmonitor=false",
                    "core.untrackedCache=false",
                    "core.attributesFile=/dev/null",
                    "core.excludesFile=/dev/null",
                    "core.quotePath=false",
                    "core.commitGraph=false",
                    "core.multiPackIndex=false",
                    "core.fsync=committed,reference",
                    "core.fsyncMethod=batch",
                    "core.filesRefLockTimeout=10000",
                    "core.packedRefsTimeout=10000",
                    "core.logAllRefUpdates=false",
                    "gc.auto=0",
                    "maintenance.auto=false",
                    "credential.helper=",
                    "protocol.allow=never",
                    "protocol.file.allow=always",
                    "protocol.version=2",
                    "safe.directory=*",
                    "submodule.recurse=false",
                    "fetch.recurseSubmodules=false",
                    "advice.detachedHead=false");

    /** For the user's own repository, whose settings (line ends, filters) are the user's will. */
    private static final List<String> OF_USER =
            config(
                    "core.hooksPath=/dev/null",
                    "core.fsmonitor=false",
                    "core.quotePath=false",
                    "gc.auto=0",
                    "maintenance.auto=false",
                    "protocol.allow=never",
                    "protocol.file.allow=always",
                    "protocol.version=2",
                    "submodule.recurse=false",
                    "fetch.recurseSubmodules=false");

    private final List<String> prefix;
    private final Map<String, String> environment;
    private final Path directory;

    private Git(List<String> prefix, Map<String, String> environment, Path directory) {
        this.prefix = List.copyOf(prefix);
        this.environment = Map.copyOf(environment);
        this.directory = directory;
    }

    /**
     * Git for a repository of ours.
     *
     * @param global a configuration file of ours, which git's own children get too (ours on the
     *     command line don't reach an upload-pack)
     */
    static Git ours(Path gitDir, Path global) {
        List<String> argv = new ArrayList<>(List.of("git", "--git-dir=" + gitDir));
        argv.addAll(HARDENED);
        return new Git(argv, hardenedEnvironment(global), null);
    }

    /** The same for a repository of somebody else's, read only: found from a directory. */
    static Git foreign(Path directory, Path global) {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(HARDENED);
        return new Git(argv, hardenedEnvironment(global), directory);
    }

    /** So that who comes after a kill can wait for what is at work still. */
    private static void mark(Map<String, String> environment, Path store) {
        environment.put(STORE, store.toString());
        environment.put(Leftovers.ENGINE, Leftovers.engine());
    }

    /** Git for the user's own repository: with the user's configuration, but no hooks. */
    static Git ofUser(Path directory, Path store) {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(OF_USER);
        Map<String, String> environment = basicEnvironment();
        for (String name : List.of("HOME", "XDG_CONFIG_HOME", "USER", "LOGNAME")) {
            copy(name, environment);
        }
        mark(environment, store);
        return new Git(argv, environment, directory);
    }

    private static List<String> config(String... settings) {
        List<String> argv = new ArrayList<>();
        for (String setting : settings) {
            argv.add("-c");
            argv.add(setting);
        }
        argv.add("--no-pager");
        argv.add("--no-replace-objects");
        return List.copyOf(argv);
    }

    private static Map<String, String> hardenedEnvironment(Path global) {
        Map<String, String> environment = basicEnvironment();
        mark(environment, global.getParent());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", global.toString());
        environment.put("GIT_ATTR_NOSYSTEM", "1");
        return environment;
    }

    static Map<String, String> basicEnvironment() {
        Map<String, String> environment = new HashMap<>();
        copy("PATH", environment);
        copy("TMPDIR", environment);
        environment.put("LC_ALL", "C");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_PAGER", "cat");
        environment.put("GIT_EDITOR", "false");
        environment.put("GIT_ASKPASS", "false");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        return environment;
    }

    private static void copy(String name, Map<String, String> environment) {
        String value = System.getenv(name);
        if (value != null) {
            environment.put(name, value);
        }
    }

    /** With options before the subcommand. */
    Git option(String... options) {
        List<String> argv = new ArrayList<>(prefix);
        argv.addAll(List.of(options));
        return new Git(argv, environment, directory);
    }

    Git variable(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Git(prefix, more, directory);
    }

    /** Whatever the exit code. */
    <T> Exec.Result<T> run(Exec.Writer input, Exec.Reader<T> reader, String... arguments)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(prefix);
        argv.addAll(Arrays.asList(arguments));
        return Exec.run(argv, directory, environment, input, reader);
    }

    /**
     * @throws GitException unless it exits with 0
     */
    <T> T read(Exec.Writer input, Exec.Reader<T> reader, String... arguments)
            throws IOException, InterruptedException {
        Exec.Result<T> result = run(input, reader, arguments);
        if (result.exitCode() != 0) {
            throw failure(result, arguments);
        }
        return result.output();
    }

    byte[] bytes(byte[] input, String... arguments) throws IOException, InterruptedException {
        return read(input == null ? null : Exec.bytes(input), Exec::all, arguments);
    }

    /** The output without its line end. */
    String line(String... arguments) throws IOException, InterruptedException {
        return text(bytes(null, arguments));
    }

    String lineFrom(byte[] input, String... arguments) throws IOException, InterruptedException {
        return text(bytes(input, arguments));
    }

    /** What {@code -z} output holds between its NULs. */
    List<String> names(byte[] input, String... arguments) throws IOException, InterruptedException {
        return split(bytes(input, arguments));
    }

    /**
     * For commands that answer by exit code: 0 is yes, 1 is no.
     *
     * @throws GitException for any other
     */
    boolean test(String... arguments) throws IOException, InterruptedException {
        Exec.Result<byte[]> result = run(null, Exec::all, arguments);
        if (result.exitCode() > 1) {
            throw failure(result, arguments);
        }
        return result.exitCode() == 0;
    }

    GitException failure(Exec.Result<?> result, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        return new GitException(command, result.exitCode(), result.stderr() + noRoom());
    }

    /** If the store's disk is full, for git often says only that something can't be written. */
    private String noRoom() {
        Path place = Path.of(environment.get(STORE)).toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        try {
            long free = Files.getFileStore(place).getUsableSpace();
            return free < LITTLE
                    ? "No space left on the disk of " + place + ": " + free + " bytes are free\n"
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    }

    static List<String> split(byte[] bytes) {
        List<String> names = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                names.add(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        return names;
    }

    /** The names with a NUL after each, as git's {@code -z} input has them. */
    static byte[] join(Iterable<String> names) {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append(name).append('\0');
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws IllegalArgumentException unless it is a whole SHA-1 in lower-case hex
     */
    static String object(String name) {
        if (name == null || !OBJECT.matcher(name).matches()) {
            throw new IllegalArgumentException("not a git object name (40 hex digits): " + name);
        }
        return name;
    }
}
