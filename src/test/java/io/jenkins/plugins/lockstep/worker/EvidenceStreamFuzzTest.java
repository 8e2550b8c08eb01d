package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What a machine that isn't trusted sends as a job's evidence. */
class EvidenceStreamFuzzTest {
    private static final long MAX = 1_000;
    private static Path scratch;

    @BeforeContainer
    static void makeScratch() throws IOException {
        scratch = Files.createTempDirectory("evidence-stream");
    }

    @AfterContainer
    static void removeScratch() throws IOException {
        AtomicFiles.deleteTree(scratch);
    }

    /** A file as it is sent; the size may be a lie. */
    record Sent(String name, long size, byte[] content) {}

    private static void readsOrRefuses(byte[] bytes) throws IOException {
        Path to = scratch.resolve("a/b/to");
        Files.createDirectories(to.getParent());
        try {
            EvidenceStream.read(new ByteArrayInputStream(bytes), to, MAX);
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
        long total = 0;
        try (var files = Files.walk(scratch)) {
            for (Path file : files.toList()) {
                if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    assertThat(file).startsWith(to).isRegularFile();
                    total += Files.size(file);
                }
            }
        }
        assertThat(total).isLessThanOrEqualTo(MAX);
        AtomicFiles.deleteTree(scratch.resolve("a"));
    }

    @Property(tries = 200)
    void anyBytes(@ForAll byte[] bytes) throws IOException {
        readsOrRefuses(bytes);
    }

    @Property(tries = 300)
    void filesOfAnyNameAndSize(@ForAll("files") List<Sent> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Sent file : files) {
            byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
            out.writeInt(name.length);
            out.write(name);
            out.writeLong(file.size());
            out.write(file.content());
        }
        out.writeInt(0);
        readsOrRefuses(bytes.toByteArray());
    }

    @Provide
    Arbitrary<List<Sent>> files() {
        Arbitrary<String> part =
                Arbitraries.oneOf(
                        Arbitraries.of("..", ".", "", "a", "A", "nul", "con.txt", "\u00e9", "\0"),
                        Arbitraries.strings().ofMaxLength(4),
                        Arbitraries.strings().withChars("ab").ofMinLength(250).ofMaxLength(300));
        Arbitrary<String> name =
                part.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
        Arbitrary<byte[]> content = Arbitraries.bytes().array(byte[].class).ofMaxSize(600);
        Arbitrary<Sent> honest =
                Combinators.combine(name, content)
                        .as((as, bytes) -> new Sent(as, bytes.length, bytes));
        Arbitrary<Sent> lie = Combinators.combine(name, Arbitraries.longs(), content).as(Sent::new);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(5, honest), net.jqwik.api.Tuple.of(1, lie))
                .list()
                .ofMaxSize(6);
    }
}
