package io.prodhealth.practice;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Certificate;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.NatUse;
import io.prodhealth.snapshot.posture.Network;
import io.prodhealth.snapshot.posture.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The recorded cluster in surroundings that a test lays out: everything is known and empty until it says otherwise. */
public final class SamplePosture {

    static final String VPC = "vpc-1";
    static final String ACCOUNT = "123456789012";
    static final String API_NAME = "a1b2c3d4e5f64718293a4b5c6d7e8f90-0123456789abcdef.elb.us-east-1.amazonaws.com";
    private static final ClusterSnapshot PRODUCTION = new PracticeLab(RecordedFolder.production()).snapshot();

    final List<LoadBalancer> loadBalancers = new ArrayList<>();
    final List<Network.Subnet> subnets = new ArrayList<>();
    final List<Network.RouteTable> tables = new ArrayList<>();
    final List<Network.NatGateway> gateways = new ArrayList<>();
    final List<Network.VpcEndpoint> endpoints = new ArrayList<>();
    final List<Network.Peering> peerings = new ArrayList<>();
    final List<Network.SecurityGroup> groups = new ArrayList<>();
    final List<Instance> instances = new ArrayList<>();
    final List<HostedZone.Entry> records = new ArrayList<>();
    final List<Repository> repositories = new ArrayList<>();
    final List<Certificate> certificates = new ArrayList<>();
    final Map<String, NatUse> natUse = new HashMap<>();
    final List<DomainAnswers.Probe> probes = new ArrayList<>();
    String domain = "";
    public UnaryOperator<AwsPosture> last = UnaryOperator.identity();
    public UnaryOperator<Node> node = UnaryOperator.identity();
    public UnaryOperator<Service> service = UnaryOperator.identity();
    public UnaryOperator<ClusterConfig> config = UnaryOperator.identity();

    /** The moment that it is judged at: when the cluster was recorded. */
    public static Instant now() {
        return PRODUCTION.at();
    }

    /** The nodes have no public addresses and are in one subnet, behind routes of the test's choice. */
    SamplePosture privateNodes(String target) {
        node = SamplePosture::withoutAddress;
        config = configured -> with(configured, "subnet_visibility", "private");
        subnet("subnet-nodes", "us-east-1a", target);
        for (Node one : PRODUCTION.kubernetes().nodes().orElse(List.of())) {
            instances.add(new Instance(
                    one.providerId().substring(one.providerId().lastIndexOf('/') + 1),
                    "t3.medium",
                    false,
                    "running",
                    "",
                    "subnet-nodes",
                    "us-east-1a"));
        }
        return this;
    }

    SamplePosture subnet(String id, String zone, String target) {
        subnets.add(new Network.Subnet(id, VPC, zone, "192.168.0.0/19", false, Map.of()));
        tables.add(new Network.RouteTable(
                "rtb-" + id,
                VPC,
                false,
                List.of(id),
                List.of(
                        new Network.Route("192.168.0.0/16", "local", true),
                        new Network.Route("0.0.0.0/0", target, true))));
        return this;
    }

    SamplePosture apiBalancer(boolean internal, String state, int healthy, int unhealthy) {
        loadBalancers.add(new LoadBalancer(
                "arn:api",
                "api",
                API_NAME,
                "network",
                internal,
                state,
                VPC,
                List.of("subnet-nodes"),
                Instant.parse("2026-01-01T00:15:40Z"),
                Map.of("cortex.dev/cluster-name", "cortex"),
                List.of(),
                List.of(new LoadBalancer.TargetGroup(31380, healthy, unhealthy)),
                List.of()));
        return this;
    }

    SamplePosture record(String name, String type, long ttl, String target) {
        boolean alias = ttl == 0;
        records.add(
                new HostedZone.Entry(name, type, ttl, alias ? List.of() : List.of(target), alias ? target : "", false));
        return this;
    }

    /** A snapshot whose domain resolves to something. */
    static ClusterSnapshot withDomain(ClusterSnapshot real, DomainAnswers answers) {
        AwsPosture posture = real.posture();
        return new ClusterSnapshot(
                real.at(),
                real.kubernetes(),
                real.podUsage(),
                real.requests(),
                real.proxySamples(),
                real.queues(),
                real.queueActivity(),
                real.autoScaling(),
                new AwsPosture(
                        posture.loadBalancers(),
                        posture.network(),
                        posture.instances(),
                        posture.zones(),
                        posture.repositories(),
                        posture.certificates(),
                        posture.natUse(),
                        known(answers)),
                real.prometheusServer(),
                real.changes());
    }

    Verdict verdict(String id) {
        return verdict(id, Evidence.Origin.DUMP, Config.defaults());
    }

    Verdict verdict(String id, Evidence.Origin origin, Config settings) {
        return verdicts(origin, settings).stream()
                .filter(verdict -> verdict.rule().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What every practice says of it. */
    public List<Verdict> verdicts(Evidence.Origin origin, Config settings) {
        return Audit.of(snapshot(), origin, settings).verdicts();
    }

    /** What Kubernetes has. */
    public KubernetesObjects objects() {
        return kubernetes(PRODUCTION.kubernetes());
    }

    private ClusterSnapshot snapshot() {
        ClusterSnapshot real = PRODUCTION;
        return new ClusterSnapshot(
                real.at(),
                objects(),
                real.podUsage(),
                real.requests(),
                real.proxySamples(),
                real.queues(),
                real.queueActivity(),
                real.autoScaling(),
                last.apply(posture()),
                real.prometheusServer(),
                real.changes());
    }

    private AwsPosture posture() {
        return new AwsPosture(
                known(loadBalancers),
                new Network(
                        known(List.of(new Network.Vpc(VPC, List.of("192.168.0.0/16")))),
                        known(subnets),
                        known(tables),
                        known(gateways),
                        known(endpoints),
                        known(peerings),
                        known(groups)),
                known(instances),
                known(List.of(new HostedZone("Z1", "example.com.", false, records))),
                known(repositories),
                known(certificates),
                known(natUse),
                domain.isEmpty()
                        ? new Observed.Unknown<>(Observed.Reason.DISABLED, now())
                        : known(new DomainAnswers(domain, probes)));
    }

    private KubernetesObjects kubernetes(KubernetesObjects real) {
        return new KubernetesObjects(
                real.pods(),
                real.namespaces(),
                real.nodes().map(nodes -> nodes.stream().map(node).toList()),
                real.deployments(),
                real.statefulSets(),
                real.daemonSets(),
                real.replicaSets(),
                real.jobs(),
                real.autoscalers(),
                real.volumeClaims(),
                real.services().map(services -> services.stream().map(service).toList()),
                real.configMaps(),
                real.events(),
                real.virtualServices(),
                real.batchJobs(),
                real.prometheuses(),
                real.clusterConfig().map(configured -> config.apply(configured)),
                real.autoscalerStatus(),
                real.expanderPriorities());
    }

    /** The configuration with one value more. */
    public static ClusterConfig with(ClusterConfig config, String key, String value) {
        Map<String, String> values = new HashMap<>(config.values());
        values.put(key, value);
        return new ClusterConfig(config.clusterName(), config.region(), config.nodeGroups(), values, config.lists());
    }

    /** A node with this public address; with none where it is empty. */
    public static Node withAddress(Node node, String address) {
        return new Node(
                node.name(),
                node.uid(),
                node.createdAt(),
                node.labels(),
                node.allocatable(),
                node.capacity(),
                node.taints(),
                node.ready(),
                node.readyAt(),
                Optional.of(address).filter(text -> !text.isEmpty()).stream().toList(),
                node.providerId(),
                node.kubeletVersion(),
                node.unschedulable());
    }

    private static Node withoutAddress(Node node) {
        return withAddress(node, "");
    }

    private static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, now());
    }
}
