package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.GeneratedDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** docs/install.md says what the chart has: its values, and the rights that it asks for. */
class InstallDocTest {

    private static final Path PAGE = Path.of("docs/install.md");
    private static final Pattern VALUES =
            Pattern.compile("(?s)(<!-- values: [^\\n]*-->\\n).*?(<!-- end of values -->)");
    private static final Pattern RIGHT =
            Pattern.compile("(?m)^\\| (cluster|`[\\w-]+`) \\| (`[^|]+) \\| ([a-z, ]+) \\| [^|]+ \\|$");
    private static final Pattern RESOURCES =
            Pattern.compile("((?:`\\w+`(?:, )?)+)(?: of `([\\w.]+)`)?(?: named ([\\w-]+(?:, [\\w-]+)*$))?");

    @Test
    void the_page_has_every_value() throws IOException {
        String page = Files.readString(PAGE);
        Matcher place = VALUES.matcher(page);
        assertThat(place.find()).isTrue();

        GeneratedDoc.check(
                PAGE, page.substring(0, place.end(1)) + table(ChartValue.all()) + page.substring(place.start(2)));
    }

    @Test
    void every_value_is_explained() throws IOException {
        assertThat(ChartValue.all())
                .hasSizeGreaterThan(40)
                .allMatch(value -> !value.meaning().isEmpty());
    }

    @Test
    void the_page_has_every_right_and_no_other() throws IOException {
        Set<String> said = new TreeSet<>();
        RIGHT.matcher(Files.readString(PAGE)).results().forEach(row -> said.addAll(rights(row)));
        Set<String> granted = new TreeSet<>();
        for (JsonNode role : Manifest.of(Files.readString(Path.of("deploy/manifests/rbac.yaml")))
                .all()) {
            for (JsonNode rule : role.path("rules")) {
                for (JsonNode resource : rule.path("resources")) {
                    granted.add(right(
                            role.at("/metadata/namespace").asString("cluster"),
                            resource.asString(),
                            rule.at("/apiGroups/0").asString(),
                            texts(rule.path("resourceNames")),
                            texts(rule.path("verbs"))));
                }
            }
        }

        assertThat(said).isEqualTo(granted);
    }

    private static List<String> rights(MatchResult row) {
        String where = row.group(1).replace("`", "");
        return RESOURCES
                .matcher(row.group(2))
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(", "))
                        .map(resource -> right(
                                where,
                                resource.replaceAll("[`,]", ""),
                                found.group(2) == null ? "" : found.group(2),
                                found.group(3) == null
                                        ? List.of()
                                        : List.of(found.group(3).split(", ")),
                                Arrays.asList(row.group(3).split(", ")))))
                .toList();
    }

    private static String right(String where, String resource, String group, List<String> names, List<String> verbs) {
        return where + " " + resource + "." + group + " " + names + " " + verbs;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static String table(List<ChartValue> values) {
        StringBuilder table = new StringBuilder("| value | default | what |\n|---|---|---|\n");
        for (ChartValue value : values) {
            table.append("| `%s` | `%s` | %s |\n".formatted(value.path(), value.initial(), value.meaning()));
        }
        return table.toString();
    }
}
