package io.prodhealth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.practice.Waiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaiverListTest {

    private final LocalDate soon = LocalDate.now(ZoneOffset.UTC).plusDays(30);

    @TempDir
    private Path folder;

    private Config read(String yaml) throws IOException, ConfigException {
        Path file = folder.resolve("prodhealth.yaml");
        Files.writeString(file, yaml);
        return new ConfigReader(Map.of(), Map.of("--config.file", file.toString())).read();
    }

    private String errors(String yaml) {
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> read(yaml));
        return String.valueOf(wrong.getMessage()).replace(folder + "/", "");
    }

    @Test
    void a_waiver_is_of_all_objects_or_of_one() throws Exception {
        String yaml = """
            waivers:
            - practice: nodes_publicly_reachable
              reason: "the cluster is moved in spring"
              owner: platform
              until: %1$s
            - {practice: image_tag_mutable, object: api/iris, namespace: default, reason: demo, owner: ml, until: "%1$s"}
            """.formatted(soon);

        assertThat(read(yaml).practices().waivers())
                .containsExactly(
                        new Waiver(
                                "nodes_publicly_reachable", "", "", "the cluster is moved in spring", "platform", soon),
                        new Waiver("image_tag_mutable", "default", "api/iris", "demo", "ml", soon));
    }

    @Test
    void what_is_printed_is_read_again() throws Exception {
        Config config = read("""
            waivers:
            - practice: image_tag_mutable
              object: api/iris
              reason: 'quotes " and \\ and # and : '
              owner: "ml: team"
              until: %s
            """.formatted(soon));

        assertThat(read(config.describe())).isEqualTo(config);
        assertThat(config.hash()).isNotEqualTo(Config.defaults().hash());
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_with_its_place() {
        String yaml = """
            waivers:
            - practice: image_tag_mutble
              reason: x
              owner: ml
              until: %s
            - practice: image_tag_mutable
              because: x
              until: 31.12.2026
            - nothing
            - practice: image_tag_mutable
              reason: [x]
              owner: ml
              until: 2999-01-01
            """.formatted(soon);

        assertThat(errors(yaml).replaceAll("not after [0-9-]+", "not after …").lines())
                .containsExactly(
                        "prodhealth.yaml:2:13: waivers[0].practice: \"image_tag_mutble\" is no practice. Did you mean"
                                + " image_tag_mutable?",
                        "prodhealth.yaml:7:3: waivers[1].because: unknown key. Allowed: practice, namespace, object,"
                                + " reason, owner, until.",
                        "prodhealth.yaml:6:3: waivers[1].reason: must be a text of 1 to 300 characters.",
                        "prodhealth.yaml:6:3: waivers[1].owner: must be a text of 1 to 300 characters.",
                        "prodhealth.yaml:8:10: waivers[1].until: \"31.12.2026\" is no day. Allowed: written like"
                                + " 2027-01-31.",
                        "prodhealth.yaml:9:3: waivers[2] must be a mapping. Allowed: practice, namespace, object,"
                                + " reason, owner, until.",
                        "prodhealth.yaml:11:11: waivers[3].reason: must be a text of 1 to 300 characters.",
                        "prodhealth.yaml:13:10: waivers[3].until: 2999-01-01 is more than a year ahead. Allowed: a day"
                                + " not after …: what is accepted is looked at again once a year.");
    }

    @Test
    void what_is_no_list_is_said_to_be_none_and_an_empty_one_is_none() throws Exception {
        assertThat(errors("waivers: {practice: x}"))
                .startsWith("prodhealth.yaml:1:10: waivers: is no list. Allowed: a");
        assertThat(read("waivers:").practices().waivers()).isEqualTo(List.of());
        assertThat(read("waivers: []").practices().waivers()).isEqualTo(List.of());
    }
}
