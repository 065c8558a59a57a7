package io.prodhealth.signal.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartReasonTest {

    @ParameterizedTest
    @CsvSource({
        "OOMKilled, 137, OOM_KILLED",
        "OOMKilled, 0, OOM_KILLED",
        "Error, 1, ERROR",
        "StartError, 128, ERROR",
        "ContainerCannotRun, 127, ERROR",
        "DeadlineExceeded, 143, ERROR",
        "Completed, 0, COMPLETED",
        "'', 0, UNKNOWN",
        "'', 137, ERROR",
        "ContainerStatusUnknown, 137, UNKNOWN",
        "SomethingNew, 3, ERROR",
        "oomkilled, 0, UNKNOWN"
    })
    void the_reason_is_one_of_a_closed_set(String reason, int exitCode, RestartReason expected) {
        assertThat(RestartReason.of(reason, exitCode)).isEqualTo(expected);
    }
}
