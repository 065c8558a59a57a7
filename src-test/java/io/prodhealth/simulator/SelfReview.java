package io.prodhealth.simulator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer to "may I?". */
final class SelfReview {
    private SelfReview() {}

    static ObjectNode of(ObjectNode review, Access access) {
        JsonNode asked = review.at("/spec/resourceAttributes");
        ApiRequest request = new ApiRequest(
                asked.path("verb").asString(""),
                asked.path("group").asString(""),
                asked.path("version").asString(""),
                asked.path("namespace").asString(""),
                asked.path("resource").asString(""),
                asked.path("name").asString(""),
                asked.path("subresource").asString(""),
                "");
        boolean allowed = access.allows(request, "");
        ObjectNode answer = review.deepCopy();
        answer.put("kind", "SelfSubjectAccessReview");
        answer.put("apiVersion", "authorization.k8s.io/v1");
        ObjectNode status = answer.putObject("status");
        status.put("allowed", allowed);
        if (allowed) {
            status.put("reason", "RBAC: allowed by ClusterRoleBinding \"prodhealth\"");
        }
        return answer;
    }
}
