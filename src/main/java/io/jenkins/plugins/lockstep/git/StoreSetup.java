package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the store's directory. */
final class StoreSetup {
    private static final Pattern VERSION = Pattern.compile("git version (\\d+)\\.(\\d+).*");
    private static final int MAJOR = 2;
    private static final int MINOR = 38;

    /** Git's child processes read it; what we start ourselves has its settings as arguments. */
    private static final String GLOBAL_CONFIG =
            """
            [safe]
            \tdirectory = *
            [core]
            \thooksPath = /dev/null
            \tfsmonitor = false
            \tcommitGraph = false
            [gc]
            \tauto = 0
            [uploadpack]
            \tallowAnySHA1InWant = true
            """;

    private StoreSetup() {}

    static Path globalConfig(Path bare) {
        return bare.resolve("lockstep.gitconfig");
    }

    static boolean isMade(Path bare) {
        return Files.isRegularFile(bare.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS);
    }

    static void prepare(Path bare) throws IOException, InterruptedException {
        if (bare.toString().contains("\n")) {
            throw new IOException("a store's path may not hold a line break: " + bare);
        }
        if (isMade(bare)) {
            StoreRecovery.unlock(bare);
            writeConfig(bare);
            return;
        }
        checkVersion();
        Path fresh = bare.resolveSibling(freshPrefix(bare) + UUID.randomUUID());
        try {
            Files.createDirectories(fresh);
            writeConfig(fresh);
            init(fresh, bare);
            move(fresh, bare);
        } finally {
            Trees.delete(fresh);
        }
    }

    private static void init(Path fresh, Path bare) throws IOException, InterruptedException {
        Git.ours(fresh, globalConfig(fresh))
                .variable(Git.STORE, bare.toString())
                .bytes(
                        null,
                        "init",
                        "--quiet",
                        "--bare",
                        "--template=",
                        "--object-format=sha1",
                        "--initial-branch=lockstep",
                        "--",
                        fresh.toString());
    }

    /** A store is there whole or not at all, whoever is killed, and whoever makes it first. */
    private static void move(Path fresh, Path bare) throws IOException {
        try {
            Files.move(fresh, bare, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!isMade(bare)) {
                throw e;
            }
        }
    }

    static String freshPrefix(Path bare) {
        return "." + bare.getFileName() + ".new-";
    }

    /** Writes it only if need be, so that a store that is only read may be read-only. */
    private static void writeConfig(Path bare) throws IOException {
        Path config = globalConfig(bare);
        byte[] wanted = GLOBAL_CONFIG.getBytes(StandardCharsets.UTF_8);
        boolean there =
                Files.isRegularFile(config, LinkOption.NOFOLLOW_LINKS)
                        && Arrays.equals(Files.readAllBytes(config), wanted);
        if (!there) {
            AtomicFiles.write(config, wanted);
        }
    }

    static void checkVersion() throws IOException, InterruptedException {
        String version =
                Git.text(
                        Exec.run(
                                        List.of("git", "--version"),
                                        null,
                                        Git.basicEnvironment(),
                                        null,
                                        Exec::all)
                                .output());
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            throw new IOException("'git --version' answered '" + version + "'");
        }
        int major = Integer.parseInt(matcher.group(1));
        if (major < MAJOR || major == MAJOR && Integer.parseInt(matcher.group(2)) < MINOR) {
            throw new IOException("git 2.38 or newer is needed, but this is " + version);
        }
    }
}
