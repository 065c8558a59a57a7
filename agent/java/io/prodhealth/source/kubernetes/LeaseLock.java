package io.prodhealth.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import io.prodhealth.leadership.Replica;
import io.prodhealth.source.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Lease by which replicas agree, as Fabric8's elector wants it: over the agent's own connection, since Fabric8's lock
 * would bring its whole client and object model into memory for one small object.
 */
final class LeaseLock implements Lock {

    /** Hears how each try went; on the elector's thread. */
    interface Sight {

        /**
         * Who holds it.
         *
         * @param holder identity; empty when nobody does
         * @param renewedAt when this replica saw that it was renewed
         */
        void held(String holder, Instant renewedAt);

        /** It may not be read or written. */
        void denied(String message);

        /** Nobody answered, or not usefully. */
        void silent(String message);
    }

    private static final OwnedObject.Type LEASE =
            new OwnedObject.Type("/apis/coordination.k8s.io/v1", "coordination.k8s.io/v1", "Lease", "leases");

    /** As the API server writes the moments of a Lease. */
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final OwnedObject lease;
    private final Replica self;
    private final Clock clock;
    private final Sight sight;

    private String lastRenewal = "";
    private Instant renewalSeenAt = Instant.EPOCH;

    LeaseLock(
            ApiServer server,
            String namespace,
            String name,
            Replica self,
            Duration patience,
            Clock clock,
            Sight sight) {
        this.lease = new OwnedObject(server, LEASE, namespace, name, patience);
        this.self = self;
        this.clock = clock;
        this.sight = sight;
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient none) {
        Optional<ObjectNode> found = asked("get", lease::get);
        if (found.isEmpty()) {
            sight.held("", clock.instant());
            return null;
        }
        JsonNode spec = found.get().path("spec");
        String holder = Json.text(spec, "holderIdentity");
        Instant now = clock.instant();
        String renewal = holder + " " + Json.text(found.get(), "metadata", "resourceVersion");
        if (!renewal.equals(lastRenewal)) {
            lastRenewal = renewal;
            renewalSeenAt = now;
        }
        sight.held(holder, renewalSeenAt);
        Instant acquired = Json.moment(spec, "acquireTime");
        return new LeaderElectionRecord(
                holder,
                Duration.ofSeconds(Math.clamp(Json.integer(spec, 1, "leaseDurationSeconds"), 1, 3600)),
                utc(acquired == null ? now : acquired),
                // When this replica has seen it renewed, and not when its holder says it did: their clocks may differ.
                utc(renewalSeenAt),
                Json.integer(spec, 0, "leaseTransitions"));
    }

    @Override
    public void create(KubernetesClient none, LeaderElectionRecord record) {
        write("create", record);
    }

    @Override
    public void update(KubernetesClient none, LeaderElectionRecord record) {
        write("update", record);
    }

    private void write(String verb, LeaderElectionRecord record) {
        String holder = record.getHolderIdentity() == null ? "" : record.getHolderIdentity();
        asked(verb, () -> {
            lease.write(object -> object.withObject("/spec")
                    .put("holderIdentity", holder)
                    .put(
                            "leaseDurationSeconds",
                            Math.max(1, record.getLeaseDuration().toSeconds()))
                    .put("acquireTime", MICRO_TIME.format(record.getAcquireTime()))
                    .put("renewTime", MICRO_TIME.format(record.getRenewTime()))
                    .put("leaseTransitions", record.getLeaderTransitions()));
            return holder;
        });
        sight.held(holder, clock.instant());
    }

    /** A question to the API server. */
    private interface Question<T> {
        T ask() throws ApiError, SourceException, InterruptedException;
    }

    /** @throws KubernetesClientException when it has no answer, which the elector expects */
    private <T> T asked(String verb, Question<T> question) {
        try {
            return question.ask();
        } catch (ApiError e) {
            throw failed(verb, e);
        } catch (SourceException e) {
            throw silent(e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent("interrupted");
        }
    }

    private KubernetesClientException silent(String message) {
        sight.silent("the Lease " + lease + ": " + message);
        return new KubernetesClientException(message);
    }

    private KubernetesClientException failed(String verb, ApiError error) {
        String message = "cannot " + verb + " the Lease " + lease + ": " + error.getMessage();
        if (error.forbidden()) {
            sight.denied(message);
        } else if (!error.conflict()) {
            // A conflict is another replica that was quicker: the next look shows which.
            sight.silent(message);
        }
        return new KubernetesClientException(message, error.code(), null);
    }

    private static ZonedDateTime utc(Instant moment) {
        return moment.atZone(ZoneOffset.UTC);
    }

    @Override
    public String identity() {
        return self.identity();
    }

    @Override
    public String describe() {
        return lease.toString();
    }
}
