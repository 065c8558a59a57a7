package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.fuzz.FuzzTarget;
import io.prodhealth.signal.provisioning.AutoscalerFlags;
import io.prodhealth.signal.provisioning.EventMessages;
import io.prodhealth.signal.provisioning.ExpectedFallback;
import io.prodhealth.signal.provisioning.NodeFamily;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.NodeGroups;
import io.prodhealth.snapshot.AutoscalerStatus;
import io.prodhealth.snapshot.Changes;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.source.files.FuzzedFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The parsers of what is written about node provisioning, each with its samples and with what must hold of its results. */
public final class FuzzedParsers {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final Duration STALE = Duration.ofDays(36_500);
    private static final Duration OBJECTIVE = Duration.ofMinutes(15);
    /** Between the texts of one input that are for several config maps. */
    private static final String NEXT = "\f";

    private static final String TEXT = RecordedConfigMaps.sample("status-1.22.txt");
    private static final String FALLBACK = RecordedConfigMaps.sample("status-1.22-fallback.txt");
    private static final String YAML = RecordedConfigMaps.sample("status-1.32.yaml");
    private static final String PRIORITIES = RecordedConfigMaps.sample("priorities.yaml");
    private static final String CLUSTER = RecordedConfigMaps.sample("cluster.yaml");

    private FuzzedParsers() {}

    /** All of them. */
    public static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("status text", List.of(TEXT, FALLBACK, "Initializing"), FuzzedParsers::status),
                new FuzzTarget("status YAML", List.of(YAML), FuzzedParsers::status),
                new FuzzTarget("priorities", List.of(PRIORITIES), FuzzedParsers::priorities),
                new FuzzTarget("cluster.yaml", List.of(CLUSTER), FuzzedParsers::clusterConfig),
                new FuzzTarget(
                        "event messages",
                        RecordedConfigMaps.sample("events.tsv")
                                .lines()
                                .filter(line -> !line.startsWith("ScaleDown") && !line.contains("NoGroupMatched"))
                                .toList(),
                        FuzzedParsers::message),
                new FuzzTarget(
                        "node groups",
                        List.of(CLUSTER + NEXT + TEXT + NEXT + PRIORITIES, CLUSTER + NEXT + YAML + NEXT + PRIORITIES),
                        FuzzedParsers::groups),
                new FuzzTarget(
                        "autoscaler flags",
                        List.of("./cluster-autoscaler --v=4 --expander=priority --max-node-provision-time=8m"
                                + " --scan-interval 20s --scale-up-rate-limit-enabled=true"
                                + " --scale-up-max-number-nodes-per-min=50" + NEXT
                                + "host:5000/cortexlabs/cluster-autoscaler:0.42.1" + NEXT + "0.42.1"),
                        FuzzedParsers::flags),
                FuzzedFiles.target());
    }

    private static boolean status(String text) {
        ConfigMap map = new ConfigMap(
                "kube-system",
                "cluster-autoscaler-status",
                Map.of(),
                Map.of(
                        "cluster-autoscaler.kubernetes.io/last-updated",
                        text.lines().findFirst().orElse("")),
                Map.of("status", text));
        Optional<AutoscalerStatus> read = AutoscalerStatusReader.read(map);
        read.ifPresent(status -> {
            assertThat(status.groups()).hasSizeLessThanOrEqualTo(1000);
            status.groups().forEach(group -> {
                assertThat(group.name().length()).isBetween(1, 255);
                assertThat(group.backoffMessage().length()).isLessThanOrEqualTo(512);
                assertThat(group.target()).isNotNegative();
                assertThat(group.registered()).isNotNegative();
                assertThat(group.max()).isNotNegative();
            });
        });
        return read.isPresent();
    }

    private static boolean priorities(String text) {
        ExpanderPriorities list = ExpanderPrioritiesReader.read(RecordedConfigMaps.holding("priorities", text));
        assertThat(list.levels().isEmpty() || list.problem().isEmpty()).isTrue();
        assertThat(list.problem().length()).isLessThan(300);
        assemble(
                ClusterConfigReader.read(RecordedConfigMaps.holding("cluster.yaml", CLUSTER)),
                Optional.empty(),
                Optional.of(list));
        return list.problem().isEmpty();
    }

    private static boolean clusterConfig(String text) {
        Optional<ClusterConfig> read = ClusterConfigReader.read(RecordedConfigMaps.holding("cluster.yaml", text));
        read.ifPresent(config -> {
            assertThat(config.nodeGroups()).hasSizeLessThanOrEqualTo(100);
            config.nodeGroups().forEach(group -> {
                assertThat(group.name().length()).isBetween(1, 128);
                assertThat(group.minInstances()).isNotNegative();
                assertThat(group.maxInstances()).isBetween(0, 1_000_000);
                assertThat(group.priority()).isBetween(0, 100);
                assertThat(group.instanceTypes()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(50);
            });
        });
        return read.isPresent();
    }

    private static boolean message(String text) {
        String[] event = text.split("\t", 2);
        return EventMessages.read(new Event(
                        "uid", event[0], "Normal", event[event.length - 1], "Pod", "", "", "", "", 1, null, null))
                .filter(message -> !message.toString().isEmpty())
                .isPresent();
    }

    private static boolean groups(String text) {
        String[] texts = text.split(NEXT, -1);
        return assemble(
                ClusterConfigReader.read(RecordedConfigMaps.holding("cluster.yaml", texts[0])),
                texts.length < 2
                        ? Optional.empty()
                        : AutoscalerStatusReader.read(RecordedConfigMaps.holding("status", texts[1])),
                texts.length < 3
                        ? Optional.empty()
                        : Optional.of(
                                ExpanderPrioritiesReader.read(RecordedConfigMaps.holding("priorities", texts[2]))));
    }

    private static boolean flags(String text) {
        String[] texts = text.split(NEXT, -1);
        Container container = new Container(
                "cluster-autoscaler",
                texts.length < 2 ? "" : texts[1],
                List.of(texts[0].split(" ", -1)),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                false);
        Deployment deployment = new Deployment(
                "kube-system",
                "cluster-autoscaler",
                "",
                NOW,
                Map.of(),
                Map.of(),
                1,
                1,
                1,
                1,
                1,
                0,
                "",
                null,
                Duration.ofMinutes(10),
                new PodTemplate(Map.of(), List.of(container), List.of(), Map.of(), List.of(), 30));
        ConfigMap environment = new ConfigMap(
                "default", "env-vars", Map.of(), Map.of(), Map.of("CORTEX_VERSION", texts[texts.length - 1]));
        ClusterSnapshot snapshot = snapshot(
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(deployment), List.of(environment));
        Optional<AutoscalerFlags> read = AutoscalerFlags.of(snapshot).known();
        read.ifPresent(flags -> {
            assertThat(flags.maxNodeProvisionTime()).isPositive();
            assertThat(flags.scanInterval()).isPositive();
            assertThat(flags.minorVersion().orElse(0)).isBetween(0, 999);
        });
        return read.filter(AutoscalerFlags::byPriority).isPresent();
    }

    /** Whether there is any group. */
    private static boolean assemble(
            Optional<ClusterConfig> config, Optional<AutoscalerStatus> status, Optional<ExpanderPriorities> list) {
        ClusterSnapshot snapshot = snapshot(config, status, list, List.of(), List.of());
        NodeGroups groups = NodeGroups.of(snapshot, STALE, NodeGroups.NONE);
        Set<String> names = new HashSet<>();
        for (NodeGroup group : groups.groups()) {
            assertThat(names.add(group.name())).as(group.name()).isTrue();
            assertThat(groups.family(group.nodeFamily())).isPresent();
        }
        for (NodeFamily family : groups.families()) {
            if (family.hasSpot()) {
                ExpectedFallback expected =
                        ExpectedFallback.of(family, groups, AutoscalerFlags.defaults(OptionalInt.of(22)), OBJECTIVE);
                assertThat(expected.seconds()).isNotNegative();
                assertThat(expected.tried()).containsAll(expected.slow());
            }
        }
        assertThat(NodeGroups.of(snapshot, STALE, groups)).isSameAs(groups);
        return !groups.groups().isEmpty();
    }

    private static ClusterSnapshot snapshot(
            Optional<ClusterConfig> config,
            Optional<AutoscalerStatus> status,
            Optional<ExpanderPriorities> list,
            List<Deployment> deployments,
            List<ConfigMap> maps) {
        KubernetesObjects none = KubernetesObjects.notSynced(NOW);
        ClusterSnapshot empty = ClusterSnapshot.empty(NOW);
        KubernetesObjects objects = new KubernetesObjects(
                none.pods(),
                none.namespaces(),
                new Observed.Known<>(List.of(), NOW),
                new Observed.Known<>(deployments, NOW),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                none.jobs(),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                new Observed.Known<>(maps, NOW),
                none.events(),
                none.virtualServices(),
                none.batchJobs(),
                none.prometheuses(),
                observed(config),
                observed(status),
                observed(list));
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

    private static <T> Observed<T> observed(Optional<T> part) {
        return part.<Observed<T>>map(value -> new Observed.Known<>(value, NOW))
                .orElseGet(() -> new Observed.Unknown<>(Observed.Reason.INVALID, NOW));
    }
}
