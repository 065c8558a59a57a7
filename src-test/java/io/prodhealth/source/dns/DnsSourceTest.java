package io.prodhealth.source.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.posture.DomainAnswers;
import io.prodhealth.snapshot.posture.DomainAnswers.Probe;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClientOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DnsSourceTest {

    private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
    private static final String DOMAIN = "cortex.example.com";

    private final Map<String, Set<String>> names = new HashMap<>();
    private KubernetesObjects objects = KubernetesObjects.notSynced(NOW);
    private final DnsSource source = new DnsSource(
            name -> Optional.ofNullable(names.get(name)), DOMAIN, () -> objects, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_name_that_does_not_exist_is_an_answer() throws Exception {
        assertThat(source.read())
                .isEqualTo(new DomainAnswers(DOMAIN, java.util.List.of(new Probe(NOW, false, Set.of(), Set.of()))));
    }

    @Test
    void the_load_balancers_own_addresses_are_kept_beside_those_of_the_domain() throws Exception {
        names.put(DOMAIN, Set.of("192.0.2.1"));
        names.put(ServicesOf.HOSTNAME, Set.of("192.0.2.1", "192.0.2.2"));
        objects = ServicesOf.gateway(objects, NOW);

        assertThat(source.read().probes())
                .containsExactly(new Probe(NOW, true, Set.of("192.0.2.1"), Set.of("192.0.2.1", "192.0.2.2")));
    }

    @Test
    void twenty_probes_are_kept_the_last_ones() throws Exception {
        for (int i = 0; i < 25; i++) {
            names.put(DOMAIN, Set.of("192.0.2." + i));
            source.read();
        }

        DomainAnswers answers = source.read();

        assertThat(answers.probes()).hasSize(20);
        assertThat(answers.probes().getFirst().addresses()).containsExactly("192.0.2.6");
    }

    @Test
    void a_name_server_that_cannot_tell_is_a_failure_and_no_probe() throws Exception {
        DnsSource unlucky = new DnsSource(
                name -> {
                    throw new SourceException(FailureReason.TIMEOUT, "no answer");
                },
                DOMAIN,
                () -> objects,
                Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(catchThrowableOfType(SourceException.class, unlucky::read).reason())
                .isEqualTo(FailureReason.TIMEOUT);
    }

    @Test
    void vertx_reads_the_addresses_behind_an_alias_and_asks_again_each_time() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (NameServer server = new NameServer()) {
            VertxResolver resolver = new VertxResolver(
                    vertx, new DnsClientOptions().setHost("127.0.0.1").setPort(server.port()));
            server.answers("alias.example.com", "192.0.2.7", "192.0.2.8");

            assertThat(resolver.addresses("alias.example.com")).contains(Set.of("192.0.2.7", "192.0.2.8"));
            server.answers("alias.example.com", "192.0.2.9");
            assertThat(resolver.addresses("alias.example.com")).contains(Set.of("192.0.2.9"));
            assertThat(resolver.addresses("absent.example.com")).isEmpty();
            server.answers("empty.example.com");
            assertThat(resolver.addresses("empty.example.com")).contains(Set.of());
            server.breaks();
            assertThat(catchThrowableOfType(SourceException.class, () -> resolver.addresses("alias.example.com"))
                            .reason())
                    .isEqualTo(FailureReason.UNAVAILABLE);
        } finally {
            vertx.close().await();
        }
    }
}
