package io.prodhealth.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the next page of a list begins.
 *
 * @param revision the snapshot the list was begun on; -1 for whatever is current, as in the token of a 410 answer
 * @param after the key of the last object served
 */
record ContinueToken(long revision, String after) {

    String encode() {
        ObjectNode token = Json.object();
        token.put("v", "meta.k8s.io/v1");
        token.put("rv", revision);
        token.put("start", after + "\0");
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
    }

    /** @throws IllegalArgumentException for a token that is none */
    static ContinueToken decode(String encoded) {
        try {
            ObjectNode token =
                    Json.parseObject(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
            String start = token.path("start").asString("");
            return new ContinueToken(token.path("rv").asLong(0), start.substring(0, Math.max(0, start.length() - 1)));
        } catch (JacksonException | ClassCastException | IllegalArgumentException e) {
            throw new IllegalArgumentException("continue key is not valid: " + e.getMessage(), e);
        }
    }
}
