package io.jenkins.plugins.lockstep.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir Path root;

    @Test
    void replacesTheContentAndLeavesNothingBeside() throws IOException {
        Path file = root.resolve("file");
        AtomicFiles.write(file, new byte[] {1});
        AtomicFiles.write(file, new byte[] {2, 3});
        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).containsExactly(file);
        }
        assertThatThrownBy(() -> AtomicFiles.write(root.resolve("no/file"), new byte[0]))
                .isInstanceOf(IOException.class);
    }

    @Test
    void replacesALinkInsteadOfFollowingIt() throws IOException {
        Path target = Files.writeString(root.resolve("target"), "old");
        Path link = Files.createSymbolicLink(root.resolve("link"), target);
        AtomicFiles.write(link, new byte[] {1});
        assertThat(link).isRegularFile().hasBinaryContent(new byte[] {1});
        assertThat(target).hasContent("old");
    }

    @Test
    void aFailedWriteLeavesTheOldContent() throws IOException {
        Path directory = Files.createDirectories(root.resolve("target/inside"));
        assertThatThrownBy(() -> AtomicFiles.write(directory.getParent(), new byte[] {1}))
                .isInstanceOf(IOException.class);
        assertThat(directory).isDirectory();
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void sweepsWhatAKilledWriteLeft() throws IOException {
        Path file = Files.writeString(root.resolve("a"), "a");
        Files.writeString(root.resolve(".a.123.tmp"), "half");
        Path other = Files.writeString(root.resolve(".b.123.tmp"), "another's");
        AtomicFiles.sweep(file);
        assertThat(root.resolve(".a.123.tmp")).doesNotExist();
        assertThat(other).exists();
        assertThat(file).exists();
    }

    @Test
    void deletesWithoutFollowingLinks() throws IOException {
        Path outside = Files.createDirectories(root.resolve("outside/inside"));
        Files.writeString(outside.resolve("file"), "x");
        Path tree = Files.createDirectories(root.resolve("tree/sub"));
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.createSymbolicLink(tree.resolve("dangling"), root.resolve("nowhere"));
        AtomicFiles.deleteTree(root.resolve("tree"));
        assertThat(root.resolve("tree")).doesNotExist();
        assertThat(outside.resolve("file")).exists();
        Path link = Files.createSymbolicLink(root.resolve("link"), outside);
        AtomicFiles.deleteTree(link);
        assertThat(link).doesNotExist();
        assertThat(outside.resolve("file")).exists();
        AtomicFiles.deleteTree(root.resolve("nothing"));
    }

    @Test
    void deletesReadOnlyTrees() throws IOException {
        Path deep = Files.createDirectories(root.resolve("tree/a/b"));
        Files.writeString(deep.resolve("file"), "x");
        for (Path path : new Path[] {deep, deep.getParent(), root.resolve("tree")}) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
        }
        AtomicFiles.deleteTree(root.resolve("tree"));
        assertThat(root.resolve("tree")).doesNotExist();
    }

    @Test
    void deletesWhatIsDeeperThanAPathCanSay() throws Exception {
        String script =
                "mkdir t && cd t && for i in $(seq 270); do mkdir ddddddddddddddd && cd"
                        + " ddddddddddddddd; echo x > f; done";
        Process process =
                new ProcessBuilder("bash", "-c", script)
                        .directory(root.toFile())
                        .inheritIO()
                        .start();
        assertThat(process.waitFor()).isZero();
        AtomicFiles.deleteTree(root.resolve("t"));
        assertThat(root.resolve("t")).doesNotExist();
    }

    @Test
    void severalMayDeleteTheSameTree() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int round = 0; round < 8; round++) {
            Path tree = root.resolve("tree-" + round);
            for (int i = 0; i < 60; i++) {
                Path inside = Files.createDirectories(tree.resolve("a/b" + i % 7 + "/c" + i));
                Files.writeString(inside.resolve("file"), "x");
            }
            Callable<Void> deletion =
                    () -> {
                        AtomicFiles.deleteTree(tree);
                        return null;
                    };
            for (Future<Void> one : threads.invokeAll(Collections.nCopies(4, deletion))) {
                one.get();
            }
            assertThat(tree).doesNotExist();
        }
        threads.shutdown();
    }
}
