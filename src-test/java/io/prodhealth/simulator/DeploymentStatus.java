package io.prodhealth.simulator;

import java.time.Clock;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the statuses of an API's Deployment and replica sets from its pods. */
record DeploymentStatus(Store store, Clock clock) {
    private static final String NAMESPACE = "default";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    static int revision(JsonNode object) {
        return Integer.parseInt(
                object.path("metadata").path("annotations").path(REVISION).asString("1"));
    }

    /** A rollout has begun: the controller notes the new replica set. */
    ObjectNode created(ObjectNode deployment, int revision, String replicaSet) {
        ((ObjectNode) deployment.at("/metadata/annotations")).put(REVISION, Integer.toString(revision));
        condition(
                deployment,
                "Progressing",
                true,
                "NewReplicaSetCreated",
                "Created new replica set \"" + replicaSet + "\"");
        return deployment;
    }

    void update(String api, List<Deployments.ApiPod> pods, List<Stored> replicaSets) {
        for (Stored set : replicaSets) {
            updateSet(set, pods);
        }
        String name = "api-" + api;
        store.get(Resource.DEPLOYMENTS, NAMESPACE, name).ifPresent(stored -> {
            ObjectNode before = stored.item();
            ObjectNode after = before.deepCopy();
            fill(after, pods, replicaSets);
            if (!after.equals(before)) {
                store.put(Resource.DEPLOYMENTS, after);
            }
        });
    }

    private void fill(ObjectNode deployment, List<Deployments.ApiPod> pods, List<Stored> replicaSets) {
        Stored newest = replicaSets.getLast();
        String newHash = newest.labels().getOrDefault("pod-template-hash", "");
        int wanted = deployment.at("/spec/replicas").asInt(0);
        int total = count(pods, false, "", false);
        int updated = count(pods, false, newHash, false);
        int ready = count(pods, true, "", false);
        CortexObjects.counts(deployment, total, updated, ready, ready);
        ObjectNode status = (ObjectNode) deployment.get("status");
        status.put("observedGeneration", deployment.at("/metadata/generation").asInt(1));
        status.put("terminatingReplicas", pods.size() - total);
        boolean available = ready >= wanted - (int) Math.floor(wanted * 0.25);
        condition(
                deployment,
                "Available",
                available,
                available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                available ? "Deployment has minimum availability." : "Deployment does not have minimum availability.");
        progress(deployment, newest.name(), wanted == updated && total == updated && ready >= wanted);
    }

    /** Once a rollout is complete it stays so, whatever its pods do later. */
    private void progress(ObjectNode deployment, String replicaSet, boolean complete) {
        String before = reason(deployment, "Progressing");
        if (complete) {
            condition(
                    deployment,
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"" + replicaSet + "\" has successfully progressed.");
        } else if (before.equals("NewReplicaSetCreated")) {
            condition(
                    deployment,
                    "Progressing",
                    true,
                    "ReplicaSetUpdated",
                    "ReplicaSet \"" + replicaSet + "\" is progressing.");
        }
    }

    private void updateSet(Stored set, List<Deployments.ApiPod> pods) {
        String hash = set.labels().getOrDefault("pod-template-hash", "");
        ObjectNode before = set.item();
        ObjectNode after = before.deepCopy();
        ObjectNode status = after.withObjectProperty("status");
        int replicas = count(pods, false, hash, false);
        int ready = count(pods, true, hash, false);
        status.put("replicas", replicas);
        status.remove(List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas"));
        if (replicas > 0) {
            status.put("fullyLabeledReplicas", replicas);
        }
        if (ready > 0) {
            status.put("readyReplicas", ready);
            status.put("availableReplicas", ready);
        }
        if (!after.equals(before)) {
            store.put(Resource.REPLICASETS, after);
        }
    }

    private static int count(List<Deployments.ApiPod> pods, boolean onlyReady, String hash, boolean terminating) {
        return (int) pods.stream()
                .filter(p -> p.terminating() == terminating)
                .filter(p -> !onlyReady || p.ready())
                .filter(p -> hash.isEmpty() || p.hash().equals(hash))
                .count();
    }

    private static String reason(ObjectNode deployment, String type) {
        for (JsonNode condition : deployment.at("/status/conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("reason").asString("");
            }
        }
        return "";
    }

    private void condition(ObjectNode deployment, String type, boolean holds, String reason, String message) {
        ArrayNode conditions = deployment.withObjectProperty("status").withArrayProperty("conditions");
        ObjectNode condition = null;
        for (JsonNode candidate : conditions) {
            if (candidate.path("type").asString("").equals(type)) {
                condition = (ObjectNode) candidate;
            }
        }
        if (condition == null) {
            condition = conditions.addObject();
            condition.put("type", type);
        }
        String now = PodStatus.time(clock.instant());
        String status = holds ? "True" : "False";
        if (!condition.path("status").asString("").equals(status)) {
            condition.put("lastTransitionTime", now);
        }
        if (!condition.path("status").asString("").equals(status)
                || !condition.path("reason").asString("").equals(reason)) {
            condition.put("lastUpdateTime", now);
        }
        condition.put("status", status);
        condition.put("reason", reason);
        condition.put("message", message);
    }
}
