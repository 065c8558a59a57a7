package io.prodhealth.snapshot;

/**
 * A place in a file that a user has written.
 *
 * @param file its path, as it was given
 * @param line from 1
 * @param column from 1, in characters
 */
public record FilePlace(String file, int line, int column) {

    /** As compilers write it. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
