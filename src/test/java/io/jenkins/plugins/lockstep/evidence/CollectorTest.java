package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTest {
    private static final long MAX = 1 << 20;

    @TempDir Path root;
    private Path from;
    private Path to;

    @BeforeEach
    void makeDirectories() throws IOException {
        from = Files.createDirectory(root.resolve("out"));
        to = root.resolve("evidence/m1/lint/1");
    }

    private List<Subject> collect() throws IOException {
        return EvidenceCollector.collect(from, to, MAX);
    }

    /** Both with directory handles and without: what is refused leaves nothing. */
    private void assertRefused(String file, String reason) throws IOException {
        for (Path source : List.of(from, FaultyFileSystem.wrap(from.toAbsolutePath()))) {
            assertThatThrownBy(() -> EvidenceCollector.collect(source, to, MAX))
                    .isInstanceOfSatisfying(
                            EvidenceRefusedException.class,
                            e -> {
                                assertThat(e.file()).isEqualTo(file);
                                assertThat(e.reason()).contains(reason);
                            });
            try (Stream<Path> left = Files.list(to.getParent())) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void filesAreCopiedHashedAndReadOnly() throws IOException {
        Files.createDirectories(from.resolve("a/b/empty"));
        Files.writeString(from.resolve("a/b/deep.txt"), "deep");
        Files.writeString(from.resolve("ünï.txt"), "u");
        Files.write(from.resolve("large.bin"), new byte[300_000]);
        Files.createFile(from.resolve("nothing"));
        List<Subject> subjects = collect();
        assertThat(subjects)
                .containsExactly(
                        Subject.file("a/b/deep.txt", Digest.of("deep")),
                        Subject.file("large.bin", Digest.of(new byte[300_000])),
                        Subject.file("nothing", Digest.of("")),
                        Subject.file("ünï.txt", Digest.of("u")));
        assertThat(to.resolve("a/b/deep.txt")).hasContent("deep");
        assertThat(to.resolve("large.bin")).hasBinaryContent(new byte[300_000]);
        assertThat(to.resolve("a/b/empty")).doesNotExist();
        for (String path : List.of("a/b/deep.txt", "large.bin", "a/b", "")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(to.resolve(path))))
                    .doesNotContain("w");
        }
        assertThat(from.resolve("large.bin")).exists();
    }

    @Test
    void nothingLeftGivesNothing() throws IOException {
        Files.createDirectories(from.resolve("empty/empty"));
        assertThat(collect()).isEmpty();
        assertThat(to).doesNotExist();
        assertThatThrownBy(() -> EvidenceCollector.collect(root.resolve("gone"), to, MAX))
                .isInstanceOf(IOException.class);
    }

    @Test
    void sealedEvidenceIsNeverOverwritten() throws IOException {
        Files.writeString(from.resolve("x"), "x");
        collect();
        assertThatThrownBy(this::collect).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void linksAreRefusedWhereverTheyLead() throws IOException {
        Path secret = Files.writeString(root.resolve("secret"), "secret");
        for (Path target : List.of(secret, Path.of("x"), Path.of("../.."), Path.of("/nowhere"))) {
            Path link = Files.createSymbolicLink(from.resolve("link"), target);
            assertRefused("link", "a link");
            Files.delete(link);
        }
        Files.createDirectory(from.resolve("logs"));
        Files.createSymbolicLink(from.resolve("logs/dir"), root);
        assertRefused("logs/dir", "a link");
    }

    @Test
    void theDirectoryItselfMayNotBeALink() throws IOException {
        Path real = Files.createDirectory(root.resolve("real"));
        Files.writeString(real.resolve("x"), "x");
        Path link = Files.createSymbolicLink(root.resolve("link"), real);
        assertThatThrownBy(() -> EvidenceCollector.collect(link, to, MAX))
                .isInstanceOf(EvidenceRefusedException.class);
    }

    @Test
    void aPipeIsRefusedWithoutOpeningIt() throws Exception {
        run("mkfifo", from.resolve("pipe").toString());
        assertRefused("pipe", "pipe, socket or device");
    }

    @Test
    void aSocketIsRefused() throws Exception {
        try (var server =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            server.bind(java.net.UnixDomainSocketAddress.of(from.resolve("socket")));
            assertRefused("socket", "pipe, socket or device");
        }
    }

    @Test
    void hardLinksAreCopied() throws IOException {
        Path file = Files.writeString(from.resolve("x"), "x");
        Path other = Files.createLink(root.resolve("other"), file);
        collect();
        Files.writeString(other, "changed");
        assertThat(to.resolve("x")).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\b",
                "a\nb",
                "a\u0001",
                "a\u007f",
                "a\u202eb",
                "nul",
                "CON.txt",
                "Com1.log",
                "lpt9",
                "aux.",
                "dot.",
                "blank ",
                " blank",
                "c:x",
                "what?",
                "a|b",
                "\u2028"
            })
    void namesThatMeanSomethingElseSomewhere(String name) throws IOException {
        Files.writeString(from.resolve(name), "x");
        assertRefused(EvidenceNames.printable(name), "name");
    }

    @Test
    void namesThatAreNotUtf8() throws Exception {
        run("sh", "-c", "printf x > \"$(printf 'a\\377b')\"");
        assertRefused("a\uFFFDb", "not UTF-8");
    }

    @Test
    void namesThatDifferByCaseOnly() throws IOException {
        Files.createDirectories(from.resolve("Logs"));
        Files.createDirectories(from.resolve("logs"));
        Files.writeString(from.resolve("logs/x"), "x");
        assertThatThrownBy(this::collect).hasMessageContaining("by case only");
    }

    @Test
    void tooDeep() throws IOException {
        Path deep = from.resolve("d/".repeat(EvidenceNames.MAX_DEPTH));
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("x"), "x");
        assertThatThrownBy(this::collect).hasMessageContaining("deeper than 32");
    }

    @Test
    void tooLarge() throws IOException {
        Files.write(from.resolve("a"), new byte[(int) MAX / 2]);
        Files.write(from.resolve("b"), new byte[(int) MAX / 2]);
        collect();
        to = to.resolveSibling("2");
        Files.write(from.resolve("c"), new byte[1]);
        assertThatThrownBy(this::collect).hasMessageContaining("larger than " + MAX);
        Path sparse = from.resolve("c");
        try (FileChannel channel = FileChannel.open(sparse, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate(1), 1L << 40);
        }
        assertThatThrownBy(this::collect).isInstanceOf(EvidenceRefusedException.class);
    }

    @Test
    void aFileThatGrowsMeanwhileIsHashedAsItWasCopied() throws Exception {
        Path log = Files.write(from.resolve("log"), new byte[1000]);
        Thread writer =
                new Thread(
                        () -> {
                            byte[] more = new byte[1000];
                            for (int i = 0; i < 200; i++) {
                                try {
                                    Files.write(log, more, StandardOpenOption.APPEND);
                                } catch (IOException e) {
                                    return;
                                }
                            }
                        });
        writer.start();
        List<Subject> subjects = collect();
        writer.join();
        assertThat(subjects).containsExactly(Subject.file("log", Digest.of(to.resolve("log"))));
    }

    @Test
    void manyFiles() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String name = "d" + i % 7 + "/f" + i;
            Files.createDirectories(from.resolve(name).getParent());
            Files.writeString(from.resolve(name), name);
            names.add(name);
        }
        names.sort(null);
        assertThat(collect()).extracting(Subject::name).isEqualTo(names);
    }

    @Test
    void anInterruptLeavesNothing() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.writeString(from.resolve("f" + i), "x");
        }
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::collect).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        try (Stream<Path> left = Files.list(to.getParent())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDiskThatFailsLeavesNothing() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.writeString(from.resolve("f" + i), "x");
        }
        for (FaultyFileSystem.Step step : FaultyFileSystem.Step.values()) {
            if (step == FaultyFileSystem.Step.WRITE
                    || step == FaultyFileSystem.Step.FORCE
                    || step == FaultyFileSystem.Step.RENAME) {
                Path faulty =
                        FaultyFileSystem.wrap(
                                to.toAbsolutePath(),
                                (now, path) -> {
                                    if (now == step) {
                                        throw new IOException("EIO");
                                    }
                                });
                assertThatThrownBy(() -> EvidenceCollector.collect(from, faulty, MAX))
                        .hasMessageContaining("EIO");
                try (Stream<Path> left = Files.list(to.getParent())) {
                    assertThat(left).isEmpty();
                }
            }
        }
    }

    private void run(String... command) throws Exception {
        assertThat(
                        new ProcessBuilder(command)
                                .directory(from.toFile())
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }
}
