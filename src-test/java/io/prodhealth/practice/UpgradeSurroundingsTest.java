package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Certificate;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.HostedZone;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpgradeSurroundingsTest {

    private static final String ARN =
            "arn:aws:acm:us-east-1:123456789012:certificate/5d0c7b1e-8f3a-4b62-9d57-1c2e3f4a5b6c";

    private final SamplePosture cluster = new SamplePosture().apiBalancer(false, "active", 8, 0);

    @Test
    void an_alias_counts_in_whatever_case_and_with_whatever_route_53_adds() {
        cluster.record(
                "cortex.example.com.", "A", 0, "dualstack." + SamplePosture.API_NAME.toUpperCase(Locale.ROOT) + ".");

        assertThat(status("custom_domain_missing")).isEqualTo(Status.PASS);
        assertThat(status("domain_target_dead")).isEqualTo(Status.PASS);
    }

    @Test
    void no_record_is_a_warning_and_a_denied_permission_is_unknown() {
        assertThat(status("custom_domain_missing")).isEqualTo(Status.WARN);

        cluster.last = UpgradeSurroundingsTest::withoutZones;

        Verdict verdict = cluster.verdict("custom_domain_missing");
        assertThat(verdict.status()).isEqualTo(Status.UNKNOWN);
        assertThat(verdict.reason()).isEqualTo("permission_denied: route53:ListHostedZones");
    }

    @Test
    void a_domain_whose_zone_is_in_another_account_is_enough() {
        cluster.last = UpgradeSurroundingsTest::withoutZones;
        probe(3, Set.of("192.0.2.1"), Set.of("192.0.2.1"));

        assertThat(status("custom_domain_missing")).isEqualTo(Status.PASS);
    }

    @Test
    void one_hit_in_many_answers_of_weighted_records_is_enough() {
        probe(9, Set.of("198.51.100.9"), Set.of("192.0.2.1", "192.0.2.2"));
        probe(1, Set.of("192.0.2.2"), Set.of("192.0.2.1", "192.0.2.2"));

        assertThat(status("custom_domain_elsewhere")).isEqualTo(Status.PASS);
    }

    @Test
    void a_domain_that_never_leads_here_fails_but_not_by_few_answers() {
        probe(4, Set.of("198.51.100.9"), Set.of("192.0.2.1"));
        assertThat(status("custom_domain_elsewhere")).isEqualTo(Status.UNKNOWN);

        probe(8, Set.of("198.51.100.9"), Set.of("192.0.2.1"));
        assertThat(status("custom_domain_elsewhere")).isEqualTo(Status.FAIL);
    }

    @Test
    void a_domain_that_does_not_exist_is_a_warning() {
        cluster.domain = "cortex.example.com";
        cluster.probes.add(new DomainAnswers.Probe(SamplePosture.now(), false, Set.of(), Set.of("192.0.2.1")));

        assertThat(status("custom_domain_elsewhere")).isEqualTo(Status.WARN);
    }

    @Test
    void a_long_lived_record_is_slow_and_a_short_one_is_not() {
        certificate(Duration.ofDays(90), "*.example.com");
        cluster.record("cortex.example.com.", "CNAME", 3600, SamplePosture.API_NAME);
        assertThat(status("domain_cutover_slow")).isEqualTo(Status.WARN);

        cluster.records.clear();
        cluster.record("cortex.example.com.", "CNAME", 60, SamplePosture.API_NAME);
        assertThat(cluster.verdict("domain_cutover_slow").findings()).isEmpty();
    }

    @Test
    void a_certificate_is_urgent_in_its_last_week_and_reported_in_its_last_month() {
        cluster.record("cortex.example.com.", "A", 0, SamplePosture.API_NAME);
        certificate(Duration.ofDays(6), "cortex.example.com");
        assertThat(status("domain_cutover_slow")).isEqualTo(Status.FAIL);

        cluster.certificates.clear();
        certificate(Duration.ofDays(20), "cortex.example.com");
        assertThat(status("domain_cutover_slow")).isEqualTo(Status.WARN);
    }

    @Test
    void a_wildcard_stands_for_one_label() {
        certificate(Duration.ofDays(90), "*.example.com");
        cluster.record("a.cortex.example.com.", "A", 0, SamplePosture.API_NAME);

        assertThat(status("domain_cutover_slow")).isEqualTo(Status.WARN);
    }

    @Test
    void a_load_balancer_without_a_healthy_target_is_dead() {
        SamplePosture dead = new SamplePosture().apiBalancer(false, "active", 0, 8);
        dead.record("cortex.example.com.", "A", 0, SamplePosture.API_NAME);

        assertThat(dead.verdict("domain_target_dead").status()).isEqualTo(Status.FAIL);
    }

    @Test
    void the_declared_domain_must_not_lead_to_a_load_balancer_that_is_gone() {
        probe(3, Set.of("192.0.2.1"), Set.of("192.0.2.1"));
        cluster.record("cortex.example.com.", "A", 0, "gone-0123456789abcdef.elb.us-east-1.amazonaws.com.");

        assertThat(status("domain_target_dead")).isEqualTo(Status.FAIL);
    }

    @Test
    void records_of_other_systems_are_left_alone() {
        cluster.record("www.example.com.", "A", 0, "web-1234567890.us-east-1.elb.amazonaws.com.");

        assertThat(status("domain_target_dead")).isEqualTo(Status.NOT_APPLICABLE);
    }

    private Status status(String id) {
        return cluster.verdict(id).status();
    }

    private void certificate(Duration left, String name) {
        cluster.certificates.add(new Certificate(
                ARN, List.of(name), "ISSUED", SamplePosture.now().plus(left), true));
    }

    private void probe(int times, Set<String> addresses, Set<String> expected) {
        cluster.domain = "cortex.example.com";
        for (int i = 0; i < times; i++) {
            cluster.probes.add(new DomainAnswers.Probe(
                    SamplePosture.now().plus(Duration.ofMinutes(5L * cluster.probes.size())),
                    true,
                    addresses,
                    expected));
        }
    }

    private static AwsPosture withoutZones(AwsPosture real) {
        Observed<List<HostedZone>> denied = new Observed.Unknown<>(
                Observed.Reason.PERMISSION_DENIED, SamplePosture.now(), "route53:ListHostedZones");
        return new AwsPosture(
                real.loadBalancers(),
                real.network(),
                real.instances(),
                denied,
                real.repositories(),
                real.certificates(),
                real.natUse(),
                real.domain());
    }
}
