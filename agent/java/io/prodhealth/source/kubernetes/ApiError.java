package io.prodhealth.source.kubernetes;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer of the API server that is none of what was asked for. */
final class ApiError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final @Nullable Duration retryAfter;

    ApiError(int code, String message, @Nullable Duration retryAfter) {
        super("HTTP " + code + ": " + message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** The resource version or the continue token is too old: list again. */
    boolean gone() {
        return code == 410;
    }

    /** Made, changed or deleted by someone else since it was read. */
    boolean conflict() {
        return code == 409;
    }

    boolean notFound() {
        return code == 404;
    }

    boolean denied() {
        return code == 401 || code == 403;
    }

    /** Who asked is known, and may not. */
    boolean forbidden() {
        return code == 403;
    }

    int code() {
        return code;
    }

    SourceException asSourceException() {
        String message = String.valueOf(getMessage());
        FailureReason reason = switch (code) {
            case 401, 403 -> FailureReason.PERMISSION_DENIED;
            case 404 -> FailureReason.NOT_FOUND;
            case 408, 504 -> FailureReason.TIMEOUT;
            case 429 -> FailureReason.THROTTLED;
            default -> code >= 500 ? FailureReason.UNAVAILABLE : FailureReason.INVALID_RESPONSE;
        };
        return new SourceException(reason, message, retryAfter);
    }
}
