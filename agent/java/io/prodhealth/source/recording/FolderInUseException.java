package io.prodhealth.source.recording;

/** A folder into which nothing can be recorded, since there is something in it. */
public final class FolderInUseException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With the reason, for people. */
    public FolderInUseException(String message) {
        super(message);
    }
}
