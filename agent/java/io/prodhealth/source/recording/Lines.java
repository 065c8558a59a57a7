package io.prodhealth.source.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The lines of a file, one at a time, none of them copied, and none longer than a bound in memory. */
final class Lines implements AutoCloseable {

    /** The API server takes no request above 3 MiB, so no object is longer. */
    static final int LONGEST = 8 << 20;

    private static final int FIRST_BUFFER = 1 << 16;

    private final InputStream in;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int from;
    private int to;
    private int unread;
    private int end;
    private long number;
    private boolean tooLong;
    private boolean cut;
    private boolean over;

    private Lines(InputStream in) {
        this.in = in;
    }

    /** Opens a file; one whose name ends in {@code .gz} is unpacked on the way. */
    static Lines of(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            return new Lines(
                    String.valueOf(file.getFileName()).endsWith(".gz")
                            ? new GZIPInputStream(bytes, FIRST_BUFFER)
                            : bytes);
        } catch (EOFException e) {
            // The recorder was killed before it had written anything.
            return new Lines(bytes);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** Moves to the next line that is not empty; false at the end. */
    boolean next() throws IOException {
        do {
            if (!advance()) {
                return false;
            }
        } while (to == from && !tooLong);
        return true;
    }

    private boolean advance() throws IOException {
        from = unread;
        tooLong = false;
        int scanned = from;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    return found(i, i + 1);
                }
            }
            if (over) {
                cut = end > from || tooLong;
                return cut && found(end, end);
            }
            makeRoom();
            scanned = end;
            fill();
        }
    }

    private boolean found(int at, int next) {
        to = at;
        unread = next;
        number++;
        return true;
    }

    private void makeRoom() {
        System.arraycopy(buffer, from, buffer, 0, end - from);
        end -= from;
        from = 0;
        if (end == LONGEST) {
            tooLong = true;
            end = 0;
        } else if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST, 2 * buffer.length));
        }
    }

    private void fill() throws IOException {
        try {
            int read = in.read(buffer, end, buffer.length - end);
            over = read < 0;
            end += Math.max(0, read);
        } catch (EOFException e) {
            // The end of a packed file that was not closed is missing.
            over = true;
        }
    }

    /** Where the line is. */
    byte[] buffer() {
        return buffer;
    }

    /** Where it begins. */
    int from() {
        return from;
    }

    /** How long it is, without its end. */
    int length() {
        return to - from;
    }

    /** Counted from 1. */
    long number() {
        return number;
    }

    /** The line is longer than {@link #LONGEST} and was passed over. */
    boolean tooLong() {
        return tooLong;
    }

    /** The line is the last one and has no end: its writer may have been killed. */
    boolean cut() {
        return cut;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
