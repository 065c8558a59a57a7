package io.prodhealth.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.GeneratedDoc;
import io.prodhealth.Links;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What lies under dashboards/ is what the code makes, and can be loaded. */
class DashboardFilesTest {

    static final Path FOLDER = Path.of("dashboards");
    private static final Path MAPS = FOLDER.resolve("configmaps");

    /** Of an object of Kubernetes. */
    private static final int MEBIBYTE = 1 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @EnumSource
    void each_dashboard_is_a_file(Flavour flavour) throws IOException {
        Path folder = FOLDER.resolve(flavour.folder());
        for (Dashboard dashboard : Dashboards.ALL) {
            GeneratedDoc.check(folder.resolve(dashboard.uid() + ".json"), DashboardJson.text(dashboard, flavour));
        }
        Set<String> named = Dashboards.ALL.stream()
                .map(dashboard -> dashboard.uid() + ".json")
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing else lies there")
                    .hasSameElementsAs(named);
        }
    }

    @Test
    void the_objects_of_kubernetes_hold_them() throws IOException {
        GeneratedDoc.check(MAPS.resolve("sidecar.yaml"), ConfigMaps.forSidecar(Dashboards.ALL));
        GeneratedDoc.check(MAPS.resolve("cortex.yaml"), ConfigMaps.forCortex(Dashboards.ALL));
        GeneratedDoc.check(MAPS.resolve("cortex.patch.yaml"), ConfigMaps.patch(Dashboards.ALL));
    }

    @ParameterizedTest
    @EnumSource
    void an_object_holds_one_dashboard_and_is_not_too_large(Flavour flavour) {
        String objects =
                flavour.modern() ? ConfigMaps.forSidecar(Dashboards.ALL) : ConfigMaps.forCortex(Dashboards.ALL);
        Set<String> held = new TreeSet<>();
        for (JsonNode map : documents(objects)) {
            assertThat(map.toString().length()).isLessThan(MEBIBYTE);
            map.path("data").properties().forEach(entry -> {
                String uid = entry.getKey().replace(".json", "");
                held.add(uid);
                assertThat(entry.getValue().asString())
                        .isEqualTo(Dashboards.ALL.stream()
                                .filter(dashboard -> dashboard.uid().equals(uid))
                                .map(dashboard -> DashboardJson.text(dashboard, flavour))
                                .findFirst()
                                .orElseThrow());
            });
        }
        assertThat(held)
                .containsExactlyInAnyOrderElementsOf(
                        Dashboards.ALL.stream().map(Dashboard::uid).toList());
    }

    @Test
    void a_sidecar_finds_them_by_its_label() {
        for (JsonNode map : documents(ConfigMaps.forSidecar(Dashboards.ALL))) {
            assertThat(map.at("/metadata/labels/grafana_dashboard").asString()).isEqualTo("1");
        }
    }

    @Test
    void the_patch_mounts_each_object_of_cortex_once_beside_its_own() {
        Set<String> objects = new TreeSet<>();
        documents(ConfigMaps.forCortex(Dashboards.ALL)).forEach(map -> {
            assertThat(map.at("/metadata/namespace").asString()).isEqualTo("default");
            objects.add(map.at("/metadata/name").asString());
        });
        JsonNode pod = documents(ConfigMaps.patch(Dashboards.ALL)).getFirst().at("/spec/template/spec");
        Set<String> mounted = new TreeSet<>();
        Set<String> places = new TreeSet<>();
        pod.at("/containers/0/volumeMounts").forEach(mount -> {
            pod.path("volumes")
                    .valueStream()
                    .filter(volume -> volume.path("name").equals(mount.path("name")))
                    .forEach(volume -> mounted.add(volume.at("/configMap/name").asString()));
            places.add(mount.path("mountPath").asString());
        });

        assertThat(pod.at("/containers/0/name").asString()).isEqualTo("grafana");
        assertThat(mounted).isEqualTo(objects);
        assertThat(places)
                .hasSameSizeAs(objects)
                .allMatch(place -> place.startsWith("/grafana-dashboard-definitions/cortex/prodhealth-"));
    }

    @Test
    void the_page_about_them_names_each_and_its_links_lead_somewhere() throws IOException {
        Path page = FOLDER.resolve("README.md");
        String text = Files.readString(page);

        assertThat(Dashboards.ALL).allMatch(dashboard -> text.contains("`" + dashboard.uid() + "`"));
        assertThat(Links.broken(page, text)).isEmpty();
    }

    /** As the files hold them, which are compared above. */
    private static List<JsonNode> documents(String yaml) {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .toList();
    }
}
