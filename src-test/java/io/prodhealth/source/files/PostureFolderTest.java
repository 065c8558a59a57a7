package io.prodhealth.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Certificate;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.HostedZone.Entry;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.LoadBalancer.TargetGroup;
import io.prodhealth.snapshot.posture.NatUse;
import io.prodhealth.snapshot.posture.Network;
import io.prodhealth.snapshot.posture.Network.Ingress;
import io.prodhealth.snapshot.posture.Network.Route;
import io.prodhealth.snapshot.posture.Network.RouteTable;
import io.prodhealth.snapshot.posture.Network.Subnet;
import io.prodhealth.snapshot.posture.Network.Vpc;
import io.prodhealth.snapshot.posture.Repository;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostureFolderTest {

    private static final Instant TAKEN = Instant.parse("2026-01-15T09:00:00Z");
    private static final List<String> FILES = List.of(
            "load-balancers.json",
            "network.json",
            "instances.json",
            "route53.json",
            "ecr.json",
            "acm.json",
            "cloudwatch.json");

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();

    private AwsPosture read() {
        return PostureFolder.read(folder, TAKEN, complaints::add);
    }

    private static Path production() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(PostureFolderTest.class.getResource("/clusters/production/aws"))
                .toURI());
    }

    private static <T> T value(Observed<T> part) {
        assertThat(part)
                .isInstanceOfSatisfying(
                        Observed.Known.class, known -> assertThat(known.at()).isEqualTo(TAKEN));
        return part.known().orElseThrow();
    }

    @Test
    void the_load_balancers_of_the_recorded_cluster_are_read() throws Exception {
        List<LoadBalancer> all =
                value(PostureFolder.read(production(), TAKEN, complaints::add).loadBalancers());

        assertThat(all).hasSize(2);
        assertThat(all.getFirst())
                .returns("network", LoadBalancer::type)
                .returns(false, LoadBalancer::internal)
                .returns("active", LoadBalancer::state)
                .returns("vpc-0c0ffee1234567890", LoadBalancer::vpc)
                .returns(
                        List.of("subnet-0a11c0ffee0000001", "subnet-0a11c0ffee0000002", "subnet-0a11c0ffee0000003"),
                        LoadBalancer::subnets)
                .returns(Instant.parse("2026-01-01T00:15:40Z"), LoadBalancer::createdAt)
                .returns(
                        List.of(new TargetGroup(31380, 8, 0), new TargetGroup(31390, 8, 0)),
                        LoadBalancer::targetGroups);
        assertThat(all)
                .extracting(each -> each.tags().get("cortex.dev/load-balancer"))
                .containsExactly("api", "operator");
        assertThat(complaints).isEmpty();
    }

    @Test
    void the_network_of_the_recorded_cluster_is_read() throws Exception {
        Network network =
                PostureFolder.read(production(), TAKEN, complaints::add).network();

        assertThat(value(network.vpcs())).containsExactly(new Vpc("vpc-0c0ffee1234567890", List.of("192.168.0.0/16")));
        assertThat(value(network.subnets())).hasSize(3).allMatch(Subnet::publicAddresses);
        assertThat(value(network.routeTables()))
                .singleElement()
                .returns(
                        List.of(
                                new Route("192.168.0.0/16", "local", true),
                                new Route("0.0.0.0/0", "igw-0aa11bb22cc33dd44", true)),
                        RouteTable::routes);
        assertThat(value(network.natGateways())).isEmpty();
        assertThat(value(network.endpoints())).isEmpty();
        assertThat(value(network.peerings())).isEmpty();
        assertThat(value(network.securityGroups()).getFirst().ingress())
                .contains(new Ingress("tcp", 31480, 31480, "0.0.0.0/0", "kubernetes.io/rule/nlb/client=0.0.0.0/0"));
    }

    @Test
    void the_rest_of_the_recorded_cluster_is_read() throws Exception {
        AwsPosture posture = PostureFolder.read(production(), TAKEN, complaints::add);

        assertThat(value(posture.instances())).hasSize(8);
        assertThat(value(posture.instances())).filteredOn(Instance::spot).hasSize(3);
        assertThat(value(posture.zones()).getFirst())
                .isEqualTo(new HostedZone(
                        "Z0123456789ABCDEFGHIJ",
                        "cortex.example.com.",
                        false,
                        List.of(new Entry(
                                "cortex.example.com.",
                                "A",
                                0,
                                List.of(),
                                "dualstack.A1b2c3d4e5f64718293a4b5c6d7e8f90-0123456789abcdef.elb.us-east-1.amazonaws.com.",
                                false))));
        assertThat(value(posture.repositories()))
                .filteredOn(each -> each.name().equals("cortexlabs/operator"))
                .singleElement()
                .returns(true, Repository::mutableTags)
                .returns("123456789012", Repository::account)
                .returns("us-east-1", Repository::region)
                .satisfies(each -> assertThat(each.tags()).containsExactly("0.42.1"));
        assertThat(value(posture.certificates()))
                .singleElement()
                .returns(List.of("*.cortex.example.com", "cortex.example.com"), Certificate::names)
                .returns(Instant.parse("2026-11-30T23:59:59Z"), Certificate::notAfter)
                .returns(true, Certificate::renewable);
        assertThat(value(posture.natUse())).isEmpty();
        assertThat(posture.domain()).isEqualTo(new Observed.Unknown<>(Reason.DISABLED, TAKEN));
    }

    @Test
    void what_cloudwatch_said_of_a_gateway_is_read() throws Exception {
        write("cloudwatch.json", """
            {"metrics":[
             {"namespace":"AWS/NATGateway","metricName":"ErrorPortAllocation","dimensions":{"NatGatewayId":"nat-1"},
              "period":60,"datapoints":[{"value":3.0},{"value":4}]},
             {"namespace":"AWS/NATGateway","metricName":"BytesOutToDestination","dimensions":{"NatGatewayId":"nat-1"},
              "period":60,"datapoints":[{"value":600},{"value":6000}]},
             {"namespace":"AWS/SQS","metricName":"ErrorPortAllocation","dimensions":{"NatGatewayId":"nat-2"}}]}\
            """);

        assertThat(value(read().natUse())).isEqualTo(Map.of("nat-1", new NatUse(7, 0, 100)));
    }

    @Test
    void an_empty_folder_was_not_dumped_and_is_no_fault() {
        assertThat(parts(read())).containsOnly(new Observed.Unknown<>(Reason.NOT_SYNCED, TAKEN));
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_broken_file_is_told_with_its_line_and_hides_nothing_else() throws Exception {
        write("acm.json", "{\n \"certificates\": [\n  oops");
        write("instances.json", "{\"instances\":[]}");

        AwsPosture posture = read();

        assertThat(posture.certificates()).isEqualTo(new Observed.Unknown<>(Reason.INVALID, TAKEN));
        assertThat(posture.instances()).isEqualTo(new Observed.Known<>(List.of(), TAKEN));
        assertThat(complaints).singleElement().asString().contains("acm.json:3:", "is not JSON");
    }

    @Test
    void a_list_that_is_none_is_invalid_and_its_neighbours_are_not() throws Exception {
        write("network.json", "{\"subnets\": 5, \"vpcs\": [], \"natGateways\": [null]}");

        Network network = read().network();

        assertThat(network.subnets()).isEqualTo(new Observed.Unknown<>(Reason.INVALID, TAKEN));
        assertThat(network.natGateways()).isEqualTo(new Observed.Unknown<>(Reason.INVALID, TAKEN));
        assertThat(network.vpcs()).isEqualTo(new Observed.Known<>(List.of(), TAKEN));
        assertThat(network.peerings()).isEqualTo(new Observed.Unknown<>(Reason.NOT_SYNCED, TAKEN));
        assertThat(complaints)
                .anySatisfy(complaint -> assertThat(complaint).endsWith("network.json: subnets is no list"))
                .anySatisfy(complaint -> assertThat(complaint).endsWith("network.json: natGateways[0] is no object"));
    }

    @Property(tries = 300)
    void whatever_was_done_to_the_files_they_are_read_or_complained_of(@ForAll("damage") Damage damage)
            throws Exception {
        Path dump = Files.createTempDirectory("posture");
        try {
            for (String file : FILES) {
                byte[] bytes = Files.readAllBytes(production().resolve(file));
                Files.write(dump.resolve(file), file.equals(damage.file()) ? damage.of(bytes) : bytes);
            }
            List<String> heard = new ArrayList<>();

            AwsPosture posture = PostureFolder.read(dump, TAKEN, heard::add);

            boolean invalid = parts(posture).stream()
                    .anyMatch(
                            part -> part instanceof Observed.Unknown<?> unknown && unknown.reason() == Reason.INVALID);
            assertThat(heard.isEmpty()).isEqualTo(!invalid);
            assertThat(heard).allMatch(complaint -> complaint.contains(damage.file()));
        } finally {
            for (String file : FILES) {
                Files.deleteIfExists(dump.resolve(file));
            }
            Files.delete(dump);
        }
    }

    /** Some bytes of a file replaced by a text. */
    record Damage(String file, double at, int length, String text) {
        byte[] of(byte[] bytes) {
            String before = new String(bytes, StandardCharsets.UTF_8);
            int from = (int) (at * before.length());
            int to = Math.min(before.length(), from + length);
            return (before.substring(0, from) + text + before.substring(to)).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Provide
    Arbitrary<Damage> damage() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.of("", "null", "5", "[]", "{}", "1e999", "-1", "true", "\"", "}", "[".repeat(5000)),
                Arbitraries.strings().ofMaxLength(8));
        return Combinators.combine(
                        Arbitraries.of(FILES),
                        Arbitraries.doubles().between(0, 0.99),
                        Arbitraries.integers().between(0, 400),
                        texts)
                .as(Damage::new);
    }

    private static List<Observed<?>> parts(AwsPosture posture) {
        Network network = posture.network();
        return Stream.<Observed<?>>of(
                        posture.loadBalancers(),
                        network.vpcs(),
                        network.subnets(),
                        network.routeTables(),
                        network.natGateways(),
                        network.endpoints(),
                        network.peerings(),
                        network.securityGroups(),
                        posture.instances(),
                        posture.zones(),
                        posture.repositories(),
                        posture.certificates(),
                        posture.natUse())
                .toList();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
