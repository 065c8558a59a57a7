package io.prodhealth.alerts.week;

import io.prodhealth.simulator.CortexObjects;
import io.prodhealth.simulator.PodBuilder;
import io.prodhealth.simulator.Schedule;
import io.prodhealth.source.recording.PlayedCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pods of an API as its Deployment, the scheduler and the kubelets make them: one that comes waits for its image, starts,
 * and is ready some seconds later; a rollout brings one more at a time and takes an old one away for each that is ready.
 */
final class Replicas {

    static final String ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
    private static final String NODE_GROUP = "alpha.eksctl.io/nodegroup-name";

    private final Schedule schedule;
    private final Random random;
    private final PlayedCluster cluster;
    private final CortexObjects objects;
    private final String api;
    private final boolean async;
    private final Nodes nodes;
    private final ObjectNode deployment;
    private final List<Member> members = new ArrayList<>();
    private int wanted;
    private int revision = 1;
    private int created;
    private String registry = ECR;
    private boolean imageMissing;
    private boolean neverReady;

    /** One pod. */
    private final class Member {
        private final String name;
        private final int revision;
        private final PodBuilder builder;
        private boolean scheduled;
        private boolean ready;
        private boolean leaving;
        private boolean gone;
        private int restarts;

        Member(String name, int revision, PodBuilder builder) {
            this.name = name;
            this.revision = revision;
            this.builder = builder;
        }

        private void tell() {
            cluster.put("pods", builder.build());
        }
    }

    /**
     * An API with pods that are ready.
     *
     * @param annotations of its autoscaling, without their prefix, and of its pods
     */
    Replicas(Stage stage, String api, boolean async, int replicas, Nodes nodes, List<Annotation> annotations) {
        this.schedule = stage.schedule();
        this.random = stage.random();
        this.cluster = stage.cluster();
        this.objects = stage.objects();
        this.api = api;
        this.async = async;
        this.nodes = nodes;
        this.deployment = async ? objects.asyncDeployment(api, replicas) : objects.realtimeDeployment(api, replicas);
        ObjectNode written = deployment.withObjectProperty("metadata").withObjectProperty("annotations");
        annotations.forEach(annotation -> written.put(annotation.name(), annotation.value()));
        place((ObjectNode) deployment.at("/spec/template/spec"));
        progress("NewReplicaSetAvailable");
        wanted = replicas;
        for (int i = 0; i < replicas; i++) {
            Member member = create();
            bind(member);
            member.ready = true;
            member.builder.ready(true);
            member.tell();
        }
        if (async) {
            cluster.put("virtualservices", objects.asyncVirtualService(api));
            cluster.put("configmaps", objects.asyncConfigMap(api));
        } else {
            cluster.put("virtualservices", objects.virtualService(api, replicas == 0));
        }
        tell();
    }

    /** An annotation of the Deployment. */
    record Annotation(String name, String value) {
        static Annotation scaling(String name, String value) {
            return new Annotation("autoscaling.cortex.dev/" + name, value);
        }
    }

    String api() {
        return api;
    }

    int wanted() {
        return wanted;
    }

    int ready() {
        return (int) members.stream()
                .filter(member -> member.ready && !member.leaving)
                .count();
    }

    /** Pods that are not on their way out. */
    int there() {
        return (int) members.stream().filter(member -> !member.leaving).count();
    }

    /** Those of them that a rollout has still to replace. */
    int outdated() {
        return there() - (int) members.stream().filter(this::isCurrent).count();
    }

    /** Names of the pods that are ready. */
    List<String> readyPods() {
        return members.stream()
                .filter(member -> member.ready && !member.leaving)
                .map(member -> member.name)
                .toList();
    }

    /** An argument that its sidecar is started with. */
    String argument(String flag) {
        for (JsonNode container : deployment.at("/spec/template/spec/containers")) {
            JsonNode args = container.path("args");
            for (int i = 0; i + 1 < args.size(); i++) {
                if (args.path(i).asString("").equals(flag)) {
                    return args.path(i + 1).asString("");
                }
            }
        }
        throw new IllegalArgumentException(api + " has no " + flag);
    }

    /** Another number of replicas is wanted. */
    void scale(int replicas) {
        if (replicas != wanted) {
            wanted = replicas;
            match();
            tell();
        }
    }

    /** A new revision. */
    void rollout() {
        revision++;
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("image", image());
        progress("ReplicaSetUpdated");
        match();
        tell();
    }

    /** From now on no image of this API can be pulled, or again it can. */
    void imageMissing(boolean is) {
        imageMissing = is;
    }

    /** From now on no pod of this API becomes ready, and those that are not ready stay so, or again they may. */
    void neverReady(boolean is) {
        neverReady = is;
        if (!is) {
            members.stream().filter(member -> member.scheduled && !member.ready).forEach(this::becomeReady);
        }
    }

    /** Rolls out an image of this registry. */
    void imageFrom(String other) {
        registry = other;
        rollout();
    }

    /** The probes of all pods fail. */
    void allUnready() {
        members.stream().filter(member -> member.ready).forEach(member -> unready(member));
        tell();
    }

    /** The probe of one pod fails for a while. */
    void blink(Duration time) {
        members.stream()
                .filter(member -> member.ready && !member.leaving)
                .findFirst()
                .ifPresent(member -> {
                    unready(member);
                    tell();
                    schedule.after(time, () -> becomeReady(member));
                });
    }

    /** The container of one pod ends and is started again. */
    void restart(String reason) {
        members.stream()
                .filter(member -> member.scheduled && !member.leaving)
                .findFirst()
                .ifPresent(member -> {
                    member.restarts++;
                    int exit = reason.equals("OOMKilled") ? 137 : 1;
                    member.builder
                            .at(now())
                            .lastTerminated("api", exit, reason, now())
                            .restarts("api", member.restarts);
                    unready(member);
                    tell();
                    schedule.after(seconds(8, 30), () -> becomeReady(member));
                });
    }

    /** All of its pods are gone, as when their nodes are. */
    void lose() {
        List.copyOf(members).forEach(this::end);
        match();
        tell();
    }

    private void unready(Member member) {
        member.ready = false;
        member.builder.at(now()).ready("api", false);
        member.tell();
    }

    private void match() {
        long current = members.stream().filter(this::isCurrent).count();
        long staying = members.stream().filter(member -> !member.leaving).count();
        boolean rolling = members.stream().anyMatch(member -> !member.leaving && member.revision < revision);
        if (!rolling) {
            for (long i = staying; i < wanted; i++) {
                start();
            }
            members.stream()
                    .filter(member -> !member.leaving)
                    .sorted(Comparator.comparing((Member member) -> member.ready)
                            .thenComparing(member -> member.name))
                    .limit(Math.max(0, staying - wanted))
                    .toList()
                    .forEach(this::stop);
        } else if (staying <= wanted && current < wanted) {
            start();
        } else if (staying > wanted + 1L || wanted == 0) {
            members.stream().filter(member -> !member.leaving).findFirst().ifPresent(this::stop);
        }
    }

    private boolean isCurrent(Member member) {
        return !member.leaving && member.revision == revision;
    }

    private Member create() {
        String name = CortexObjects.podName(api, revision, created++);
        PodBuilder builder = async ? objects.asyncPod(api, name) : objects.realtimePod(api, name);
        Member member = new Member(
                name,
                revision,
                new PodBuilder(placed(builder.at(now()).pending().build()), now()));
        members.add(member);
        return member;
    }

    private ObjectNode placed(ObjectNode pod) {
        place((ObjectNode) pod.get("spec"));
        return pod;
    }

    private void place(ObjectNode spec) {
        spec.putObject("affinity")
                .putObject("nodeAffinity")
                .putObject("requiredDuringSchedulingIgnoredDuringExecution")
                .putArray("nodeSelectorTerms")
                .addObject()
                .putArray("matchExpressions")
                .addObject()
                .put("key", NODE_GROUP)
                .put("operator", "In")
                .putArray("values")
                .add(nodes.eksctlName());
    }

    private void start() {
        Member member = create();
        member.tell();
        schedule.after(Duration.ofMillis(40), () -> schedule(member));
    }

    private void schedule(Member member) {
        if (member.leaving) {
            return;
        }
        if (nodes.full()) {
            if (!member.builder.build().at("/status/conditions").isArray()
                    || member.builder.build().at("/status/conditions").isEmpty()) {
                String made =
                        member.builder.build().at("/metadata/creationTimestamp").asString("");
                member.builder
                        .at(now())
                        .unschedulable("0/4 nodes are available: 4 Insufficient cpu.")
                        .created(Instant.parse(made));
                member.tell();
            }
            schedule.after(Duration.ofSeconds(20), () -> schedule(member));
            return;
        }
        bind(member);
        member.tell();
        schedule.after(seconds(4, 25), () -> pulled(member));
    }

    private void bind(Member member) {
        member.scheduled = true;
        member.builder.at(now()).node(nodes.next()).condition("PodScheduled", true, "", "");
    }

    private void pulled(Member member) {
        if (member.leaving) {
            return;
        }
        if (imageMissing) {
            member.builder.at(now()).waiting("api", "ImagePullBackOff", "Back-off pulling image \"" + image() + "\"");
            member.tell();
            schedule.after(Duration.ofSeconds(30), () -> pulled(member));
            return;
        }
        member.builder.at(now()).ready(false);
        member.tell();
        schedule.after(seconds(4, 20), () -> becomeReady(member));
    }

    private void becomeReady(Member member) {
        if (member.leaving || member.ready || neverReady) {
            return;
        }
        member.ready = true;
        member.builder.at(now()).ready(true);
        member.tell();
        if (member.revision == revision) {
            members.stream()
                    .filter(old -> !old.leaving && old.revision < revision)
                    .findFirst()
                    .ifPresent(old -> {
                        stop(old);
                        progress("ReplicaSetUpdated");
                    });
        }
        match();
        boolean rolling = members.stream().anyMatch(old -> !old.leaving && old.revision < revision);
        if (!rolling && ready() == wanted) {
            progress("NewReplicaSetAvailable");
        }
        tell();
    }

    private void stop(Member member) {
        member.leaving = true;
        member.builder.deletion(now().plusSeconds(60));
        member.tell();
        schedule.after(seconds(3, 28), () -> end(member));
    }

    private void end(Member member) {
        if (member.gone) {
            return;
        }
        member.gone = true;
        member.leaving = true;
        members.remove(member);
        cluster.delete("pods", member.builder.build());
        tell();
    }

    private String image() {
        return registry + "/" + api + ":2." + revision + ".0";
    }

    private void progress(String reason) {
        for (JsonNode condition : deployment.at("/status/conditions")) {
            if (condition.path("type").asString("").equals("Progressing")) {
                ((ObjectNode) condition).put("reason", reason).put("lastUpdateTime", Stage.time(now()));
            }
        }
    }

    private void tell() {
        ((ObjectNode) deployment.get("spec")).put("replicas", wanted);
        CortexObjects.counts(deployment, there(), there() - outdated(), ready(), ready());
        cluster.put("deployments", deployment);
    }

    private Duration seconds(int from, int to) {
        return Duration.ofMillis(from * 1000L + random.nextInt((to - from) * 1000));
    }

    private Instant now() {
        return schedule.clock().instant();
    }
}
