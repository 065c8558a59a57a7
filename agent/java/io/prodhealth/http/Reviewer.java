package io.prodhealth.http;

/** Asks somebody else who the holder of a token is and what they may see. */
@FunctionalInterface
public interface Reviewer {

    /** What is said of a token. */
    enum Answer {
        ALLOWED,
        /** Its holder is known, and may not. */
        FORBIDDEN,
        /** It is nobody's. */
        UNKNOWN
    }

    /** That nothing was said: the other side is not reached, fails, or does not let the agent ask. */
    final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        /** A sentence that says why; it is logged by whoever throws it. */
        public Unanswered(String message) {
            super(message);
        }
    }

    /**
     * Whether the holder of {@code token} may do {@code verb} to {@code path}. Blocks.
     *
     * @param verb {@code get} or {@code post}
     */
    Answer review(String token, String path, String verb) throws Unanswered, InterruptedException;
}
