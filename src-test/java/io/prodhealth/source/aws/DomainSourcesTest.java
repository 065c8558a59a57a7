package io.prodhealth.source.aws;

import static io.prodhealth.source.aws.PostureWire.xml;
import static io.prodhealth.source.aws.TestAws.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.snapshot.posture.Certificate;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.HostedZone.Entry;
import io.prodhealth.snapshot.posture.Repository;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosted zones, repositories and certificates. */
class DomainSourcesTest {

    private static final String CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/5d0c7b1e";
    private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cortexlabs/";

    private final TestClock clock = new TestClock(NOW);
    private final PostureWire wire = new PostureWire();
    private final AwsClients clients = TestAws.clients(wire.server().uri(), TestAws.books(clock));
    private final SourceLedger ledger = new SourceLedger("route53", Duration.ofMinutes(30), clock);
    private PostureObjects objects = PostureObjects.cortex();

    @AfterEach
    void close() {
        clients.close();
        wire.close();
    }

    private static Config.Posture settings(String domain) {
        return new Config.Posture(true, Duration.ofMinutes(5), Duration.ofMinutes(30), domain, Duration.ofMinutes(1));
    }

    private Route53Source route53(String domain) {
        return new Route53Source(clients, settings(domain), ledger, clock);
    }

    private EcrSource ecr() {
        return new EcrSource(clients, settings(""), () -> objects.get(), ledger, clock, clock);
    }

    private AcmSource acm() {
        return new AcmSource(
                clients,
                settings(""),
                () -> objects.get(),
                () -> new Observed.Unknown<>(Reason.NOT_SYNCED, NOW),
                ledger,
                clock,
                clock);
    }

    private static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, NOW);
    }

    private void zones() {
        wire.has(
                "ListHostedZones",
                xml("Id", "/hostedzone/Z1", "Name", "cortex.example.com.", "Config", xml("PrivateZone", "false")),
                xml("Id", "/hostedzone/Z2", "Name", "internal.example.org.", "Config", xml("PrivateZone", "true")));
        wire.has(
                "ListResourceRecordSets",
                xml("Name", "cortex.example.com.", "Type", "NS", "TTL", "172800"),
                xml(
                        "Name",
                        "cortex.example.com.",
                        "Type",
                        "A",
                        "SetIdentifier",
                        "new",
                        "Weight",
                        "10",
                        "AliasTarget",
                        xml("DNSName", "dualstack.a1.elb.us-east-1.amazonaws.com.")),
                xml(
                        "Name",
                        "old.cortex.example.com.",
                        "Type",
                        "CNAME",
                        "TTL",
                        "300",
                        "ResourceRecords",
                        xml("ResourceRecord", xml("Value", "a1.elb.us-east-1.amazonaws.com"))));
    }

    @Test
    void zones_are_read_with_the_records_that_can_lead_to_a_load_balancer() throws Exception {
        zones();
        List<Entry> records = List.of(
                new Entry("cortex.example.com.", "A", 0, List.of(), "dualstack.a1.elb.us-east-1.amazonaws.com.", true),
                new Entry(
                        "old.cortex.example.com.", "CNAME", 300, List.of("a1.elb.us-east-1.amazonaws.com"), "", false));
        for (int pageSize : List.of(100, 1)) {
            wire.pageSize(pageSize);
            Route53Source source = route53("");

            source.read();

            assertThat(source.hostedZones())
                    .isEqualTo(known(List.of(
                            new HostedZone("Z1", "cortex.example.com.", false, records),
                            new HostedZone("Z2", "internal.example.org.", true, records))));
        }
    }

    @Test
    void of_a_declared_domain_only_the_zones_that_it_can_be_in_are_read() throws Exception {
        zones();
        Route53Source source = route53("cortex.example.com");

        source.read();

        assertThat(source.hostedZones().orElse(List.of()))
                .extracting(HostedZone::name)
                .containsExactly("cortex.example.com.");
        assertThat(wire.server().requests("ListResourceRecordSets")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListHostedZones", "ListResourceRecordSets"})
    void zones_that_may_not_be_read_are_unknown_with_the_action(String operation) {
        zones();
        Route53Source source = route53("");

        denied(operation, source);

        assertThat(source.hostedZones())
                .isEqualTo(new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, "route53:" + operation));
    }

    private void repositories() {
        objects = objects.configured("image_operator: " + REGISTRY + "operator:0.42.1\nimage_proxy: " + REGISTRY
                + "proxy:0.42.1\nimage_gone: " + REGISTRY + "gone:1\n"
                + "image_far: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/far:1\n"
                + "image_pause: 602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/pause:3.5\n");
        wire.has(
                "DescribeRepositories",
                "{\"repositoryName\":\"cortexlabs/operator\",\"imageTagMutability\":\"IMMUTABLE\"}",
                "{\"repositoryName\":\"unrelated\",\"imageTagMutability\":\"MUTABLE\"}",
                "{\"repositoryName\":\"cortexlabs/proxy\",\"imageTagMutability\":\"MUTABLE\"}");
        wire.has(
                "ListImages",
                "{\"imageTag\":\"0.42.0\"}",
                "{\"imageTag\":\"0.42.1\"}",
                "{\"imageDigest\":\"sha256:1\"}");
    }

    @Test
    void only_the_repositories_that_the_cluster_names_are_read() throws Exception {
        repositories();
        Set<String> tags = Set.of("0.42.0", "0.42.1");
        for (int pageSize : List.of(100, 1)) {
            wire.pageSize(pageSize);
            EcrSource source = ecr();

            source.read();

            assertThat(source.repositories())
                    .isEqualTo(known(List.of(
                            new Repository("123456789012", "us-east-1", "cortexlabs/operator", false, tags),
                            new Repository("123456789012", "us-east-1", "cortexlabs/proxy", true, tags))));
        }
    }

    @Test
    void another_account_that_lets_nobody_look_hides_nothing_of_ones_own() throws Exception {
        repositories();
        objects = objects.configured(
                objects.configuration() + "x: 999999999999.dkr.ecr.us-east-1.amazonaws.com/shared:1");
        wire.before(request -> request.body().contains("999999999999") ? PostureWire.denial(request) : null);
        EcrSource source = ecr();

        source.read();

        assertThat(source.repositories().orElse(List.of()))
                .extracting(Repository::account)
                .containsOnly("123456789012");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeRepositories", "ListImages"})
    void repositories_that_may_not_be_read_are_unknown_with_the_action(String operation) {
        repositories();
        EcrSource source = ecr();

        denied(operation, source);

        assertThat(source.repositories())
                .isEqualTo(new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, "ecr:" + operation));
    }

    private void certificate() {
        objects = objects.with(
                PostureObjects.gateway(Map.of("service.beta.kubernetes.io/aws-load-balancer-ssl-cert", CERTIFICATE)));
        wire.has(
                "DescribeCertificate",
                "{\"DomainName\":\"cortex.example.com\",\"SubjectAlternativeNames\":[\"*.cortex.example.com\",\"cortex.example.com\"],"
                    + "\"Status\":\"ISSUED\",\"NotAfter\":1.7961263E9,\"RenewalEligibility\":\"ELIGIBLE\"}");
    }

    @Test
    void the_certificate_that_the_gateway_names_is_read() throws Exception {
        certificate();
        AcmSource source = acm();

        source.read();

        assertThat(source.certificates())
                .isEqualTo(known(List.of(new Certificate(
                        CERTIFICATE,
                        List.of("*.cortex.example.com", "cortex.example.com"),
                        "ISSUED",
                        Instant.ofEpochSecond(1_796_126_300),
                        true))));
    }

    @Test
    void a_certificate_that_does_not_exist_is_not_in_the_list() throws Exception {
        objects = objects.configured("ssl_certificate_arn: " + CERTIFICATE);
        AcmSource source = acm();

        source.read();

        assertThat(source.certificates()).isEqualTo(known(List.of()));
        assertThat(wire.server().requests("DescribeCertificate")).hasSize(1);
    }

    @Test
    void where_no_certificate_is_named_none_is_asked_for() throws Exception {
        AcmSource source = acm();

        source.read();

        assertThat(source.certificates()).isEqualTo(known(List.of()));
        assertThat(wire.server().requests()).isEmpty();
    }

    @Test
    void a_certificate_that_may_not_be_read_is_unknown_with_the_action() {
        certificate();
        AcmSource source = acm();

        denied("DescribeCertificate", source);

        assertThat(source.certificates())
                .isEqualTo(new Observed.Unknown<>(Reason.PERMISSION_DENIED, NOW, "acm:DescribeCertificate"));
    }

    private void denied(String operation, Source<?> source) {
        wire.before(request -> request.operation().equals(operation) ? PostureWire.denial(request) : null);

        SourceException failed = catchThrowableOfType(SourceException.class, source::read);

        assertThat(failed.deniedAction()).endsWith(":" + operation);
        assertThat(ledger.status().denied()).containsEntry(failed.deniedAction(), true);
    }
}
