package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that is moved rather than copied. */
class TakeTest {
    private static final long MAX = 1 << 20;

    @TempDir Path root;
    private Path from;
    private Path to;

    @BeforeEach
    void makeEvidence() throws IOException {
        from = root.resolve("out");
        to = root.resolve("evidence/m1/lint/1");
        Files.createDirectories(from.resolve("logs/empty/empty"));
        Files.writeString(from.resolve("report.md"), "report");
        Files.writeString(from.resolve("logs/tool.log"), "log");
    }

    private void assertTaken(List<Subject> subjects) throws IOException {
        assertThat(subjects)
                .containsExactly(
                        Subject.file("logs/tool.log", Digest.of("log")),
                        Subject.file("report.md", Digest.of("report")));
        assertThat(from).doesNotExist();
        assertThat(to.resolve("report.md")).hasContent("report");
        assertThat(to.resolve("logs/tool.log")).hasContent("log");
        assertThat(to.resolve("logs/empty")).doesNotExist();
        for (String path : List.of("report.md", "logs/tool.log", "logs", "")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(to.resolve(path))))
                    .doesNotContain("w");
        }
        assertNothingBeside(1);
    }

    private void assertNothingBeside(int expected) throws IOException {
        try (Stream<Path> left = Files.list(to.getParent())) {
            assertThat(left).hasSize(expected);
        }
    }

    @Test
    void theSameFilesAreAtTheirNewPlace() throws IOException {
        Object before = Files.getAttribute(from.resolve("report.md"), "unix:ino");
        assertTaken(EvidenceCollector.take(from, to, MAX));
        assertThat(Files.getAttribute(to.resolve("report.md"), "unix:ino")).isEqualTo(before);
    }

    @Test
    void aFileWithAnotherNameElsewhereIsCopied() throws IOException {
        Path other = Files.createLink(root.resolve("other"), from.resolve("report.md"));
        assertTaken(EvidenceCollector.take(from, to, MAX));
        Files.writeString(other, "changed");
        assertThat(to.resolve("report.md")).hasContent("report");
    }

    @Test
    void whatIsRefusedStaysWhereItWas() throws IOException {
        Files.createSymbolicLink(from.resolve("logs/link"), root);
        assertThatThrownBy(() -> EvidenceCollector.take(from, to, MAX))
                .isInstanceOf(EvidenceRefusedException.class)
                .hasMessageContaining("logs/link");
        assertThat(from.resolve("report.md")).hasContent("report");
        assertThat(from.resolve("logs/empty/empty")).isDirectory();
        assertThat(to).doesNotExist();
        assertNothingBeside(0);
        Files.delete(from.resolve("logs/link"));
        assertThatThrownBy(() -> EvidenceCollector.take(from, to, 5))
                .hasMessageContaining("larger than 5 bytes");
        assertTaken(EvidenceCollector.take(from, to, MAX));
    }

    @Test
    void aLinkToADirectoryIsNotTaken() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), from);
        assertThatThrownBy(() -> EvidenceCollector.take(link, to, MAX))
                .isInstanceOf(EvidenceRefusedException.class);
        assertThat(from.resolve("report.md")).exists();
    }

    @Test
    void nothingLeftGivesNothing() throws IOException {
        Path empty = Files.createDirectories(root.resolve("empty/empty")).getParent();
        assertThat(EvidenceCollector.take(empty, to, MAX)).isEmpty();
        assertThat(to).doesNotExist();
        assertThat(empty).doesNotExist();
    }

    private Path faulty(Path path, FaultyFileSystem.Faults faults) {
        return FaultyFileSystem.wrap(path.toAbsolutePath(), faults);
    }

    @Test
    void aFileThatIsWrittenMeanwhileIsRefused() throws IOException {
        Path faultyRoot =
                faulty(
                        root,
                        (step, path) -> {
                            if (step == FaultyFileSystem.Step.FORCE && path.endsWith("tool.log")) {
                                Files.writeString(
                                        FaultyFileSystem.real(path),
                                        "more",
                                        StandardOpenOption.APPEND);
                            }
                        });
        assertThatThrownBy(
                        () ->
                                EvidenceCollector.take(
                                        faultyRoot.resolve("out"), faultyRoot.resolve("to"), MAX))
                .isInstanceOf(EvidenceRefusedException.class)
                .hasMessageContaining("written while");
        assertThat(from.resolve("logs/tool.log")).hasContent("logmore");
    }

    @Test
    void anotherFileSystemMeansACopy() throws IOException {
        Path faultyRoot =
                faulty(
                        root,
                        (step, path) -> {
                            if (step == FaultyFileSystem.Step.RENAME
                                    && Files.exists(from)
                                    && Files.notExists(root.resolve("evidence/m1/lint/.begun"))) {
                                Files.createFile(root.resolve("evidence/m1/lint/.begun"));
                                throw new java.nio.file.AtomicMoveNotSupportedException(
                                        "out", path.toString(), "Invalid cross-device link");
                            }
                        });
        List<Subject> subjects =
                EvidenceCollector.take(
                        faultyRoot.resolve("out"), faultyRoot.resolve("evidence/m1/lint/1"), MAX);
        Files.delete(root.resolve("evidence/m1/lint/.begun"));
        assertTaken(subjects);
    }

    @Test
    void aDiskThatFailsLeavesItWhereItWas() throws IOException {
        Path faultyRoot =
                faulty(
                        root,
                        (step, path) -> {
                            if (step == FaultyFileSystem.Step.FORCE) {
                                throw new IOException("EIO");
                            }
                        });
        assertThatThrownBy(
                        () ->
                                EvidenceCollector.take(
                                        faultyRoot.resolve("out"), faultyRoot.resolve("to"), MAX))
                .hasMessageContaining("EIO");
        assertThat(from.resolve("logs/tool.log")).hasContent("log");
        assertThat(root.resolve("to")).doesNotExist();
    }
}
