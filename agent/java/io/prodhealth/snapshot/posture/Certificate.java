package io.prodhealth.snapshot.posture;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of ACM.
 *
 * @param names the domain and the alternative names
 * @param status AWS' word; ISSUED is what works
 * @param notAfter null while it is not issued
 */
public record Certificate(
        String arn,
        List<String> names,
        String status,
        @Nullable Instant notAfter,
        boolean renewable) {}
