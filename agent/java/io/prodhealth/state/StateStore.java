package io.prodhealth.state;

import java.io.IOException;
import java.util.Optional;

/** Where one text is kept from one life of the agent to the next. Blocks: call it on a virtual thread. */
public interface StateStore {

    /**
     * The text that was kept last; empty when there is none.
     *
     * @throws Denied when it may not be read
     * @throws IOException when it cannot be read now
     */
    Optional<String> read() throws IOException, InterruptedException;

    /**
     * Keeps {@code text} instead.
     *
     * @param setAside what was found and could not be used, to be kept beside it for whoever looks into that; empty for
     *     nothing
     * @throws Denied when it may not be written
     * @throws IOException when it cannot be written now
     */
    void write(String text, String setAside) throws IOException, InterruptedException;

    /** A permission is missing. */
    final class Denied extends IOException {

        private static final long serialVersionUID = 1L;

        public Denied(String message) {
            super(message);
        }
    }
}
