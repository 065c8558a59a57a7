package io.prodhealth.source.recording;

/** A folder that is no recording, or none that this version can read. */
public final class NotARecordingException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With the reason, for people. */
    public NotARecordingException(String message) {
        super(message);
    }
}
