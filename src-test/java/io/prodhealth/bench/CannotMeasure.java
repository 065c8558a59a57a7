package io.prodhealth.bench;

/** The bench could not do its work; nothing is said about how fast the agent is. */
final class CannotMeasure extends Exception {
    private static final long serialVersionUID = 1;

    CannotMeasure(String message) {
        super(message);
    }

    CannotMeasure(String message, Throwable cause) {
        super(message, cause);
    }
}
