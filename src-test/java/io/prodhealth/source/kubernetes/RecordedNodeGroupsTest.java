package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.signal.provisioning.AutoscalerFlags;
import io.prodhealth.signal.provisioning.EligibleFamilies;
import io.prodhealth.signal.provisioning.ExpectedFallback;
import io.prodhealth.signal.provisioning.Lifecycle;
import io.prodhealth.signal.provisioning.NodeCount;
import io.prodhealth.signal.provisioning.NodeFamily;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.NodeGroups;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The node groups of the recorded cluster, read as the source reads them. */
class RecordedNodeGroupsTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");

    private final ClusterSnapshot snapshot = recorded();
    private final NodeGroups groups = NodeGroups.of(snapshot, Duration.ofMinutes(3), NodeGroups.NONE);

    @Test
    void its_six_groups_are_known_with_all_that_is_in_effect() {
        assertThat(groups.groups())
                .extracting(NodeGroup::name)
                .containsExactly(
                        "gpu-spot", "gpu-on-demand", "cpu-spot", "cpu-on-demand", "cx-operator", "cx-prometheus");
        assertThat(group("gpu-spot")).satisfies(group -> {
            assertThat(group.lifecycle()).isEqualTo(Lifecycle.SPOT);
            assertThat(group.nodes()).contains(new NodeCount(2, 0, 2));
            assertThat(group.min()).hasValue(0);
            assertThat(group.max()).hasValue(5);
            assertThat(group.target()).hasValue(2);
            assertThat(group.priority()).hasValue(100);
            assertThat(group.backoff()).isTrue();
            assertThat(group.asgName()).isEqualTo("eksctl-cortex-nodegroup-cx-ws-gpu-spot-NodeGroup-1F5TKS610A9N4");
        });
        assertThat(group("cpu-on-demand").priority()).hasValue(50);
        assertThat(group("cx-operator").priority()).isEmpty();
        assertThat(group("cx-operator").nodes()).contains(new NodeCount(0, 2, 2));
    }

    @Test
    void they_make_three_families() {
        assertThat(groups.families())
                .extracting(NodeFamily::name)
                .containsExactly("c5.xlarge", "g4dn.xlarge", "t3.medium");
        assertThat(names(groups.family("g4dn.xlarge").orElseThrow().onDemand())).containsExactly("gpu-on-demand");
        assertThat(names(groups.family("c5.xlarge").orElseThrow().onDemand())).containsExactly("cpu-on-demand");
        assertThat(names(groups.family("t3.medium").orElseThrow().onDemand()))
                .containsExactlyInAnyOrder("cx-operator", "cx-prometheus");
    }

    @Test
    void its_autoscaler_needs_eight_minutes_and_a_scan() {
        AutoscalerFlags flags = AutoscalerFlags.of(snapshot).known().orElseThrow();

        assertThat(flags.maxNodeProvisionTime()).isEqualTo(Duration.ofMinutes(8));
        assertThat(flags.minorVersion()).hasValue(22);
        for (String family : List.of("g4dn.xlarge", "c5.xlarge")) {
            assertThat(ExpectedFallback.of(groups.family(family).orElseThrow(), groups, flags, Duration.ofMinutes(15))
                            .seconds())
                    .isEqualTo(500);
        }
    }

    @Test
    void its_apis_belong_to_the_family_that_is_to_take_them() {
        EligibleFamilies eligible = new EligibleFamilies(snapshot.kubernetes(), groups);

        assertThat(eligible.familyOf(new Workload("default", "RealtimeAPI", "flaky-ranker")))
                .contains("g4dn.xlarge");
        assertThat(eligible.familyOf(new Workload("default", "BatchAPI", "image-classifier")))
                .contains("c5.xlarge");
        assertThat(eligible.familyOf(new Workload("default", "Deployment", "operator")))
                .contains("t3.medium");
        assertThat(groups.groups().stream()
                        .filter(group -> eligible.allows(new Workload("default", "RealtimeAPI", "flaky-ranker"), group))
                        .map(NodeGroup::name))
                .containsExactly("gpu-spot");
    }

    private NodeGroup group(String name) {
        return groups.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(List<NodeGroup> groups) {
        return groups.stream().map(NodeGroup::name).toList();
    }

    private static ClusterSnapshot recorded() {
        Readers readers = new Readers();
        KubernetesObjects none = KubernetesObjects.notSynced(NOW);
        ClusterSnapshot empty = ClusterSnapshot.empty(NOW);
        List<ConfigMap> maps = RecordedObjects.of("configmaps").stream()
                .map(readers::configMap)
                .toList();
        KubernetesObjects objects = new KubernetesObjects(
                none.pods(),
                none.namespaces(),
                all("nodes", readers::node),
                all("deployments", readers::deployment),
                all("statefulsets", readers::statefulSet),
                none.daemonSets(),
                none.replicaSets(),
                all("jobs", readers::job),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                new Observed.Known<>(maps, NOW),
                none.events(),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                parsed("cluster-config", ClusterConfigReader::read),
                parsed("cluster-autoscaler-status", AutoscalerStatusReader::read),
                parsed("cluster-autoscaler-priority-expander", map -> Optional.of(ExpanderPrioritiesReader.read(map))));
        return new ClusterSnapshot(
                NOW,
                objects,
                empty.podUsage(),
                empty.requests(),
                empty.queues(),
                empty.queueActivity(),
                empty.autoScaling(),
                Changes.NONE);
    }

    private static <T> Observed<List<T>> all(String kind, Function<JsonNode, T> reader) {
        return new Observed.Known<>(
                RecordedObjects.of(kind).stream()
                        .map(object -> reader.apply(object))
                        .toList(),
                NOW);
    }

    private static <T> Observed<T> parsed(String name, Function<ConfigMap, Optional<T>> reader) {
        return new ParsedConfigMap<>(reader)
                .of(new Observed.Known<>(
                        List.of(RecordedConfigMaps.recorded(name).orElseThrow()), NOW));
    }
}
