package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.HostedZone.Entry;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The hosted zones of the account, and the records in them that can lead to a load balancer. */
public final class Route53Source implements Source<List<Optional<?>>> {

    private static final Set<String> TYPES = Set.of("A", "AAAA", "CNAME");
    private static final int MOST_ZONE_PAGES = 10;
    private static final int RECORDS = 300;
    /** Records are read three hundred at a time; a minute of it at the usual pace. */
    private static final int MOST_RECORD_PAGES = 200;

    private final AwsClients clients;
    private final String domain;
    private final PostureParts parts;
    private final PosturePart<List<HostedZone>> part;

    /**
     * Nothing read yet.
     *
     * @param ledger of the source {@code route53}
     */
    public Route53Source(AwsClients clients, Config.Posture config, SourceLedger ledger, Clock clock) {
        this.clients = clients;
        this.domain = config.customDomain();
        this.parts = new PostureParts(ledger, clock);
        this.part = parts.part(
                config.slowInterval(), AwsOperation.LIST_HOSTED_ZONES, AwsOperation.LIST_RESOURCE_RECORD_SETS);
    }

    /** How long one reading may take. */
    public static Duration timeout(Config.Aws aws) {
        return aws.callTimeout().multipliedBy(3).plusSeconds(60);
    }

    @Override
    public List<Optional<?>> read() throws SourceException, InterruptedException {
        return parts.read(() -> part.read(this::zones));
    }

    private record Zone(String id, String name, boolean isPrivate) {}

    private List<HostedZone> zones() throws SourceException, InterruptedException {
        List<Zone> wanted = new ArrayList<>();
        Pages.read(AwsOperation.LIST_HOSTED_ZONES, MOST_ZONE_PAGES, token -> {
            ListHostedZonesRequest request =
                    ListHostedZonesRequest.builder().marker(token).build();
            ListHostedZonesResponse page =
                    clients.route53(AwsOperation.LIST_HOSTED_ZONES, route53 -> route53.listHostedZones(request));
            page.hostedZones().stream()
                    .map(zone -> new Zone(
                            Kept.text(zone.id()),
                            Kept.text(zone.name()),
                            zone.config() != null
                                    && Boolean.TRUE.equals(zone.config().privateZone())))
                    .filter(zone -> holds(zone.name()))
                    .forEach(wanted::add);
            return Boolean.TRUE.equals(page.isTruncated()) ? page.nextMarker() : null;
        });
        List<HostedZone> zones = new ArrayList<>();
        Pace pace = new Pace();
        for (Zone zone : wanted) {
            zones.add(new HostedZone(zone.id(), zone.name(), zone.isPrivate(), records(zone, pace)));
        }
        return List.copyOf(zones);
    }

    /** Whether the declared domain can be in a zone; without one it can be in any. */
    private boolean holds(String zone) {
        String name = zone.toLowerCase(Locale.ROOT);
        return domain.isEmpty() || (domain + ".").equals(name) || (domain + ".").endsWith("." + name);
    }

    private static final class Pace {
        private int pages;

        void step() throws SourceException {
            pages++;
            if (pages > MOST_RECORD_PAGES) {
                throw new SourceException(
                        FailureReason.INVALID_RESPONSE,
                        "the hosted zones hold more records than are read: declare posture.custom_domain, and only its"
                                + " zones are");
            }
        }
    }

    private record Next(
            @Nullable String name,
            @Nullable String type,
            @Nullable String identifier) {}

    private List<Entry> records(Zone zone, Pace pace) throws SourceException, InterruptedException {
        List<Entry> records = new ArrayList<>();
        Next next = new Next(null, null, null);
        boolean more = true;
        while (more) {
            pace.step();
            Next from = next;
            ListResourceRecordSetsRequest request = ListResourceRecordSetsRequest.builder()
                    .hostedZoneId(zone.id())
                    .startRecordName(from.name())
                    .startRecordType(from.type())
                    .startRecordIdentifier(from.identifier())
                    .maxItems(String.valueOf(RECORDS))
                    .build();
            ListResourceRecordSetsResponse page = clients.route53(
                    AwsOperation.LIST_RESOURCE_RECORD_SETS, route53 -> route53.listResourceRecordSets(request));
            page.resourceRecordSets().stream()
                    .filter(record -> TYPES.contains(record.typeAsString()))
                    .map(Route53Source::entry)
                    .forEach(records::add);
            next = new Next(page.nextRecordName(), page.nextRecordTypeAsString(), page.nextRecordIdentifier());
            more = Boolean.TRUE.equals(page.isTruncated());
        }
        return List.copyOf(records);
    }

    private static Entry entry(ResourceRecordSet record) {
        return new Entry(
                Kept.text(record.name()),
                record.typeAsString(),
                record.ttl() == null ? 0 : record.ttl(),
                record.resourceRecords().stream()
                        .map(ResourceRecord::value)
                        .map(Kept::text)
                        .toList(),
                record.aliasTarget() == null
                        ? ""
                        : Kept.text(record.aliasTarget().dnsName()),
                record.weight() != null);
    }

    /** The zones; with a declared domain only those that it can be in. */
    public Observed<List<HostedZone>> hostedZones() {
        return part.observed();
    }
}
