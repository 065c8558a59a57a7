package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.AutoScalingGroups;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Scripted incidents on realtime and asynchronous APIs of the namespace default. They run on the simulator's schedule;
 * each tells when it is over. One incident at a time per API.
 */
public final class Incidents {
    static final String PULL_ERROR = "rpc error: code = Unknown desc = Error response from daemon: manifest for"
            + " %s not found: manifest unknown: Requested image not found";

    /** The groups on which spot runs out. */
    public static final String SPOT = "cx-ws-cpu-spot";

    public static final String ON_DEMAND = "cx-wd-cpu-on-demand";

    /** Pods that never become ready (there are such in the recording) must not hold an incident for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Store store;
    private final Schedule schedule;
    private final Tempo tempo;
    private final Deployments deployments;
    private final Scheduler scheduler;
    private final Kubelet kubelet;
    private final FailingContainers failing;
    private final Autoscaler autoscaler;
    private final Nodes nodes;
    private final AutoScalingGroups groups;
    /** What becomes of new pods of an API; without an entry they start well. */
    private final Map<String, Consumer<String>> newPods = new HashMap<>();

    Incidents(Store store, Schedule schedule, Tempo tempo, CortexObjects objects) {
        this.store = store;
        this.schedule = schedule;
        this.tempo = tempo;
        EventRecorder events = new EventRecorder(store, schedule.clock(), tempo.token());
        ReplicaSets sets =
                new ReplicaSets(store, schedule.clock(), events, objects, this::podCreated, this::podDeleted);
        deployments = new Deployments(store, schedule, objects, sets);
        PodEdits pods = new PodEdits(store, schedule, events);
        scheduler = new Scheduler(pods);
        kubelet = new Kubelet(pods, deployments::podChanged);
        failing = new FailingContainers(pods, deployments::podChanged);
        groups = CloudGroups.of(store, schedule, tempo);
        autoscaler = new Autoscaler(store, schedule, events, groups);
        nodes = new Nodes(store, schedule.clock(), objects);
    }

    Autoscaler autoscaler() {
        return autoscaler;
    }

    /** What EC2 has launched for the cluster. */
    public AutoScalingGroups groups() {
        return groups;
    }

    Nodes nodes() {
        return nodes;
    }

    Tempo tempo() {
        return tempo;
    }

    /** The cluster shows the settings under which its incidents are played. */
    void showSettings() {
        LiveSettings settings = new LiveSettings(store);
        settings.tempo(tempo);
        settings.spotFirst(SPOT, ON_DEMAND);
    }

    /** Flips the readiness of one pod and lets the controllers follow; false when there is no such pod. */
    public boolean setReady(String pod, boolean ready) {
        if (store.get(Resource.PODS, "default", pod).isEmpty()) {
            return false;
        }
        kubelet.ready(pod, ready);
        return true;
    }

    /** A new image is rolled out; every new pod becomes ready. */
    public void rollout(String api, Runnable done) {
        newPods.remove(api);
        deployments.rollout(api, nextImage(api));
        whenSettled(api, done);
    }

    /** A new image is rolled out whose pods become unready and ready again several times. */
    public void flakyRollout(String api, Runnable done) {
        newPods.put(api, pod -> start(pod, () -> flap(pod, 4)));
        deployments.rollout(api, nextImage(api));
        schedule.after(tempo.hold().plus(tempo.flap().multipliedBy(8)), () -> {
            newPods.remove(api);
            whenSettled(api, done);
        });
    }

    private void flap(String pod, int times) {
        schedule.after(tempo.flap(), () -> {
            kubelet.ready(pod, false);
            schedule.after(tempo.flap(), () -> {
                kubelet.ready(pod, true);
                if (times > 1) {
                    flap(pod, times - 1);
                }
            });
        });
    }

    /** The API is scaled to another number of replicas. */
    public void scale(String api, int replicas, Runnable done) {
        newPods.remove(api);
        deployments.scale(api, replicas);
        whenSettled(api, done);
    }

    /** The API is scaled to zero, stays there, and comes back. */
    public void scaleToZeroAndBack(String api, Runnable done) {
        int replicas = Math.max(1, deployments.replicas(api));
        scale(api, 0, () -> schedule.after(tempo.hold(), () -> scale(api, replicas, done)));
    }

    /** One pod runs out of memory again and again, then recovers. */
    public void crashLoop(String api, Runnable done) {
        List<String> pods = readyPods(api);
        if (pods.isEmpty()) {
            done.run();
            return;
        }
        crash(pods.getFirst(), 1, done);
    }

    private void crash(String pod, int time, Runnable done) {
        Duration backOff = Duration.ofSeconds(10L << (time - 1));
        failing.crash(pod, 137, "OOMKilled", backOff);
        schedule.after(backOff.plusSeconds(1), () -> {
            failing.restart(pod, false);
            boolean last = time == 3;
            schedule.after(tempo.untilReady(), () -> {
                kubelet.ready(pod, true);
                if (last) {
                    done.run();
                } else {
                    schedule.after(tempo.flap(), () -> crash(pod, time + 1, done));
                }
            });
        });
    }

    /** A rollout to an image that does not exist, taken back after a while. */
    public void imagePullFailure(String api, Runnable done) {
        String before = image(api);
        newPods.put(api, pod -> bindAnd(pod, () -> failPull(pod, 2)));
        deployments.rollout(api, before.replaceFirst(":[^:/]*$", ":0.0.0-missing"));
        schedule.after(tempo.hold().multipliedBy(2), () -> {
            newPods.remove(api);
            deployments.rollout(api, before);
            whenSettled(api, done);
        });
    }

    private void failPull(String pod, int times) {
        kubelet.create(pod, tempo.pull(), () -> {
            failing.failPull(pod, PULL_ERROR.formatted("the tag"));
            if (times > 1) {
                schedule.after(tempo.flap().multipliedBy(2), () -> failPull(pod, times - 1));
            }
        });
    }

    /**
     * One more replica finds no room; the spot group gets no node in time, the on-demand group does; spot returns, and
     * later the replica and its node go again.
     */
    public void spotExhaustion(String api, String spotGroup, String onDemandGroup, Runnable done) {
        new SpotExhaustion(this, schedule, tempo, api, spotGroup, onDemandGroup).play(done);
    }

    /** One more replica is wanted; what becomes of its pod is another's business. */
    void scaleUpByOne(String api, Consumer<String> newPod) {
        newPods.put(api, newPod);
        deployments.scale(api, deployments.replicas(api) + 1);
    }

    void scaleDownByOne(String api, Runnable done) {
        scale(api, deployments.replicas(api) - 1, done);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** The scheduler has found a node after all. */
    void startOn(String node, String pod) {
        scheduler.bind(pod, node);
        kubelet.start(pod, new Kubelet.Start(tempo.pull(), tempo.untilReady(), true), () -> {});
    }

    private void podCreated(String pod) {
        String api = store.get(Resource.PODS, "default", pod)
                .map(s -> s.labels().getOrDefault("apiName", ""))
                .orElse("");
        Consumer<String> special = newPods.get(api);
        // A moment later: the scheduler sees a pod only after it was created.
        schedule.after(Duration.ofMillis(40), () -> {
            if (special != null) {
                special.accept(pod);
            } else {
                start(pod, () -> {});
            }
        });
    }

    private void podDeleted(String pod) {
        kubelet.terminate(pod, tempo.untilGone());
    }

    private void start(String pod, Runnable whenReady) {
        boolean newWords = Math.floorMod(pod.hashCode(), 2) == 0;
        bindAnd(
                pod,
                () -> kubelet.start(pod, new Kubelet.Start(tempo.pull(), tempo.untilReady(), newWords), whenReady));
    }

    private void bindAnd(String pod, Runnable next) {
        boolean gpu = store.get(Resource.PODS, "default", pod)
                .map(p -> p.item().at("/spec/containers/0/resources/limits").has("nvidia.com/gpu"))
                .orElse(false);
        scheduler.bind(pod, nodes.leastLoadedWorker(gpu));
        next.run();
    }

    private List<String> readyPods(String api) {
        return deployments.pods(api).stream()
                .filter(p -> p.ready() && !p.terminating())
                .map(Deployments.ApiPod::name)
                .toList();
    }

    /** Runs when as many pods are ready as are wanted and none is on its way out, but waits no longer than that. */
    private void whenSettled(String api, Runnable done) {
        whenSettled(api, PATIENCE.dividedBy(tempo.scan()), done);
    }

    private void whenSettled(String api, long looks, Runnable done) {
        schedule.after(tempo.scan(), () -> {
            List<Deployments.ApiPod> pods = deployments.pods(api);
            boolean settled = pods.size() == deployments.replicas(api)
                    && pods.stream().allMatch(p -> p.ready() && !p.terminating());
            if (settled || looks <= 1) {
                done.run();
            } else {
                whenSettled(api, looks - 1, done);
            }
        });
    }

    private String image(String api) {
        return deployments
                .deployment(api)
                .map(d -> d.at("/spec/template/spec/containers/0/image").asString(""))
                .orElse("");
    }

    /** The same image with the next patch version. */
    private String nextImage(String api) {
        String image = image(api);
        int colon = image.lastIndexOf(':');
        long revision = deployments
                .deployment(api)
                .map(d -> (long) DeploymentStatus.revision(d))
                .orElse(1L);
        return image.substring(0, Math.max(0, colon)) + ":2." + (revision + 1) + ".0";
    }
}
