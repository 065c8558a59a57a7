package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.GoDuration;
import java.time.Duration;
import java.util.Map;

/** The APIs that Cortex scales. */
final class Scaled {

    /** Cortex's default of {@code downscale_stabilization_period} (pkg/consts). */
    private static final Duration DOWNSCALE_STABILIZATION = Duration.ofMinutes(5);

    private Scaled() {}

    /** Realtime and Async APIs; Batch and Task APIs run as many workers as they are told. */
    static boolean byCortex(ApiSpec api) {
        return api.api().autoscaling() != null;
    }

    static Duration downscaleStabilization(ApiSpec api) {
        Map<String, String> annotations =
                api.deployment().map(Deployment::annotations).orElse(Map.of());
        return GoDuration.parse(annotations.getOrDefault("autoscaling.cortex.dev/downscale-stabilization-period", ""))
                .orElse(DOWNSCALE_STABILIZATION);
    }
}
