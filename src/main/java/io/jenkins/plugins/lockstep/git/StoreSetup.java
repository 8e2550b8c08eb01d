package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the store's directory and removes what killed git commands left in it. */
final class StoreSetup {
    static final String QUARANTINE = "lockstep-quarantine-";
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

    static void prepare(Path bare) throws IOException, InterruptedException {
        if (bare.toString().contains("\n")) {
            throw new IOException("a store's path may not hold a line break: " + bare);
        }
        checkVersion();
        Files.createDirectories(bare);
        Path config = globalConfig(bare);
        replace(config, GLOBAL_CONFIG);
        if (!Files.isRegularFile(bare.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)) {
            Git.ours(bare, config)
                    .bytes(
                            null,
                            "init",
                            "--quiet",
                            "--bare",
                            "--template=",
                            "--object-format=sha1",
                            "--initial-branch=lockstep",
                            "--",
                            bare.toString());
        }
    }

    private static void checkVersion() throws IOException, InterruptedException {
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

    private static void replace(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Files.writeString(fresh, content, StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lock files, temporary packs and objects, quarantines: whoever made them is gone. */
    static void sweep(Path bare) throws IOException {
        Files.walkFileTree(
                bare,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a)
                            throws IOException {
                        String name = dir.getFileName().toString();
                        if (name.startsWith(QUARANTINE) || name.startsWith("tmp_objdir-")) {
                            Trees.delete(dir);
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        String name = file.getFileName().toString();
                        if (name.endsWith(".lock")
                                || name.startsWith("tmp_")
                                || name.startsWith("lockstep.gitconfig.")) {
                            Files.deleteIfExists(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
    }
}
