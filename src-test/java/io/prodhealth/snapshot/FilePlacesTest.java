package io.prodhealth.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FilePlacesTest {

    private static final FilePlaces PLACES = new FilePlaces(Map.of(
            "api/iris", Map.of("", at(3), "pod", at(5), "pod.containers.0", at(7)),
            "node_group/gpu", Map.of("", at(20), "priority", at(24)),
            "cluster", Map.of("", at(1), "image_kube_rbac_proxy", at(9), "node_groups", at(19))));

    private static FilePlace at(int line) {
        return new FilePlace("f.yaml", line, 1);
    }

    @Test
    void a_field_that_is_not_set_is_at_the_nearest_place_above_it() {
        assertThat(PLACES.of("api/iris", "pod.containers.0.compute.mem")).contains(at(7));
        assertThat(PLACES.of("api/iris", "pod.max_concurrency")).contains(at(5));
        assertThat(PLACES.of("api/iris", "autoscaling.min_replicas")).contains(at(3));
        assertThat(PLACES.of("api/iris", "")).contains(at(3));
    }

    @Test
    void what_is_not_an_api_and_has_no_place_of_its_own_is_looked_for_in_the_configuration() {
        assertThat(PLACES.of("node_group/gpu", "priority")).contains(at(24));
        assertThat(PLACES.of("node_group/none", "node_groups")).contains(at(19));
        assertThat(PLACES.of("service/istio-system/x", "nat_gateway")).contains(at(1));
        assertThat(PLACES.of("image/kube-rbac-proxy", "")).contains(at(9));
    }

    @Test
    void an_api_that_nobody_wrote_has_no_place() {
        assertThat(PLACES.of("api/other", "pod")).isEmpty();
        assertThat(FilePlaces.NONE.of("cluster", "")).isEmpty();
    }
}
