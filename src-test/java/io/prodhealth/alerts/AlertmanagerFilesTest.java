package io.prodhealth.alerts;

import static io.prodhealth.alerts.AlertmanagerFiles.configuration;
import static io.prodhealth.alerts.AlertmanagerFiles.documents;
import static io.prodhealth.alerts.AlertmanagerFiles.object;
import static io.prodhealth.alerts.AlertmanagerFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The files of {@code alerts/alertmanager} say the same, fit each other, and hold no secret. */
class AlertmanagerFilesTest {

    private static final String CLUSTER = "alertmanager.cluster.yaml";
    private static final String SECRETS = "/etc/alertmanager/secrets/prodhealth-alertmanager/";
    /** What 0.48.1 asks of a time. */
    private static final Pattern TIME = Pattern.compile("[0-9]+(ms|s|m|h)");

    private record Route(
            String receiver,
            List<Matcher> matchers,
            List<String> groupBy,
            String first,
            String interval,
            String repeat,
            List<Route> routes) {}

    private record Inhibition(List<Matcher> source, List<Matcher> target, List<String> equal) {}

    @Test
    void the_object_for_the_operator_has_the_routes_and_times_of_the_file() throws IOException {
        assertThat(ofOperator(
                        object("alertmanagerconfig.yaml", "AlertmanagerConfig").at("/spec/route")))
                .isEqualTo(written(configuration().path("route")));
    }

    @Test
    void the_object_for_the_operator_has_the_inhibitions_of_the_file() throws IOException {
        List<Inhibition> ofOperator = object("alertmanagerconfig.yaml", "AlertmanagerConfig")
                .at("/spec/inhibitRules")
                .valueStream()
                .map(rule -> new Inhibition(
                        Matcher.ofOperator(rule.path("sourceMatch")),
                        Matcher.ofOperator(rule.path("targetMatch")),
                        texts(rule.path("equal"))))
                .toList();

        assertThat(ofOperator).isEqualTo(inhibitions());
    }

    @Test
    void the_object_for_the_operator_has_the_receivers_and_texts_of_the_file() throws IOException {
        assertThat(receivers(
                        object("alertmanagerconfig.yaml", "AlertmanagerConfig").at("/spec/receivers")))
                .isEqualTo(receivers(configuration().path("receivers")))
                .hasSize(5);
    }

    @Test
    void times_are_written_as_the_operator_takes_them() throws IOException {
        assertThat(times(written(configuration().path("route"))))
                .isNotEmpty()
                .allMatch(time -> TIME.matcher(time).matches());
    }

    @Test
    void every_label_that_must_be_equal_is_asked_for_on_both_sides() throws IOException {
        for (Inhibition rule : inhibitions()) {
            assertThat(rule.equal()).contains("cluster");
            assertThat(guarded(rule.source())).as("%s", rule).containsAll(rule.equal());
            assertThat(guarded(rule.target())).as("%s", rule).containsAll(rule.equal());
        }
    }

    @Test
    void what_was_told_is_remembered_until_it_is_told_again() throws IOException {
        Duration longest = times(written(configuration().path("route"))).stream()
                .map(time -> Duration.parse("PT" + time.toUpperCase(Locale.ROOT)))
                .max(Duration::compareTo)
                .orElseThrow();
        JsonNode spec = object(CLUSTER, "Alertmanager").path("spec");

        assertThat(texts(spec.at("/containers/0/args"))).contains("--data.retention=240h");
        assertThat(spec.path("retention").asString()).isEqualTo("240h");
        assertThat(Duration.ofDays(10)).isGreaterThan(longest);
    }

    @Test
    void secrets_are_files_of_the_secret_that_is_mounted() throws IOException {
        TreeSet<String> files = new TreeSet<>();
        TreeSet<String> inline = new TreeSet<>();
        for (JsonNode receiver : configuration().path("receivers")) {
            fields(receiver, "", (name, value) -> {
                String setting = name.substring(name.lastIndexOf('/') + 1);
                if (setting.endsWith("_file")) {
                    assertThat(value).startsWith(SECRETS);
                    files.add(value.substring(SECRETS.length()));
                } else if (setting.matches(".*(url|key|token|password)") && !setting.equals("client_url")) {
                    inline.add(name);
                }
            });
        }

        assertThat(inline).isEmpty();
        assertThat(files)
                .containsExactlyElementsOf(new TreeSet<>(
                        object(CLUSTER, "Secret").path("stringData").propertyNames()));
        assertThat(object(CLUSTER, "Secret").path("stringData").valueStream().map(JsonNode::asString))
                .allMatch(value -> value.startsWith("<") && value.endsWith(">"));
        assertThat(texts(object(CLUSTER, "Alertmanager").at("/spec/secrets")))
                .containsExactly("prodhealth-alertmanager");
    }

    @Test
    void prometheus_is_told_of_the_service_that_is_there() throws IOException {
        JsonNode service = object(CLUSTER, "Service");
        JsonNode alertmanager = object(CLUSTER, "Alertmanager");
        JsonNode told = documents("prometheus.patch.yaml").getFirst().at("/spec/alerting/alertmanagers/0");

        assertThat(told.path("name")).isEqualTo(service.at("/metadata/name"));
        assertThat(told.path("namespace")).isEqualTo(service.at("/metadata/namespace"));
        assertThat(told.path("port")).isEqualTo(service.at("/spec/ports/0/name"));
        // The label that the operator gives the pods of an Alertmanager.
        assertThat(service.at("/spec/selector/alertmanager")).isEqualTo(alertmanager.at("/metadata/name"));
        assertThat(texts(alertmanager.at("/spec/containers/0/args")))
                .contains("--config.file=/etc/alertmanager/configmaps/"
                        + alertmanager.at("/spec/configMaps/0").asString() + "/alertmanager.yaml");
    }

    private static List<Inhibition> inhibitions() throws IOException {
        return configuration()
                .path("inhibit_rules")
                .valueStream()
                .map(rule -> new Inhibition(
                        Matcher.written(rule.path("source_matchers")),
                        Matcher.written(rule.path("target_matchers")),
                        texts(rule.path("equal"))))
                .toList();
    }

    private static List<String> guarded(List<Matcher> matchers) {
        return matchers.stream()
                .filter(matcher -> matcher.regex() && matcher.value().equals(".+"))
                .map(Matcher::name)
                .toList();
    }

    private static Route written(JsonNode route) {
        return new Route(
                route.path("receiver").asString(),
                Matcher.written(route.path("matchers")),
                texts(route.path("group_by")),
                route.path("group_wait").asString(""),
                route.path("group_interval").asString(""),
                route.path("repeat_interval").asString(""),
                each(route, AlertmanagerFilesTest::written));
    }

    private static Route ofOperator(JsonNode route) {
        return new Route(
                route.path("receiver").asString(),
                Matcher.ofOperator(route.path("matchers")),
                texts(route.path("groupBy")),
                route.path("groupWait").asString(""),
                route.path("groupInterval").asString(""),
                route.path("repeatInterval").asString(""),
                each(route, AlertmanagerFilesTest::ofOperator));
    }

    private static List<Route> each(JsonNode route, Function<JsonNode, Route> child) {
        return route.path("routes").valueStream().map(child).toList();
    }

    private static List<String> times(Route route) {
        List<String> times = new ArrayList<>(List.of(route.first(), route.interval(), route.repeat()));
        route.routes().forEach(child -> times.addAll(times(child)));
        times.removeIf(String::isEmpty);
        return times;
    }

    /** By name: every setting that is no secret, in one way of writing its name. */
    private static Map<String, Map<String, String>> receivers(JsonNode receivers) {
        Map<String, Map<String, String>> byName = new TreeMap<>();
        for (JsonNode receiver : receivers) {
            Map<String, String> settings = new TreeMap<>();
            fields(receiver, "", (name, value) -> {
                String one = name.replace("_", "").toLowerCase(Locale.ROOT);
                if (!one.endsWith("file") && !one.matches(".*(urlsecret|apiurl|routingkey)/(name|key)")) {
                    settings.put(one, value);
                }
            });
            byName.put(receiver.path("name").asString(), settings);
        }
        return byName;
    }

    /** Every value below an object, with the names that lead to it; of a list of keys and values, the keys are names. */
    private static void fields(JsonNode node, String path, BiConsumer<String, String> told) {
        if (node.isArray()) {
            node.forEach(child -> {
                if (child.has("key") && child.has("value")) {
                    told.accept(
                            path + "/" + child.path("key").asString(),
                            child.path("value").asString());
                } else {
                    fields(child, path, told);
                }
            });
        } else if (node.isObject()) {
            node.properties()
                    .forEach(field -> fields(
                            field.getValue(), path.isEmpty() ? field.getKey() : path + "/" + field.getKey(), told));
        } else {
            told.accept(path, node.asString());
        }
    }
}
