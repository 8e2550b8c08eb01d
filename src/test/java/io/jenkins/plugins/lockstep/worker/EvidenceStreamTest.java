package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.worker.EvidenceStream.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceStreamTest {
    @TempDir private Path directory;

    @Test
    void bringsFilesOver() throws IOException {
        Path from = Files.createDirectories(directory.resolve("from/logs"));
        Files.writeString(from.resolve("lint.log"), "one\n");
        Files.writeString(from.resolveSibling("result.json"), "");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EvidenceStream.write(from.getParent(), List.of(from.getParent()), true, bytes);
        Path to = directory.resolve("to");
        assertThat(EvidenceStream.read(new ByteArrayInputStream(bytes.toByteArray()), to, 100))
                .containsOnly(
                        Map.entry("logs/lint.log", new Part(4, Digest.of("one\n"))),
                        Map.entry("result.json", new Part(0, Digest.of(""))));
        assertThat(to.resolve("logs/lint.log")).hasContent("one\n");
        assertThat(to.resolve("result.json")).isEmptyFile();
    }

    @Test
    void takesNoLinks() throws IOException {
        Path from = Files.createDirectories(directory.resolve("from"));
        Files.createSymbolicLink(from.resolve("key"), Path.of("/etc/passwd"));
        assertThatThrownBy(
                        () ->
                                EvidenceStream.write(
                                        from, List.of(from), true, new ByteArrayOutputStream()))
                .hasMessageContaining("no plain file: key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/x",
                "a/../../x",
                "a//b",
                "a/",
                ".",
                "..",
                "a\\b",
                "a\u0000b",
                "C:x",
                "a\nb",
                "aux",
                "a ",
                "a\u202eb"
            })
    void refusesNames(String name) {
        assertThatThrownBy(() -> read(name, 1, "x")).hasMessageContaining("refused: the name");
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    void refusesLongNames() {
        assertThatThrownBy(() -> read("a".repeat(300), 1, "x")).hasMessageContaining("refused");
        assertThatThrownBy(() -> read("a/".repeat(600) + "b", 1, "x"))
                .hasMessageContaining("refused");
    }

    @Test
    void refusesMoreThanAnnounced() {
        assertThatThrownBy(() -> read("a", 101, "x")).hasMessageContaining("more than 100 bytes");
        assertThatThrownBy(() -> read("a", -1, "x")).hasMessageContaining("refused");
        assertThatThrownBy(() -> read("a", 50, "x")).hasMessageContaining("shorter than announced");
    }

    @Test
    void refusesTheSameNameTwice() throws IOException {
        refusesTwice("a", "a");
        refusesTwice("a", "A");
    }

    /** Also names that some file system takes for the same. */
    private void refusesTwice(String first, String second) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(stream(first, 1, "x"));
        bytes.write(stream(second, 1, "y"));
        assertThatThrownBy(
                        () ->
                                EvidenceStream.read(
                                        new ByteArrayInputStream(bytes.toByteArray()),
                                        directory.resolve("to-" + second),
                                        100))
                .hasMessageContaining("twice");
    }

    private void read(String name, long size, String content) throws IOException {
        EvidenceStream.read(
                new ByteArrayInputStream(stream(name, size, content)),
                directory.resolve("to-" + System.nanoTime()),
                100);
    }

    private static byte[] stream(String name, long size, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
        out.writeLong(size);
        out.writeBytes(content);
        return bytes.toByteArray();
    }
}
