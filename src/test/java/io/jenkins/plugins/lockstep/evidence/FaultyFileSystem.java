package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The real file system, on which every step that changes the disk can be made to fail. It has no
 * directory handles.
 */
public final class FaultyFileSystem extends FileSystem {
    /** What is about to happen. */
    public enum Step {
        CREATE,
        WRITE,
        FORCE,
        TRUNCATE,
        RENAME,
        DELETE,
        LINK,
        MODE
    }

    /** Throws to make a step fail. */
    public interface Faults {
        void before(Step step, Path path) throws IOException;
    }

    private final Path real;
    private final Provider provider = new Provider();
    private final Faults faults;

    private FaultyFileSystem(Path real, Faults faults) {
        this.real = real;
        this.faults = faults;
    }

    /** The same directory, seen through a file system that can fail. */
    public static Path wrap(Path directory) {
        return wrap(directory, (step, path) -> {});
    }

    /** The same, with what fails. */
    public static Path wrap(Path directory, Faults faults) {
        return new FaultyFileSystem(directory, faults).wrapped(directory);
    }

    void before(Step step, Path path) throws IOException {
        faults.before(step, path);
    }

    Path wrapped(Path path) {
        return new FaultyPath(this, path);
    }

    /** The path without the faults. */
    public static Path real(Path path) {
        return path instanceof FaultyPath faulty ? faulty.real() : path;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real.getFileSystem().getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileSystem().getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.getFileSystem().supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrapped(real.getFileSystem().getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        return path -> real.getFileSystem().getPathMatcher(syntaxAndPattern).matches(real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getFileSystem().getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    private final class Provider extends FileSystemProvider {
        private FileSystemProvider to() {
            return real.getFileSystem().provider();
        }

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return FaultyFileSystem.this;
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel newFileChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            if (options.contains(StandardOpenOption.CREATE_NEW)
                    || options.contains(StandardOpenOption.CREATE)) {
                before(Step.CREATE, path);
            }
            return new FaultyChannel(
                    FaultyFileSystem.this,
                    path,
                    to().newFileChannel(real(path), options, attributes));
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(
                Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
            DirectoryStream<Path> stream =
                    to().newDirectoryStream(real(directory), p -> filter.accept(wrapped(p)));
            return new Wrapped(stream, FaultyFileSystem.this::wrapped);
        }

        @Override
        public void createDirectory(Path directory, FileAttribute<?>... attributes)
                throws IOException {
            before(Step.CREATE, directory);
            to().createDirectory(real(directory), attributes);
        }

        @Override
        public void createLink(Path link, Path existing) throws IOException {
            before(Step.LINK, link);
            to().createLink(real(link), real(existing));
        }

        @Override
        public void delete(Path path) throws IOException {
            before(Step.DELETE, path);
            to().delete(real(path));
        }

        @Override
        public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
                throws IOException {
            before(Step.LINK, link);
            to().createSymbolicLink(real(link), real(target), attributes);
        }

        @Override
        public Path readSymbolicLink(Path link) throws IOException {
            return wrapped(to().readSymbolicLink(real(link)));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            before(Step.CREATE, target);
            to().copy(real(source), real(target), options);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            before(Step.RENAME, target);
            to().move(real(source), real(target), options);
        }

        @Override
        public boolean isSameFile(Path one, Path other) throws IOException {
            return to().isSameFile(real(one), real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return to().isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return to().getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            to().checkAccess(real(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return to().getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(
                Path path, Class<A> type, LinkOption... options) throws IOException {
            return to().readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(
                Path path, String attributes, LinkOption... options) throws IOException {
            return to().readAttributes(real(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String name, Object value, LinkOption... options)
                throws IOException {
            before(Step.MODE, path);
            to().setAttribute(real(path), name, value, options);
        }
    }

    private record Wrapped(DirectoryStream<Path> stream, Function<Path, Path> wrap)
            implements DirectoryStream<Path> {
        @Override
        public Iterator<Path> iterator() {
            Iterator<Path> entries = stream.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public Path next() {
                    return wrap.apply(entries.next());
                }
            };
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
