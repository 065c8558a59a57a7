package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContainerCapacityTest {

    @Test
    void workers_and_threads_multiply_wherever_they_are_told() {
        assertThat(requests(Map.of(), "gunicorn", "-w", "4", "--threads", "2", "app:app"))
                .hasValue(8);
        assertThat(requests(Map.of(), "/usr/bin/gunicorn", "-w4", "app:app")).hasValue(4);
        assertThat(requests(Map.of(), "sh", "-c", "exec uvicorn --workers=3 main:app"))
                .hasValue(3);
        assertThat(requests(Map.of("GUNICORN_CMD_ARGS", "--workers=2 --threads=1")))
                .hasValue(2);
        assertThat(requests(Map.of("WEB_CONCURRENCY", "8"))).hasValue(8);
        assertThat(requests(Map.of("MAX_WORKERS", "5"))).hasValue(5);
    }

    @Test
    void what_is_nearer_to_the_process_wins() {
        assertThat(requests(
                        Map.of("WEB_CONCURRENCY", "8", "GUNICORN_CMD_ARGS", "--workers=2"),
                        "gunicorn",
                        "--workers",
                        "4"))
                .hasValue(4);
        assertThat(requests(Map.of("WEB_CONCURRENCY", "8", "GUNICORN_CMD_ARGS", "--workers=2")))
                .hasValue(2);
    }

    @Test
    void a_letter_says_nothing_without_a_server_that_knows_it() {
        assertThat(requests(Map.of(), "curl", "-w", "4")).isEmpty();
    }

    @Test
    void threads_that_share_a_request_and_what_is_no_number_say_nothing() {
        assertThat(requests(Map.of("OMP_NUM_THREADS", "8"))).isEmpty();
        assertThat(requests(Map.of("WEB_CONCURRENCY", "$(nproc)"))).isEmpty();
        assertThat(requests(Map.of("WEB_CONCURRENCY", "0"))).isEmpty();
        assertThat(requests(Map.of(), "gunicorn", "--workers")).isEmpty();
    }

    @Test
    void asynchronous_and_batching_servers_take_more() {
        assertThat(ContainerCapacity.parallel(container("iris:1", Map.of(), "uvicorn", "main:app")))
                .isTrue();
        assertThat(ContainerCapacity.parallel(container("nvcr.io/nvidia/tritonserver:23.04", Map.of())))
                .isTrue();
        assertThat(ContainerCapacity.parallel(container("iris:1", Map.of(), "gunicorn", "-w", "1")))
                .isFalse();
    }

    @Property
    void whatever_is_written_there_it_is_a_number_or_nothing(@ForAll List<String> words, @ForAll String environment) {
        Container container =
                container("iris:1", Map.of("GUNICORN_CMD_ARGS", environment), words.toArray(String[]::new));

        assertThat(ContainerCapacity.of(container)
                        .map(ContainerCapacity::requests)
                        .orElse(1))
                .isPositive();
    }

    private static Optional<Integer> requests(Map<String, String> environment, String... arguments) {
        return ContainerCapacity.of(container("iris:1", environment, arguments)).map(ContainerCapacity::requests);
    }

    private static Container container(String image, Map<String, String> environment, String... arguments) {
        return new Container("api", image, List.of(arguments), Map.of(), Map.of(), environment, null, null, false);
    }
}
