package io.prodhealth.http;

/** The address cannot be listened on. The message is one sentence for the operator. */
public final class ListenException extends Exception {

    private static final long serialVersionUID = 1L;

    ListenException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
