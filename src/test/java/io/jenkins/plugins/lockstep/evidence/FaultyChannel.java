package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A real channel of a {@link FaultyFileSystem}; a write that fails leaves half of its bytes. */
final class FaultyChannel extends FileChannel {
    private final FaultyFileSystem system;
    private final Path path;
    private final FileChannel real;

    FaultyChannel(FaultyFileSystem system, Path path, FileChannel real) {
        this.system = system;
        this.path = path;
        this.real = real;
    }

    private interface Write {
        int run(ByteBuffer bytes) throws IOException;
    }

    private int write(ByteBuffer bytes, Write write) throws IOException {
        try {
            system.before(FaultyFileSystem.Step.WRITE, path);
        } catch (IOException e) {
            ByteBuffer half = bytes.duplicate();
            half.limit(half.position() + half.remaining() / 2);
            real(half, write);
            throw e;
        }
        return real(bytes, write);
    }

    /** An interrupt closes the real channel, and so this one, which says whether it is open. */
    private int real(ByteBuffer bytes, Write write) throws IOException {
        try {
            return write.run(bytes);
        } catch (ClosedByInterruptException e) {
            close();
            throw e;
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return write(bytes, real::write);
    }

    @Override
    public int write(ByteBuffer bytes, long at) throws IOException {
        return write(bytes, part -> real.write(part, at));
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        system.before(FaultyFileSystem.Step.FORCE, path);
        real.force(metaData);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        system.before(FaultyFileSystem.Step.TRUNCATE, path);
        real.truncate(size);
        return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return real.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return real.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long at) throws IOException {
        return real.read(target, at);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) throws IOException {
        return real.lock(at, size, shared);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) throws IOException {
        return real.tryLock(at, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
