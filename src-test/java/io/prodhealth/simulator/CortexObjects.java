package io.prodhealth.simulator;

import java.time.Clock;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects as Cortex makes them, full size, for APIs of any name. They are the recorded ones of the cluster `production`
 * with other names and ids: realtime like text-generator (without its GPU), asynchronous like video-tagger.
 */
public final class CortexObjects {
    private static final String NAMESPACE = "default";

    private final Clock clock;
    private final Templates templates;

    /** Templates with their times as of the clock's now. */
    public CortexObjects(Clock clock) {
        this.clock = clock;
        this.templates = new Templates(clock);
    }

    /** The replica set of an API's revision. */
    public static String replicaSetName(String api, int revision) {
        return "api-" + api + "-" + Identity.suffix(api + " revision " + revision, 10);
    }

    /** The name of the n-th pod of a revision of an API. */
    public static String podName(String api, int revision, int number) {
        String replicaSet = replicaSetName(api, revision);
        return replicaSet + "-" + Identity.suffix(replicaSet + number, 5);
    }

    /** A ready pod of a realtime API (containers api and proxy) on a CPU node. */
    public PodBuilder realtimePod(String api, String podName) {
        return pod("text-generator", api, podName);
    }

    /** A ready pod of an asynchronous API (containers api and dequeuer). */
    public PodBuilder asyncPod(String api, String podName) {
        return pod("video-tagger", api, podName);
    }

    private PodBuilder pod(String like, String api, String podName) {
        ObjectNode template = templates.template(Resource.PODS, "api-" + like + "-");
        String templateName = template.at("/metadata/name").asString("");
        ObjectNode pod = Json.parseObject(template.toString().replace(templateName, podName));
        ObjectNode named = Templates.renamed(pod, like, api);
        int cut = podName.lastIndexOf('-');
        String replicaSet = cut > 0 ? podName.substring(0, cut) : podName;
        ObjectNode metadata = (ObjectNode) named.get("metadata");
        metadata.put("generateName", replicaSet + "-");
        metadata.put("uid", Store.uid(Resource.PODS, NAMESPACE, podName, 0));
        ((ObjectNode) metadata.get("labels"))
                .put("pod-template-hash", replicaSet.substring(replicaSet.lastIndexOf('-') + 1));
        ObjectNode owner = (ObjectNode) metadata.at("/ownerReferences/0");
        owner.put("name", replicaSet);
        owner.put("uid", Store.uid(Resource.REPLICASETS, NAMESPACE, replicaSet, 0));
        return new PodBuilder(Templates.kind(Resource.PODS, Templates.withoutGpu(named)), clock.instant());
    }

    /** A Deployment of a realtime API whose replicas are all available. */
    public ObjectNode realtimeDeployment(String api, int replicas) {
        return deployment("text-generator", api, replicas);
    }

    /** A Deployment of an asynchronous API whose replicas are all available. */
    public ObjectNode asyncDeployment(String api, int replicas) {
        return deployment("video-tagger", api, replicas);
    }

    private ObjectNode deployment(String like, String api, int replicas) {
        ObjectNode deployment = Templates.kind(
                Resource.DEPLOYMENTS,
                Templates.withoutGpu(
                        Templates.renamed(templates.template(Resource.DEPLOYMENTS, "api-" + like), like, api)));
        ((ObjectNode) deployment.get("metadata"))
                .put("uid", Store.uid(Resource.DEPLOYMENTS, NAMESPACE, "api-" + api, 0));
        ((ObjectNode) deployment.get("spec")).put("replicas", replicas);
        counts(deployment, replicas, replicas, replicas, replicas);
        String replicaSet = replicaSetName(api, 1);
        for (JsonNode condition : deployment.at("/status/conditions")) {
            if (condition.path("type").asString("").equals("Progressing")) {
                ((ObjectNode) condition)
                        .put("message", "ReplicaSet \"" + replicaSet + "\" has successfully progressed.");
            }
        }
        return deployment;
    }

    /** Sets the counts of a Deployment's status; zeros are left out as the API server leaves them out. */
    public static void counts(ObjectNode deployment, int replicas, int updated, int ready, int available) {
        ObjectNode status = deployment.withObjectProperty("status");
        count(status, "replicas", replicas);
        count(status, "updatedReplicas", updated);
        count(status, "readyReplicas", ready);
        count(status, "availableReplicas", available);
        int wanted = Math.max(replicas, deployment.at("/spec/replicas").asInt(0));
        count(status, "unavailableReplicas", Math.max(0, wanted - available));
    }

    private static void count(ObjectNode status, String field, int value) {
        if (value == 0) {
            status.remove(field);
        } else {
            status.put(field, value);
        }
    }

    /** The replica set of a revision of an API, owned by its Deployment. */
    public ObjectNode replicaSet(ObjectNode deployment, int revision, int replicas) {
        String api = deployment.at("/metadata/labels/apiName").asString("");
        String like = deployment.at("/metadata/labels/apiKind").asString("").equals("AsyncAPI")
                ? "video-tagger"
                : "text-generator";
        ObjectNode template = templates.template(Resource.REPLICASETS, "api-" + like + "-");
        String name = replicaSetName(api, revision);
        String hash = name.substring(name.lastIndexOf('-') + 1);
        ObjectNode replicaSet = Templates.renamed(
                Json.parseObject(template.toString()
                        .replace(
                                template.at("/metadata/labels/pod-template-hash")
                                        .asString(""),
                                hash)),
                like,
                api);
        ObjectNode metadata = (ObjectNode) replicaSet.get("metadata");
        metadata.put("name", name);
        metadata.put("uid", Store.uid(Resource.REPLICASETS, NAMESPACE, name, 0));
        ((ObjectNode) metadata.at("/ownerReferences/0"))
                .put("uid", deployment.at("/metadata/uid").asString(""))
                .put("name", "api-" + api);
        ((ObjectNode) metadata.get("annotations"))
                .put("deployment.kubernetes.io/revision", Integer.toString(revision))
                .put("deployment.kubernetes.io/desired-replicas", Integer.toString(replicas));
        ObjectNode spec = (ObjectNode) replicaSet.get("spec");
        spec.put("replicas", replicas);
        spec.withObjectProperty("template")
                .set("spec", deployment.at("/spec/template/spec").deepCopy());
        ObjectNode status = replicaSet.putObject("status");
        status.put("replicas", replicas);
        count(status, "fullyLabeledReplicas", replicas);
        count(status, "readyReplicas", replicas);
        count(status, "availableReplicas", replicas);
        status.put("observedGeneration", 1);
        return Templates.kind(Resource.REPLICASETS, replicaSet);
    }

    /** The Service of a realtime API. */
    public ObjectNode service(String api) {
        return Templates.kind(
                Resource.SERVICES,
                Templates.fresh(Templates.renamed(
                        templates.template(Resource.SERVICES, "api-text-generator"), "text-generator", api)));
    }

    /** The VirtualService of a realtime API: to its own pods, or to the activator when scaled to zero. */
    public ObjectNode virtualService(String api, boolean toActivator) {
        ObjectNode service = Templates.fresh(Templates.renamed(
                templates.template(Resource.VIRTUALSERVICES, "api-text-generator"), "text-generator", api));
        for (JsonNode http : service.at("/spec/http")) {
            ((ObjectNode) http.at("/route/0")).put("weight", toActivator ? 0 : 100);
            ((ObjectNode) http.at("/route/1")).put("weight", toActivator ? 100 : 0);
        }
        return service;
    }

    /** The VirtualService of an asynchronous API, which names its queue. */
    public ObjectNode asyncVirtualService(String api) {
        return Templates.fresh(Templates.renamed(
                templates.template(Resource.VIRTUALSERVICES, "api-video-tagger"), "video-tagger", api));
    }

    /** The ConfigMap of an asynchronous API, in which its readiness probes stand. */
    public ObjectNode asyncConfigMap(String api) {
        return Templates.kind(
                Resource.CONFIGMAPS,
                Templates.fresh(Templates.renamed(
                        templates.template(Resource.CONFIGMAPS, "api-video-tagger"), "video-tagger", api)));
    }

    /** A ready CPU worker node of the group cx-ws-cpu-spot or cx-wd-cpu-on-demand, created now. */
    public ObjectNode node(String name, boolean spot) {
        String like = spot ? "ip-192-168-21-110" : "ip-192-168-80-111";
        ObjectNode node = node(name, templates.template(Resource.NODES, like));
        String now = PodStatus.time(clock.instant());
        ((ObjectNode) node.get("metadata")).put("creationTimestamp", now);
        for (JsonNode condition : node.at("/status/conditions")) {
            ((ObjectNode) condition).put("lastTransitionTime", now).put("lastHeartbeatTime", now);
        }
        return node;
    }

    /** A node like another one under a new name, with an instance of its own. */
    ObjectNode node(String name, ObjectNode like) {
        String likeName = like.at("/metadata/name").asString("");
        String instance =
                like.at("/metadata/labels/alpha.eksctl.io~1instance-id").asString("");
        String address = like.at("/status/addresses/0/address").asString("");
        String own = name.replaceFirst("^ip-", "").replaceFirst("\\..*$", "").replace('-', '.');
        ObjectNode node = Json.parseObject(like.toString()
                .replace(likeName, name)
                .replace(instance, "i-0" + Identity.hex(name, 16))
                .replace(address, own));
        ((ObjectNode) node.get("metadata")).put("uid", Store.uid(Resource.NODES, "", name, 0));
        return Templates.kind(Resource.NODES, node);
    }

    /** All recorded items of a kind, their times as of now. */
    public List<ObjectNode> recorded(Resource resource) {
        return templates.recorded(resource);
    }
}
