package io.prodhealth.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import io.prodhealth.leadership.Replica;
import io.prodhealth.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
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

    /** A Lease is some hundred bytes. */
    private static final int LONGEST = 256 << 10;

    /** As the API server writes the moments of a Lease. */
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final JsonMapper JSON = new JsonMapper();

    private final ApiServer server;
    private final String namespace;
    private final String name;
    private final Replica self;
    private final Duration patience;
    private final Clock clock;
    private final Sight sight;

    /** The object that was read last, so that what others have written on it stays. */
    private @Nullable ObjectNode last;

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
        this.server = server;
        this.namespace = namespace;
        this.name = name;
        this.self = self;
        this.patience = patience;
        this.clock = clock;
        this.sight = sight;
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient none) {
        try {
            ObjectNode lease = sent("GET", path() + "/" + name, null);
            last = lease;
            JsonNode spec = lease.path("spec");
            String holder = Json.text(spec, "holderIdentity");
            Instant now = clock.instant();
            String renewal = holder + " " + Json.text(lease, "metadata", "resourceVersion");
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
                    // When this replica has seen it renewed, and not when its holder says it did: their clocks may
                    // differ.
                    utc(renewalSeenAt),
                    Json.integer(spec, 0, "leaseTransitions"));
        } catch (ApiError e) {
            if (e.notFound()) {
                last = null;
                sight.held("", clock.instant());
                return null;
            }
            throw failed("get", e);
        }
    }

    @Override
    public void create(KubernetesClient none, LeaderElectionRecord record) {
        write("POST", path(), record);
    }

    @Override
    public void update(KubernetesClient none, LeaderElectionRecord record) {
        write("PUT", path() + "/" + name, record);
    }

    private void write(String method, String path, LeaderElectionRecord record) {
        ObjectNode lease = last == null || method.equals("POST") ? fresh() : last.deepCopy();
        ObjectNode spec = lease.withObject("/spec");
        String holder = record.getHolderIdentity();
        spec.put("holderIdentity", holder == null ? "" : holder);
        spec.put("leaseDurationSeconds", Math.max(1, record.getLeaseDuration().toSeconds()));
        spec.put("acquireTime", MICRO_TIME.format(record.getAcquireTime()));
        spec.put("renewTime", MICRO_TIME.format(record.getRenewTime()));
        spec.put("leaseTransitions", record.getLeaderTransitions());
        try {
            last = sent(method, path, lease);
            sight.held(holder == null ? "" : holder, clock.instant());
        } catch (ApiError e) {
            throw failed(method.equals("POST") ? "create" : "update", e);
        }
    }

    private ObjectNode fresh() {
        ObjectNode lease = JSON.createObjectNode()
                .put("apiVersion", "coordination.k8s.io/v1")
                .put("kind", "Lease");
        lease.putObject("metadata")
                .put("name", name)
                .put("namespace", namespace)
                .putObject("labels")
                .put("app.kubernetes.io/name", "prodhealth");
        return lease;
    }

    private ObjectNode sent(String method, String path, @Nullable ObjectNode body) throws ApiError {
        byte[] json = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        try (InputStream answer = server.send(method, path, json, patience)) {
            if (JSON.readTree(answer.readNBytes(LONGEST)) instanceof ObjectNode object) {
                return object;
            }
            throw silent("the answer is no object");
        } catch (SourceException e) {
            throw silent(e.text());
        } catch (IOException | JacksonException e) {
            throw silent(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent("interrupted");
        }
    }

    private KubernetesClientException silent(String message) {
        sight.silent("the Lease " + describe() + ": " + message);
        return new KubernetesClientException(message);
    }

    private KubernetesClientException failed(String verb, ApiError error) {
        String message = "cannot " + verb + " the Lease " + describe() + ": " + error.getMessage();
        if (error.forbidden()) {
            sight.denied(message);
        } else if (!error.conflict()) {
            // A conflict is another replica that was quicker: the next look shows which.
            sight.silent(message);
        }
        return new KubernetesClientException(message, error.code(), null);
    }

    private String path() {
        return "/apis/coordination.k8s.io/v1/namespaces/" + URLEncoder.encode(namespace, StandardCharsets.UTF_8)
                + "/leases";
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
        return namespace + "/" + name;
    }
}
