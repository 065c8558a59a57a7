package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.SamplePosture;
import io.prodhealth.practice.Verdict;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Service;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.source.SourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recorded cluster in surroundings that moto keeps. Its nodes run on instances of moto's and have no public address as far
 * as Kubernetes says: what is known of addresses is what AWS tells.
 */
final class MotoCluster {

    static final String API = "a1b2c3d4e5f64718293a4b5c6d7e8f90";
    static final String OPERATOR = "a9f8e7d6c5b4431a2b3c4d5e6f708192";
    private static final String DOMAIN = "cortex.example.com";

    final SamplePosture sample = new SamplePosture();
    final MotoNetwork network;
    final String natGateway;
    final String peering;
    final String nodeGroup;
    final String certificate;
    final String apiName;

    private final MotoServices services;
    private final List<SourceException> failures = new ArrayList<>();

    private MotoCluster(MotoServices services, boolean isPrivate) {
        this.services = services;
        this.network = new MotoNetwork(services.ec2());
        this.natGateway = isPrivate ? network.natGateway(0) : "";
        this.peering = isPrivate ? network.peering() : "";
        if (isPrivate) {
            network.nodesGoOutBy(natGateway);
            network.endpoints();
            sample.config = config -> SamplePosture.with(config, "subnet_visibility", "private");
        } else {
            network.nodesFaceTheInternet();
        }
        network.nodes(4, !isPrivate);
        this.nodeGroup = network.nodeGroup();
        this.certificate = services.certificate(DOMAIN);
        String scheme = isPrivate ? "internal" : "internet-facing";
        this.apiName = services.balancer(network, API, scheme, "api", 31_380, certificate);
        String operatorName = services.balancer(network, OPERATOR, scheme, "operator", 31_480, certificate);
        services.alias("example.com", DOMAIN, apiName);
        List<String> names = sample.objects().nodes().orElse(List.of()).stream()
                .map(Node::name)
                .toList();
        sample.node = node -> on(node, network.instances.get(names.indexOf(node.name())));
        sample.service = service -> switch (service.name()) {
            case "ingressgateway-apis" -> named(service, apiName, certificate);
            case "ingressgateway-operator" -> named(service, operatorName, certificate);
            default -> service;
        };
        services.mirror(EcrImage.namedBy(sample.objects()), "cortexlabs/event-exporter", "0.41.0");
    }

    /** Behind a NAT gateway, with internal load balancers, a peering and endpoints. */
    static MotoCluster inPrivateSubnets(MotoServices services) {
        return new MotoCluster(services, true);
    }

    /** Nodes with public addresses in subnets that lead to the internet, and load balancers that face it. */
    static MotoCluster inPublicSubnets(MotoServices services) {
        return new MotoCluster(services, false);
    }

    /** Reads all of it by sources that have read nothing before. */
    AwsPosture read() {
        TestClock clock = new TestClock(SamplePosture.now());
        AwsBooks books = TestAws.books(clock);
        try (AwsClients clients = TestAws.clients(services.moto().uri(), books)) {
            PostureSources sources = new PostureSources(clients, books, sample.objects(), clock);
            AwsPosture read = sources.read();
            failures.addAll(sources.failures);
            sample.last = ignored -> read;
            return read;
        }
    }

    /** What kept a source from reading anything. */
    List<SourceException> failures() {
        return failures;
    }

    /** What a practice says of the cluster in what was read last. */
    Verdict verdict(String id) {
        return sample.verdicts(Evidence.Origin.DUMP, Config.defaults()).stream()
                .filter(verdict -> verdict.rule().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Node on(Node node, String instance) {
        Node bare = SamplePosture.withAddress(node, "");
        return new Node(
                bare.name(),
                bare.uid(),
                bare.createdAt(),
                bare.labels(),
                bare.allocatable(),
                bare.capacity(),
                bare.taints(),
                bare.ready(),
                bare.readyAt(),
                bare.externalAddresses(),
                "aws:///us-east-1a/" + instance,
                bare.kubeletVersion(),
                bare.unschedulable());
    }

    /** The Service says nothing of the scheme: what AWS says of the load balancer counts. */
    private static Service named(Service service, String hostname, String certificate) {
        Map<String, String> annotations = new HashMap<>(service.annotations());
        annotations.replace("service.beta.kubernetes.io/aws-load-balancer-ssl-cert", certificate);
        return new Service(
                service.namespace(),
                service.name(),
                service.labels(),
                annotations,
                service.type(),
                service.ports(),
                service.sourceRanges(),
                List.of(hostname));
    }
}
