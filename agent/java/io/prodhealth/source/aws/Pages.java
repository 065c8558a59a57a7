package io.prodhealth.source.aws;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import org.jspecify.annotations.Nullable;

/** Answers that come in pages, and an end to those that have none. */
final class Pages {

    private Pages() {}

    /** Reads a page and tells where the next one begins; null or empty on the last. */
    interface Page {
        @Nullable
        String read(@Nullable String token) throws SourceException, InterruptedException;
    }

    /**
     * Reads them all.
     *
     * @param most pages; more of them are a failure, since part of a list would look like all of it
     */
    static void read(AwsOperation operation, int most, Page page) throws SourceException, InterruptedException {
        String token = null;
        for (int number = 0; number < most; number++) {
            token = page.read(token);
            if (token == null || token.isEmpty()) {
                return;
            }
        }
        throw new SourceException(
                FailureReason.INVALID_RESPONSE, operation.action() + ": more than " + most + " pages");
    }
}
