package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever shape a field has, an object is read; whatever the bytes are, nothing but Jackson complains. */
class ReaderFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Readers READERS = new Readers();
    private static final PodReader PODS = new PodReader();

    private static final List<Function<JsonNode, Object>> ALL_READERS = List.of(
            READERS::namespace,
            READERS::node,
            READERS::deployment,
            READERS::statefulSet,
            READERS::daemonSet,
            READERS::replicaSet,
            READERS::job,
            READERS::autoscaler,
            READERS::volumeClaim,
            READERS::service,
            READERS::configMap,
            READERS::event,
            READERS::virtualService,
            READERS::batchJob,
            READERS::prometheus,
            READERS::podUsage,
            object -> pod(object.toString()));

    /** Recorded objects of every kind. */
    private static final List<ObjectNode> RECORDED = fewOfEach();

    @Property(tries = 400)
    void a_recorded_object_with_other_values_in_it_is_still_read(
            @ForAll("recorded") ObjectNode object, @ForAll("edits") List<Edit> edits) {
        ObjectNode edited = object.deepCopy();
        edits.forEach(edit -> edit.apply(edited));

        ALL_READERS.forEach(reader -> assertThat(reader.apply(edited)).isNotNull());
    }

    @Property(tries = 300)
    void a_random_tree_is_read(@ForAll("trees") JsonNode tree) {
        ALL_READERS.forEach(reader -> assertThat(reader.apply(tree)).isNotNull());
    }

    @Property(tries = 400)
    void a_pod_with_other_bytes_in_it_is_read_or_refused_by_jackson(
            @ForAll("recorded") ObjectNode object, @ForAll @IntRange(max = 1 << 20) int at, @ForAll byte value) {
        byte[] bytes = object.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        bytes[at % bytes.length] = value;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            JsonCursor json = new JsonCursor(parser);
            json.next();
            PODS.read(json);
        } catch (JacksonException refused) {
            assertThat(refused.getOriginalMessage()).isNotEmpty();
        }
    }

    @Property(tries = 200)
    void a_pod_that_breaks_off_is_refused_by_jackson_or_ends(@ForAll @IntRange(max = 1 << 20) int length) {
        String pod = RECORDED.getFirst().toString();
        String part = pod.substring(0, length % pod.length());
        try {
            assertThat(pod(part)).isNotNull();
        } catch (JacksonException refused) {
            assertThat(part).isNotEmpty();
        }
    }

    private static Object pod(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonCursor json = new JsonCursor(parser);
            json.next();
            return PODS.read(json).object();
        }
    }

    /**
     * Puts a value somewhere.
     *
     * @param path which child to take at each level
     * @param value what is put there
     */
    record Edit(List<Integer> path, JsonNode value) {

        void apply(ObjectNode root) {
            JsonNode node = root;
            for (int i = 0; i < path.size() && !node.isEmpty(); i++) {
                int child = path.get(i) % node.size();
                boolean last = i == path.size() - 1;
                if (node instanceof ObjectNode object) {
                    String name = List.copyOf(object.propertyNames()).get(child);
                    if (last || object.path(name).isEmpty()) {
                        object.set(name, value);
                        return;
                    }
                    node = object.path(name);
                } else if (node instanceof ArrayNode array) {
                    if (last || array.path(child).isEmpty()) {
                        array.set(child, value);
                        return;
                    }
                    node = array.path(child);
                }
            }
        }
    }

    @Provide
    Arbitrary<ObjectNode> recorded() {
        return Arbitraries.of(RECORDED);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<List<Integer>> path =
                Arbitraries.integers().between(0, 40).list().ofMinSize(1).ofMaxSize(8);
        return net.jqwik.api.Combinators.combine(path, trees())
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        return Arbitraries.lazyOf(
                ReaderFuzzTest::scalars,
                ReaderFuzzTest::scalars,
                ReaderFuzzTest::scalars,
                () -> trees().list().ofMaxSize(3).map(ReaderFuzzTest::array),
                () -> Arbitraries.maps(names(), trees()).ofMaxSize(4).map(ReaderFuzzTest::object));
    }

    private static Arbitrary<JsonNode> scalars() {
        return Arbitraries.of(
                        "null",
                        "true",
                        "false",
                        "0",
                        "-1",
                        "2147483648",
                        "99999999999999999999999999",
                        "1.5",
                        "1e999",
                        "\"\"",
                        "\"3\"",
                        "\"True\"",
                        "\"2026-01-15T09:00:00Z\"",
                        "\"-99999-01-01T00:00:00Z\"",
                        "\"\\ud800\"",
                        "\"\\u0000\\n\\\"\"",
                        "{}",
                        "[]",
                        "[[[[[[[[]]]]]]]]",
                        "[null]",
                        "{\"\":null}")
                .map(JSON::readTree);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of(
                "metadata",
                "spec",
                "status",
                "data",
                "name",
                "labels",
                "annotations",
                "template",
                "containers",
                "initContainers",
                "conditions",
                "containerStatuses",
                "state",
                "lastState",
                "waiting",
                "terminated",
                "env",
                "args",
                "readinessProbe",
                "httpGet",
                "ports",
                "http",
                "route",
                "affinity",
                "ownerReferences",
                "series",
                "usage");
    }

    private static JsonNode array(List<JsonNode> elements) {
        ArrayNode array = JSON.createArrayNode();
        elements.forEach(array::add);
        return array;
    }

    private static JsonNode object(java.util.Map<String, JsonNode> fields) {
        ObjectNode object = JSON.createObjectNode();
        fields.forEach(object::set);
        return object;
    }

    private static List<ObjectNode> fewOfEach() {
        List<ObjectNode> all = new ArrayList<>();
        for (String kind : List.of(
                "pods",
                "nodes",
                "deployments",
                "statefulsets",
                "daemonsets",
                "replicasets",
                "jobs",
                "horizontalpodautoscalers",
                "persistentvolumeclaims",
                "services",
                "configmaps",
                "events",
                "virtualservices",
                "batchjobs",
                "prometheuses",
                "podmetrics")) {
            List<ObjectNode> items = RecordedObjects.of(kind);
            all.addAll(items.subList(0, Math.min(5, items.size())));
        }
        return all;
    }
}
