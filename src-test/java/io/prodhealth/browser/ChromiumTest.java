package io.prodhealth.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromiumTest {

    @Test
    void without_a_browser_the_reason_says_how_to_get_one(@TempDir Path folder) throws IOException {
        Path noProgram = Files.writeString(folder.resolve("chromium"), "");

        assertThat(Chromium.whyNot(Optional.empty()).orElseThrow()).contains("setup.sh");
        assertThat(Chromium.whyNot(Optional.of(folder.resolve("gone").toString()))
                        .orElseThrow())
                .contains("gone");
        assertThat(Chromium.whyNot(Optional.of(noProgram.toString()))).isPresent();
    }

    @Test
    void with_one_tests_run(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("chromium"), "");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(Chromium.whyNot(Optional.of(program.toString()))).isEmpty();
    }
}
