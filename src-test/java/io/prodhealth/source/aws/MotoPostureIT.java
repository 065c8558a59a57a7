package io.prodhealth.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.prodhealth.config.Config;
import io.prodhealth.containers.MotoServer;
import io.prodhealth.containers.NeedsEngine;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.SamplePosture;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Certificate;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.NatUse;
import io.prodhealth.snapshot.posture.Network;
import io.prodhealth.snapshot.posture.Repository;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.http.SdkHttpClient;

/** The surroundings of a private and of a public cluster, made in moto, read by the real sources and judged. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MotoPostureIT {

    private final MotoServer moto = new MotoServer();
    private final SdkHttpClient http =
            AwsSurroundings.overTheJdk(Config.defaults().aws());
    private final MotoServices services = new MotoServices(moto, http);

    @BeforeEach
    void nothingIsThere() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(moto.uri().resolve("/moto-api/reset"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    @AfterAll
    void close() {
        http.close();
        moto.close();
    }

    @Test
    void the_surroundings_of_a_private_cluster_are_read_right() {
        MotoCluster cluster = MotoCluster.inPrivateSubnets(services);
        MotoNetwork network = cluster.network;
        services.natMetrics(cluster.natGateway, SamplePosture.now().minus(Duration.ofHours(1)), 0, 300_000);

        AwsPosture posture = cluster.read();

        Network read = posture.network();
        assertThat(known(posture.instances()))
                .hasSize(8)
                .allSatisfy(instance -> assertThat(instance)
                        .returns("c5.xlarge", Instance::type)
                        .returns(true, Instance::spot)
                        .returns("running", Instance::state)
                        .returns("", Instance::publicAddress));
        assertThat(known(posture.instances())).extracting(Instance::subnet).hasSameElementsAs(network.nodeSubnets);
        assertThat(known(read.vpcs())).containsExactly(new Network.Vpc(network.vpc, List.of("192.168.0.0/16")));
        assertThat(known(read.subnets()))
                .extracting(Network.Subnet::zone)
                .containsExactlyInAnyOrder("us-east-1a", "us-east-1b", "us-east-1a", "us-east-1b");
        assertThat(known(read.routeTables()))
                .filteredOn(table -> table.id().equals(network.nodeTable))
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.subnets()).containsExactlyInAnyOrderElementsOf(network.nodeSubnets);
                    assertThat(table.routes())
                            .contains(
                                    new Network.Route("192.168.0.0/16", "local", true),
                                    new Network.Route("0.0.0.0/0", cluster.natGateway, true),
                                    new Network.Route("10.0.0.0/16", cluster.peering, true));
                });
        assertThat(known(read.routeTables()))
                .filteredOn(Network.RouteTable::main)
                .hasSize(1);
        assertThat(known(read.natGateways()))
                .containsExactly(new Network.NatGateway(
                        cluster.natGateway, network.vpc, network.publicSubnets.getFirst(), "available"));
        assertThat(known(read.endpoints()))
                .extracting(Network.VpcEndpoint::service, Network.VpcEndpoint::type, Network.VpcEndpoint::state)
                .containsExactlyInAnyOrder(
                        tuple("com.amazonaws.us-east-1.s3", "Gateway", "available"),
                        tuple("com.amazonaws.us-east-1.ecr.api", "Interface", "available"),
                        tuple("com.amazonaws.us-east-1.ecr.dkr", "Interface", "available"));
        // moto heeds no filter for one side of a peering, and lists it for both.
        assertThat(known(read.peerings()))
                .singleElement()
                .satisfies(peering -> assertThat(peering)
                        .returns(cluster.peering, Network.Peering::id)
                        .returns("active", Network.Peering::status)
                        .returns(network.vpc, Network.Peering::accepterVpc)
                        .returns(List.of("10.0.0.0/16"), Network.Peering::requesterCidrs)
                        .returns(List.of("192.168.0.0/16"), Network.Peering::accepterCidrs));
        assertThat(known(posture.natUse())).isEqualTo(Map.of(cluster.natGateway, new NatUse(0, 0, 1000)));
        assertThat(cluster.failures()).isEmpty();
    }

    @Test
    void load_balancers_domain_images_and_certificate_are_read_right() {
        MotoCluster cluster = MotoCluster.inPrivateSubnets(services);
        services.classicBalancer(cluster.network, "somebody-elses");

        AwsPosture posture = cluster.read();

        assertThat(known(posture.loadBalancers()))
                .extracting(LoadBalancer::name)
                .containsExactlyInAnyOrder(MotoCluster.API, MotoCluster.OPERATOR, "somebody-elses");
        assertThat(known(posture.loadBalancers()))
                .filteredOn(balancer -> balancer.name().equals(MotoCluster.API))
                .singleElement()
                .returns("network", LoadBalancer::type)
                .returns(true, LoadBalancer::internal)
                .returns("active", LoadBalancer::state)
                .returns(cluster.network.vpc, LoadBalancer::vpc)
                .returns(
                        Map.of("cortex.dev/cluster-name", "cortex", "cortex.dev/load-balancer", "api"),
                        LoadBalancer::tags)
                .returns(List.of(new LoadBalancer.Listener(443, "TLS", cluster.certificate)), LoadBalancer::listeners)
                .returns(List.of(new LoadBalancer.TargetGroup(31_380, 8, 0)), LoadBalancer::targetGroups);
        assertThat(known(posture.loadBalancers()))
                .filteredOn(balancer -> balancer.name().equals("somebody-elses"))
                .singleElement()
                .returns("classic", LoadBalancer::type)
                .returns(true, LoadBalancer::internal);
        assertThat(known(posture.zones())).singleElement().satisfies(zone -> {
            assertThat(zone.name()).isEqualTo("example.com.");
            assertThat(zone.records())
                    .containsExactly(new HostedZone.Entry(
                            "cortex.example.com.", "A", 0, List.of(), "dualstack." + cluster.apiName, false));
        });
        assertThat(known(posture.repositories()))
                .contains(new Repository("123456789012", "us-east-1", "cortexlabs/operator", false, Set.of("0.42.1")));
        // AWS tells no end of a certificate that is not issued, moto does.
        assertThat(known(posture.certificates()))
                .singleElement()
                .returns(cluster.certificate, Certificate::arn)
                .returns(List.of("cortex.example.com"), Certificate::names)
                .returns("PENDING_VALIDATION", Certificate::status);
        assertThat(cluster.failures()).isEmpty();
    }

    @Test
    void a_private_cluster_in_order_is_found_in_order() {
        MotoCluster cluster = MotoCluster.inPrivateSubnets(services);
        services.natMetrics(cluster.natGateway, SamplePosture.now().minus(Duration.ofHours(1)), 0, 300_000);

        cluster.read();

        for (String id : List.of(
                "subnets_public",
                "nat_gateway_missing",
                "nat_gateway_not_highly_available",
                "nodes_publicly_reachable",
                "api_load_balancer_public",
                "peering_missing",
                "load_balancer_ranges_drifted",
                "ecr_traffic_through_nat",
                "custom_domain_missing",
                "domain_target_dead")) {
            Verdict verdict = cluster.verdict(id);
            assertThat(verdict.findings()).as(id).isEmpty();
            assertThat(verdict.status()).as("%s: %s", id, verdict.reason()).isEqualTo(Status.PASS);
        }
    }

    @Test
    void the_image_that_is_not_mirrored_and_the_certificate_that_is_not_issued_are_found() {
        MotoCluster cluster = MotoCluster.inPrivateSubnets(services);

        cluster.read();

        assertThat(cluster.verdict("mirrored_image_missing").findings())
                .singleElement()
                .extracting(Finding::observed)
                .asString()
                .contains("event-exporter:0.42.1", "there is 0.41.0");
        assertThat(cluster.verdict("domain_cutover_slow").findings())
                .extracting(Finding::observed)
                .containsExactly("the certificate is PENDING_VALIDATION");
    }

    @Test
    void one_gateway_is_too_few_for_heavy_traffic_and_one_in_each_zone_is_not() {
        MotoCluster cluster = MotoCluster.inPrivateSubnets(services);
        services.natMetrics(cluster.natGateway, SamplePosture.now().minus(Duration.ofHours(1)), 0, 60e9);
        cluster.read();
        assertThat(cluster.verdict("nat_gateway_not_highly_available").status()).isEqualTo(Status.WARN);

        String second = cluster.network.natGateway(1);
        services.natMetrics(second, SamplePosture.now().minus(Duration.ofHours(1)), 0, 1000);
        cluster.read();
        assertThat(cluster.verdict("nat_gateway_not_highly_available").status()).isEqualTo(Status.PASS);

        services.natMetrics(second, SamplePosture.now().minus(Duration.ofMinutes(30)), 3, 1000);
        cluster.read();
        assertThat(cluster.verdict("nat_gateway_not_highly_available").status()).isEqualTo(Status.FAIL);
    }

    @Test
    void a_gateway_and_a_peering_that_were_deleted_are_missing() {
        MotoCluster cluster = MotoCluster.inPrivateSubnets(services);
        cluster.network.ec2.deleteNatGateway(all -> all.natGatewayId(cluster.natGateway));
        cluster.network.ec2.deleteVpcPeeringConnection(all -> all.vpcPeeringConnectionId(cluster.peering));
        // AWS makes a blackhole of a route whose gateway is gone; moto leaves it active.
        cluster.network.ec2.deleteRoute(
                all -> all.routeTableId(cluster.network.nodeTable).destinationCidrBlock("0.0.0.0/0"));

        cluster.read();

        assertThat(cluster.verdict("nat_gateway_missing").status()).isEqualTo(Status.FAIL);
        assertThat(cluster.verdict("nat_gateway_not_highly_available").status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(cluster.verdict("peering_missing").findings())
                .extracting(Finding::observed)
                .containsExactly("no active peering, and no other way in");
    }

    @Test
    void the_surroundings_of_a_public_cluster_are_read_and_judged_right() {
        MotoCluster cluster = MotoCluster.inPublicSubnets(services);

        AwsPosture posture = cluster.read();

        assertThat(known(posture.instances()))
                .hasSize(8)
                .noneMatch(instance -> instance.publicAddress().isEmpty());
        assertThat(known(posture.network().natGateways())).isEmpty();
        assertThat(known(posture.network().peerings())).isEmpty();
        assertThat(known(posture.natUse())).isEmpty();
        assertThat(known(posture.network().routeTables()))
                .filteredOn(table -> table.id().equals(cluster.network.nodeTable))
                .singleElement()
                .satisfies(table -> assertThat(table.routes())
                        .contains(new Network.Route("0.0.0.0/0", cluster.network.internetGateway, true)));
        assertThat(known(posture.loadBalancers()))
                .extracting(LoadBalancer::internal)
                .containsOnly(false);
        assertThat(cluster.verdict("nodes_publicly_reachable").findings())
                .singleElement()
                .extracting(Finding::observed)
                .asString()
                // Kubernetes has not told of the addresses yet.
                .startsWith("8 of 8 nodes have a public address, and node ports are open to 0.0.0.0/0");
        assertThat(cluster.verdict("api_load_balancer_public").findings())
                .extracting(Finding::observed)
                .containsExactly("internet-facing");
        for (String id : List.of("nat_gateway_missing", "nat_gateway_not_highly_available", "peering_missing")) {
            assertThat(cluster.verdict(id).status()).as(id).isEqualTo(Status.NOT_APPLICABLE);
        }
        assertThat(cluster.verdict("subnets_public").findings())
                .singleElement()
                .extracting(Finding::observed)
                .asString()
                .contains("subnet_visibility is public, routes lead to an internet gateway");
    }

    @Test
    void a_cluster_that_says_private_and_routes_to_the_internet_has_drifted() {
        MotoCluster cluster = MotoCluster.inPublicSubnets(services);
        cluster.sample.config = config -> SamplePosture.with(config, "subnet_visibility", "private");
        cluster.network.letIn(cluster.nodeGroup, 31_380, "0.0.0.0/0");

        cluster.read();

        assertThat(cluster.verdict("subnets_public").findings())
                .extracting(Finding::observed)
                .containsExactly("subnet_visibility is private, but subnets of nodes route to an internet gateway");
        assertThat(cluster.verdict("load_balancer_ranges_drifted").status()).isEqualTo(Status.FAIL);
    }

    private static <T> T known(Observed<T> part) {
        return part.known().orElseThrow(() -> new AssertionError(part));
    }
}
