package io.jenkins.plugins.lockstep.process;

import java.util.Arrays;

/** Keeps the last bytes that were written to it. */
final class Ring {
    private final int capacity;
    private byte[] bytes = new byte[0];
    private long written;

    Ring(int capacity) {
        this.capacity = capacity;
    }

    void write(byte[] from, int offset, int length) {
        if (length >= capacity) {
            grow(capacity);
            long end = written + length;
            int kept = offset + length - capacity;
            int start = (int) (end % capacity);
            System.arraycopy(from, kept, bytes, start, capacity - start);
            System.arraycopy(from, kept + capacity - start, bytes, 0, start);
            written = end;
            return;
        }
        grow((int) Math.min(capacity, written + length));
        int at = (int) (written % capacity);
        int first = Math.min(length, capacity - at);
        System.arraycopy(from, offset, bytes, at, first);
        System.arraycopy(from, offset + first, bytes, 0, length - first);
        written += length;
    }

    private void grow(int needed) {
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, Math.min(capacity, Math.max(needed, bytes.length * 2)));
        }
    }

    /** Whether bytes were lost. */
    boolean overflowed() {
        return written > capacity;
    }

    /** The last bytes, {@code most} at most, oldest first. */
    byte[] last(int most) {
        int length = (int) Math.min(Math.min(written, capacity), Math.max(0, most));
        byte[] last = new byte[length];
        int at = length == 0 ? 0 : (int) ((written - length) % capacity);
        int first = Math.min(length, capacity - at);
        System.arraycopy(bytes, at, last, 0, first);
        System.arraycopy(bytes, 0, last, first, length - first);
        return last;
    }
}
