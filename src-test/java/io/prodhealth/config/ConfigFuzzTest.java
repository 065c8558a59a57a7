package io.prodhealth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** Whatever is in the file, the variables and the flags: a configuration, or a ConfigException of printable lines. */
class ConfigFuzzTest {
    private static Path file = Path.of("");

    @BeforeContainer
    static void createFile() throws IOException {
        file = Files.createTempFile("prodhealth", ".yaml");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.deleteIfExists(file);
    }

    @Property(tries = 1500)
    void a_file_of_random_yaml_is_read_or_refused(@ForAll("yaml") String yaml) throws IOException {
        Files.writeString(file, yaml);

        String outcome = readOrRefuse(Map.of(), Map.of("--config.file", file.toString()));

        // The generator is no good where one of these does not happen.
        Statistics.collect(outcome);
        Statistics.coverage(coverage -> List.of("read", "no YAML", "wrong settings")
                .forEach(each -> coverage.check(each).percentage(percent -> percent > 2)));
    }

    @Property(tries = 300)
    void a_file_of_random_bytes_is_read_or_refused(@ForAll byte[] bytes) throws IOException {
        Files.write(file, bytes);

        readOrRefuse(Map.of(), Map.of("--config.file", file.toString()));
    }

    @Property(tries = 500)
    void any_variable_and_flag_is_read_or_refused(
            @ForAll("settings") Setting<?> setting, @ForAll String value, @ForAll String noise) {
        readOrRefuse(
                Map.of(setting.variable(), value, "PRODHEALTH_" + noise, value),
                Map.of(setting.flag(), value, "--" + noise, value));
    }

    private static String readOrRefuse(Map<String, String> environment, Map<String, String> flags) {
        try {
            Config config = new ConfigReader(environment, flags).read();
            assertThat(config.hash()).hasSize(16);
            assertReadBack(config);
            return "read";
        } catch (ConfigException e) {
            assertThat(e.errors()).isNotEmpty();
            assertThat(e.errors())
                    .allSatisfy(error -> assertThat(error.render().chars())
                            .as(error.render())
                            .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
            boolean parsed =
                    e.errors().stream().noneMatch(error -> error.message().contains("YAML"));
            return parsed ? "wrong settings" : "no YAML";
        }
    }

    private static void assertReadBack(Config config) throws ConfigException {
        try {
            Files.writeString(file, config.describe());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(new ConfigReader(Map.of(), Map.of("--config.file", file.toString())).read())
                .isEqualTo(config);
    }

    @Provide
    Arbitrary<Setting<?>> settings() {
        return Arbitraries.of(Settings.ALL);
    }

    /** Pieces of YAML and of the settings, so that random text gets past the parser often enough. */
    @Provide
    Arbitrary<String> yaml() {
        List<String> pieces = new ArrayList<>(List.of(
                " ",
                "  ",
                "\n",
                "\n  ",
                "\n    ",
                ": ",
                ":\n  ",
                "- ",
                "{",
                "}",
                "[",
                "]",
                ", ",
                "\"",
                "'",
                "#",
                "&a ",
                "*a",
                "!!int ",
                "!",
                "|\n",
                ">-\n",
                "---\n",
                "...\n",
                "%YAML 1.2\n",
                "%TAG ! x\n",
                "? ",
                "<<: ",
                "\t",
                "\r",
                "~",
                "null",
                "true",
                "-1",
                "0x1F",
                "1e9",
                ".inf",
                "9999999999999999999",
                "\\u202e",
                "\\UFFFFFFFF",
                "\\xZ",
                "\u0000",
                "\ufeff",
                "\u2028",
                "\u202e",
                "\ud83d\ude00",
                "value",
                "reason",
                "15s",
                "16MiB"));
        for (Setting<?> setting : Settings.ALL) {
            pieces.add(setting.section() + ":\n  ");
            pieces.add(setting.key() + ": ");
            pieces.add(setting.section() + ":\n  " + setting.key() + ": ");
            pieces.add("\"" + setting.defaultText() + "\"\n");
        }
        return Arbitraries.oneOf(Arbitraries.of(pieces), Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(40)
                .map(list -> list.stream().collect(Collectors.joining()));
    }
}
