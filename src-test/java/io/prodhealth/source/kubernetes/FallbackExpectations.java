package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prodhealth.signal.provisioning.FallbackReason;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Provisioning;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a story expects to have been counted at its end. */
final class FallbackExpectations {

    private FallbackExpectations() {}

    static void assertCounted(FallbackStory story, boolean aws, Provisioning last) {
        long fallbacks = story.expected().path("spot_fallbacks_total").longValue();
        String reason = story.expected()
                .path(aws ? "reason_with_aws" : "reason_kubernetes_only")
                .asString("");
        for (FamilyProvisioning.Counted counted : last.counted()) {
            boolean of = counted.name().equals(story.family()) && fallbacks > 0;
            assertThat(counted.fallbacks())
                    .as(counted.name())
                    .isEqualTo(
                            of ? Map.of(FallbackReason.valueOf(reason.toUpperCase(Locale.ROOT)), fallbacks) : Map.of());
        }
        long interruptions = story.expected().path("spot_interruptions_total").asLong(0);
        assertThat(last.interruptions().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(interruptions);
    }

    static void assertLag(FallbackStory story, Provisioning last) {
        JsonNode lag = story.expected().path("fallback_lag_seconds");
        FamilyProvisioning.Counted counted = last.counted().stream()
                .filter(one -> one.name().equals(story.family()))
                .findFirst()
                .orElseThrow();
        assertThat(counted.lag().count()).isEqualTo(lag.isMissingNode() ? 0 : 1);
        assertThat(counted.lag().sum())
                .isCloseTo(
                        lag.path("value").asDouble(0),
                        within(lag.path("tolerance_s").asDouble(0)));
    }
}
