package io.prodhealth.source.kubernetes;

import io.prodhealth.logging.FaultLog;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the API server whose a token is and what they may see, as the proxies before exporters do. Blocks. */
public final class TokenReviews {

    /** The permissions that it needs, as they are granted. */
    private static final String REVIEW_TOKENS = "create tokenreviews";

    private static final String REVIEW_ACCESS = "create subjectaccessreviews";

    private static final String TOKENS = "/apis/authentication.k8s.io/v1/tokenreviews";
    private static final String ACCESS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    /** Half of the ten seconds that Prometheus waits for a scrape by default, for two requests. */
    private static final Duration LONGEST = Duration.ofMillis(2500);

    private static final JsonMapper JSON = new JsonMapper();

    private final ApiServer server;
    private final SourceLedger ledger;
    private final FaultLog faults;

    TokenReviews(ApiServer server, SourceLedger ledger, FaultLog faults) {
        this.server = server;
        this.ledger = ledger;
        this.faults = faults;
        ledger.needs(REVIEW_TOKENS);
        ledger.needs(REVIEW_ACCESS);
    }

    /**
     * Who the holder of a token is.
     *
     * @param spec the user as a review of access takes one
     */
    public record User(JsonNode spec) {}

    /**
     * Whose it is; empty when it is nobody's.
     *
     * @throws SourceException when that cannot be asked; it has been logged
     */
    public Optional<User> user(String token) throws SourceException, InterruptedException {
        ObjectNode review = review("authentication.k8s.io/v1", "TokenReview");
        review.putObject("spec").put("token", token);
        JsonNode status = asked(TOKENS, review, REVIEW_TOKENS);
        String name = Json.text(status, "user", "username");
        if (!Json.bool(status, "authenticated") || name.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode user = JSON.createObjectNode().put("user", name);
        // What else is said of them may be what a role is bound to.
        for (String field : new String[] {"uid", "groups", "extra"}) {
            if (Json.at(status, "user").has(field)) {
                user.set(field, Json.at(status, "user", field));
            }
        }
        return Optional.of(new User(user));
    }

    /**
     * Whether they may.
     *
     * @param path as a role names it under nonResourceURLs
     * @throws SourceException when that cannot be asked; it has been logged
     */
    public boolean allows(User user, String path, String verb) throws SourceException, InterruptedException {
        ObjectNode review = review("authorization.k8s.io/v1", "SubjectAccessReview");
        ObjectNode spec = ((ObjectNode) user.spec).deepCopy();
        spec.putObject("nonResourceAttributes").put("path", path).put("verb", verb);
        review.set("spec", spec);
        return Json.bool(asked(ACCESS, review, REVIEW_ACCESS), "allowed");
    }

    private static ObjectNode review(String apiVersion, String kind) {
        return JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    }

    private JsonNode asked(String path, ObjectNode review, String permission)
            throws SourceException, InterruptedException {
        try {
            JsonNode status = server.object("POST", path, review, LONGEST).path("status");
            if (!status.isObject()) {
                throw new SourceException(FailureReason.INVALID_RESPONSE, "the answer is no review");
            }
            ledger.denied(permission, false);
            return status;
        } catch (ApiError e) {
            if (e.denied()) {
                ledger.denied(permission, true);
            }
            throw failed(e.asSourceException(), permission);
        } catch (SourceException e) {
            throw failed(e, permission);
        }
    }

    private SourceException failed(SourceException e, String permission) {
        ledger.partFailed(e.reason());
        faults.at(Level.WARN, "Requests are refused: the API server cannot be asked who may make them", permission)
                .addKeyValue("reason", e.reason().label())
                .addKeyValue("error", e.text())
                .log();
        return e;
    }
}
