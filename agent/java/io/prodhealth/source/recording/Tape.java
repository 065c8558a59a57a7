package io.prodhealth.source.recording;

import java.io.IOException;

/** One file of a recording, record by record. */
interface Tape extends AutoCloseable {

    /** Moves to the next record that can be read; false at the end. What cannot be read is complained of. */
    boolean advance() throws IOException;

    /** When the record was made: microseconds since second 0 of the recording. */
    long at();

    /** Takes the record in. At most once a record. */
    void take();

    /** Complains of the record instead. */
    void refuse(String why);

    @Override
    void close() throws IOException;
}
