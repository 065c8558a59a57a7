package io.prodhealth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A protection that is changed while the agent runs. */
class WebConfigWatchTest {

    private static final String ALICE =
            "basic_auth_users: {alice: $2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG}";

    private final List<WebConfig> taken = new ArrayList<>();

    private WebConfigWatch watch(Path file) throws Exception {
        WebConfigWatch watch = new WebConfigWatch(file.toString(), WebConfigReader.read(file.toString()));
        watch.onChange(taken::add);
        return watch;
    }

    @Test
    void a_changed_file_is_taken_once(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("web.yaml"), "");
        WebConfigWatch watch = watch(file);

        watch.reload();
        Files.writeString(file, ALICE);
        watch.reload();
        watch.reload();

        assertThat(taken)
                .singleElement()
                .satisfies(web -> assertThat(web.users()).containsKey("alice"));
        assertThat(watch.current()).isEqualTo(taken.getFirst());
        assertThat(watch.errors()).isEmpty();
    }

    @Test
    void a_file_that_is_wrong_leaves_the_old_protection(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("web.yaml"), ALICE);
        WebConfigWatch watch = watch(file);

        Files.writeString(file, "basic_auth_users: {alice: hunter2}");
        assertThat(watch.reload()).hasSize(1);
        Files.delete(file);
        assertThat(watch.reload()).hasSize(1);

        assertThat(taken).isEmpty();
        assertThat(watch.current().users()).containsKey("alice");
    }

    @Test
    void what_the_server_refuses_is_an_error_until_it_is_mended(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("web.yaml"), "");
        WebConfigWatch watch = watch(file);
        watch.onChange(ignored -> {
            throw new IllegalArgumentException("No.");
        });

        Files.writeString(file, ALICE);
        assertThat(watch.reload()).extracting(ConfigError::message).containsExactly("No.");
        assertThat(watch.current()).isEqualTo(WebConfig.NONE);

        Files.writeString(file, "");
        assertThat(watch.reload()).isEmpty();
    }

    @Test
    void without_a_file_there_is_nothing_to_read() {
        assertThat(WebConfigWatch.none().reload()).isEmpty();
    }
}
