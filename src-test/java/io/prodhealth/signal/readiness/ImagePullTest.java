package io.prodhealth.signal.readiness;

import static io.prodhealth.signal.readiness.TestCluster.at;
import static io.prodhealth.signal.readiness.TestCluster.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.SampleDeployment;
import io.prodhealth.snapshot.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePullTest {

    private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ranker:1.1.0";

    @Test
    void the_kubelet_of_eks_says_how_long_a_pull_took() {
        assertThat(pulled("Successfully pulled image \"" + IMAGE + "\" in 15.006515583s"))
                .hasValueSatisfying(pull -> {
                    assertThat(pull.image()).isEqualTo(IMAGE);
                    assertThat(pull.pull()).isEqualTo(Duration.ofNanos(15_006_515_583L));
                    assertThat(pull.withWaiting()).isEqualTo(pull.pull());
                });
    }

    @Test
    void a_newer_kubelet_also_says_how_long_the_pull_stood_in_the_queue() {
        assertThat(pulled("Successfully pulled image \"nginx\" in 834ms (1m2.3s including waiting). Image size:"
                        + " 7 bytes."))
                .hasValueSatisfying(pull -> {
                    assertThat(pull.pull()).isEqualTo(Duration.ofMillis(834));
                    assertThat(pull.withWaiting()).isEqualTo(Duration.ofMillis(62_300));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Container image \"nginx\" already present on machine",
                "Successfully pulled image \"nginx\" in a while",
                "Successfully pulled image \"nginx\" in -3s",
                "Successfully pulled image nginx in 3s",
                "Successfully pulled image \"\" in 3s",
                "Successfully pulled image \"nginx\" in 99999999999999h",
                ""
            })
    void any_other_text_is_no_pull(String message) {
        assertThat(pulled(message)).isEmpty();
    }

    @Test
    void only_events_of_the_reason_pulled_are_pulls() {
        assertThat(ImagePull.of(event("Pulling", "Successfully pulled image \"nginx\" in 3s")))
                .isEmpty();
    }

    @Property
    void no_text_is_too_odd(@ForAll String message, @ForAll String image, @ForAll String time) {
        pulled(message);
        pulled("Successfully pulled image \"" + image + "\" in " + time + " (" + message + " including waiting)");
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/ranker:1, ECR_LOCAL",
        "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/ranker:1, ECR_LOCAL",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ranker:1, ECR_OTHER_REGION",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/ranker, ECR_OTHER_REGION",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example/ranker, OTHER",
        "12345.dkr.ecr.us-east-1.amazonaws.com/ranker, OTHER",
        "public.ecr.aws/nginx/nginx, PUBLIC",
        "quay.io/acme/iris:latest, PUBLIC",
        "QUAY.IO/acme/iris:latest, PUBLIC",
        "nginx, PUBLIC",
        "library/nginx:1.27, PUBLIC",
        "localhost/mine, OTHER",
        "registry:5000/mine, OTHER",
        "registry.example/mine@sha256:0, OTHER",
        "'', PUBLIC"
    })
    void the_class_of_a_registry_is_told_from_the_host(String image, Registry expected) {
        assertThat(Registry.of(image, "us-east-1")).isEqualTo(expected);
    }

    @Test
    void without_a_region_no_registry_is_local() {
        assertThat(Registry.of(IMAGE, "")).isEqualTo(Registry.ECR_OTHER_REGION);
    }

    @Test
    void pulls_are_timed_by_class_of_registry_and_without_their_wait() {
        TestCluster cluster =
                new TestCluster().with(SampleDeployment.realtime("iris").build());
        cluster.nodes = known(List.of(nodeIn("us-east-1")));
        SamplePod pod = SamplePod.created(TestCluster.realtime("iris"), "a", at(0));
        cluster.happened("Pulled", "Successfully pulled image \"" + IMAGE + "\" in 2s (50s including waiting)", pod);
        cluster.happened("Pulled", "Successfully pulled image \"nginx\" in 7s", pod);

        Map<Registry, Times> pulls = cluster.step().pulls();

        assertThat(pulls).containsOnlyKeys(Registry.values());
        assertThat(pulls.get(Registry.ECR_LOCAL)).extracting(Times::sum).isEqualTo(2.0);
        assertThat(pulls.get(Registry.PUBLIC)).extracting(Times::sum).isEqualTo(7.0);
        assertThat(pulls.get(Registry.OTHER)).extracting(Times::count).isEqualTo(0L);
    }

    @Test
    void forged_events_do_not_make_the_agent_forget_real_pulls() {
        PodMemory.Draft memory = PodMemory.NONE.draft();
        for (int i = 0; i < 60_000; i++) {
            memory.rememberPull("forged-" + i, 1);
        }
        PodMemory.Draft later = memory.done().draft();
        later.rememberPull("real", 12);

        assertThat(later.pullSeconds("real")).isEqualTo(12);
        assertThat(later.done().pullSeconds()).hasSizeLessThanOrEqualTo(50_000);
    }

    private static Optional<ImagePull> pulled(String message) {
        return ImagePull.of(event("Pulled", message));
    }

    private static Event event(String reason, String message) {
        return new Event(
                "uid",
                reason,
                "Normal",
                message,
                "Pod",
                "default",
                "a",
                "uid-a",
                "kubelet",
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static Node nodeIn(String region) {
        return new Node(
                "node",
                "uid",
                Instant.EPOCH,
                Map.of("topology.kubernetes.io/region", region),
                Map.of(),
                Map.of(),
                List.of(),
                true,
                Instant.EPOCH,
                List.of(),
                "",
                "",
                false);
    }
}
