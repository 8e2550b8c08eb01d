package io.jenkins.plugins.lockstep.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ProcessLogTest {
    @Property(tries = 300)
    void keepsAllWithinTheCapAndTheEndsBeyond(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 700) Integer> pieces,
            @ForAll @IntRange(min = 1, max = 3000) int cap)
            throws IOException {
        Path file = Files.createTempFile("lockstep", ".log");
        try (ProcessLog log = new ProcessLog(file, cap, null)) {
            byte[] all = new byte[pieces.stream().mapToInt(i -> i).sum()];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) ('a' + i % 23);
            }
            int at = 0;
            for (int length : pieces) {
                boolean within = log.write(Arrays.copyOfRange(all, at, at + length), length);
                at += length;
                assertThat(within).isEqualTo(at <= cap);
                assertThat(Files.size(file)).isLessThanOrEqualTo(cap);
            }
            Ended ended = log.ended(Ended.How.EXITED, 0, "", Duration.ZERO, false);
            byte[] kept = Files.readAllBytes(file);
            assertThat(ended.logDigest()).isEqualTo(Digest.of(kept));
            assertThat(kept.length).isEqualTo(Math.min(all.length, cap));
            if (all.length <= cap) {
                assertThat(kept).isEqualTo(all);
            } else {
                int head = cap - cap / 2;
                assertThat(kept).startsWith(Arrays.copyOf(all, head));
                int tail = Math.min(10, cap / 2);
                assertThat(kept).endsWith(Arrays.copyOfRange(all, at - tail, at));
            }
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 300)
    void linesAreTheSameHoweverTheBytesCome(
            @ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int step) {
        List<String> whole = new ArrayList<>();
        LineSplitter once = new LineSplitter(whole::add);
        once.write(bytes, 0, bytes.length);
        once.end();
        List<String> pieces = new ArrayList<>();
        LineSplitter stepwise = new LineSplitter(pieces::add);
        for (int i = 0; i < bytes.length; i += step) {
            stepwise.write(bytes, i, Math.min(step, bytes.length - i));
        }
        stepwise.end();
        assertThat(pieces).isEqualTo(whole);
        long newlines =
                new String(bytes, StandardCharsets.ISO_8859_1).chars().filter(c -> c == 10).count();
        assertThat((long) whole.size()).isBetween(newlines, newlines + 1);
    }

    @net.jqwik.api.Example
    void aLineWithoutEndIsCut() {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(lines::add);
        byte[] block = new byte[1 << 16];
        Arrays.fill(block, (byte) 'x');
        for (int i = 0; i < 40; i++) {
            splitter.write(block, 0, block.length);
        }
        splitter.write("\nnext\r\n".getBytes(StandardCharsets.UTF_8), 0, 7);
        splitter.end();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).hasSize(LineSplitter.LONGEST);
        assertThat(lines.get(1)).isEqualTo("next");
    }

    @Property(tries = 300)
    void aRingKeepsTheLastBytes(
            @ForAll @IntRange(min = 1, max = 50) int capacity,
            @ForAll @Size(max = 20) List<@Size(max = 80) byte[]> writes) {
        Ring ring = new Ring(capacity);
        byte[] all = new byte[0];
        for (byte[] write : writes) {
            ring.write(write, 0, write.length);
            int at = all.length;
            all = Arrays.copyOf(all, at + write.length);
            System.arraycopy(write, 0, all, at, write.length);
        }
        int kept = Math.min(all.length, capacity);
        assertThat(ring.last(capacity))
                .isEqualTo(Arrays.copyOfRange(all, all.length - kept, all.length));
        assertThat(ring.overflowed()).isEqualTo(all.length > capacity);
    }
}
