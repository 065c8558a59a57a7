package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PracticeAlertsTest {

    @Test
    void every_practice_feeds_one_alert() {
        for (Rule rule : Practices.rules()) {
            assertThat(PracticeAlerts.of(rule.id())).as(rule.id()).matches("(Cortex|Prodhealth)[A-Z][A-Za-z]+");
        }
        assertThatThrownBy(() -> PracticeAlerts.of("nothing")).isInstanceOf(IllegalArgumentException.class);
    }
}
