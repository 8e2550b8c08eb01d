package io.jenkins.plugins.lockstep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class ScrubberTest {
    @Property(tries = 200)
    void replacesAsTextDoes(
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(min = 1, max = 5) String secret,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 60) String text)
            throws IOException {
        assertThat(scrubbed(text, List.of(secret))).isEqualTo(text.replace(secret, "****"));
    }

    @Property(tries = 20)
    void leavesAllElse(@ForAll @Size(max = 50) byte[] bytes) throws IOException {
        Path file = Files.createTempFile("scrub", "");
        Files.write(file, bytes);
        new Scrubber(List.of("a secret that is not in it")).scrub(file);
        assertThat(file).hasBinaryContent(bytes);
        Files.delete(file);
    }

    @Example
    void findsLinesAndJsonFormsOfASecret() throws IOException {
        String secret = "first line of it\nsecond \"line\" of it\nx";
        assertThat(scrubbed("a first line of it b", List.of(secret))).isEqualTo("a **** b");
        assertThat(scrubbed("{\"k\":\"pass\\\"word\"}", List.of("pass\"word")))
                .isEqualTo("{\"k\":\"****\"}");
        assertThat(scrubbed("x marks", List.of(secret))).isEqualTo("x marks");
    }

    @Example
    void scrubsWhatIsReadOnly() throws IOException {
        Path directory = Files.createTempDirectory("scrub");
        Path file = Files.writeString(directory.resolve("log"), "a secret b");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        new Scrubber(List.of("secret")).scrub(directory);
        assertThat(file).hasContent("a **** b");
        AtomicFiles.deleteTree(directory);
    }

    private static String scrubbed(String text, List<String> secrets) throws IOException {
        Path file = Files.createTempFile("scrub", "");
        Files.writeString(file, text);
        new Scrubber(secrets).scrub(file);
        String after = Files.readString(file);
        Files.delete(file);
        return after;
    }
}
