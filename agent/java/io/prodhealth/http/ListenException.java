package io.prodhealth.http;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;

/** The address cannot be listened on. The message is one sentence for the operator. */
public final class ListenException extends Exception {

    private static final long serialVersionUID = 1L;

    public ListenException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    static ListenException of(WebOptions options, Throwable cause) {
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        String sentence = "Cannot listen on " + host + ":" + options.port() + ": " + why(cause) + ".";
        return new ListenException(sentence, cause);
    }

    private static String why(Throwable cause) {
        String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "this machine does not know the host";
        }
        if (cause instanceof BindException && message.contains("already in use")) {
            return "the port is in use; stop what uses it, or set web.listen_address to another";
        }
        if (message.contains("Cannot assign requested address")) {
            return "the address is none of this machine's";
        }
        if (message.contains("Permission denied")) {
            return "ports below 1024 need a privilege; set web.listen_address to a higher one";
        }
        return message;
    }
}
