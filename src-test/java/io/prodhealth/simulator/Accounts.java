package io.prodhealth.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Others than the caller who hold tokens of this cluster: whose a token is, and what they may. Reviews of tokens and of access
 * are answered from here.
 */
public final class Accounts {
    private final Map<String, Account> holders = new ConcurrentHashMap<>();
    private final Map<String, Roles> grants = new ConcurrentHashMap<>();

    private record Account(String name, List<String> groups) {}

    /** From now on a token is that of this user, who is in these groups. */
    public void issue(String token, String name, String... groups) {
        holders.put(token, new Account(name, List.of(groups)));
    }

    /** From now on it is nobody's. */
    public void revoke(String token) {
        holders.remove(token);
    }

    /**
     * What a user or a group may do, instead of what it might before.
     *
     * @param roles YAML, see {@link Roles}
     */
    public void grant(String userOrGroup, String roles) {
        grants.put(userOrGroup, Roles.parse(roles));
    }

    /** Takes it all back. */
    public void deny(String userOrGroup) {
        grants.remove(userOrGroup);
    }

    ObjectNode tokenReview(ObjectNode review) {
        ObjectNode answer = review.deepCopy();
        Optional<Account> holder =
                Optional.ofNullable(holders.get(review.at("/spec/token").asString("")));
        ObjectNode status = answer.putObject("status");
        if (holder.isEmpty()) {
            // As the API server words it; it leaves "authenticated" out when it is false.
            status.putObject("user");
            status.put("error", "[invalid bearer token, token lookup failed]");
            return answer;
        }
        status.put("authenticated", true);
        ObjectNode user = status.putObject("user").put("username", holder.get().name);
        ArrayNode groups = user.putArray("groups");
        holder.get().groups.forEach(groups::add);
        groups.add("system:authenticated");
        user.putObject("extra")
                .putArray("authentication.kubernetes.io/pod-name")
                .add("some-pod");
        return answer;
    }

    ObjectNode accessReview(ObjectNode review) {
        JsonNode spec = review.path("spec");
        Stream<String> subjects = Stream.concat(
                Stream.of(spec.path("user").asString("")),
                spec.path("groups").valueStream().map(group -> group.asString("")));
        JsonNode asked = spec.path("nonResourceAttributes");
        boolean allowed = subjects.flatMap(subject -> Optional.ofNullable(grants.get(subject)).stream())
                .anyMatch(roles -> roles.allowsPath(
                        asked.path("verb").asString(""), asked.path("path").asString("")));
        ObjectNode answer = review.deepCopy();
        answer.putObject("status").put("allowed", allowed);
        return answer;
    }
}
