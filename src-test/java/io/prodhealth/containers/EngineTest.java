package io.prodhealth.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final Optional<String> ABSENT = Optional.of("no engine answers");

    @Test
    void without_an_engine_a_laptop_skips_with_the_reason() {
        assertThat(Engine.decide(ABSENT, null))
                .returns(true, result -> result.isDisabled())
                .returns(ABSENT, result -> result.getReason());
    }

    @Test
    void without_an_engine_ci_fails_with_the_reason() {
        assertThatThrownBy(() -> Engine.decide(ABSENT, "true")).hasMessageContaining("no engine answers");
    }

    @Test
    void with_an_engine_both_run() {
        assertThat(Engine.decide(Optional.empty(), null).isDisabled()).isFalse();
        assertThat(Engine.decide(Optional.empty(), "true").isDisabled()).isFalse();
    }

    @Test
    void an_image_is_read_from_what_the_set_up_wrote(@TempDir Path folder) throws IOException {
        Path prepared = Files.writeString(folder.resolve("containers.env"), """
            PROMETHEUS_IMAGE=prom/prometheus:v2.53.3
            MOTO_IMAGE=mirror.example:5000/moto:5
            """);

        assertThat(Images.PROMETHEUS.image(prepared)).isEqualTo("prom/prometheus:v2.53.3");
        assertThat(Images.MOTO.image(prepared)).isEqualTo("mirror.example:5000/moto:5");
        assertThatThrownBy(() -> Images.ALERTMANAGER.image(prepared)).hasMessageContaining("ALERTMANAGER_IMAGE");
    }
}
