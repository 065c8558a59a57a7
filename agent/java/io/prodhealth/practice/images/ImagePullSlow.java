package io.prodhealth.practice.images;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.signal.readiness.ImagePull;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pulls do not hold up a scale-up. Cortex pulls always, so on a node that has the layers a pull takes a moment: only pulls on
 * new nodes are counted. Events live for an hour, so without a scale-up in it nothing can be said.
 */
public final class ImagePullSlow implements Practice {

    static final Limit WARNING = Limit.duration(
            "image_pull_slow_warning",
            "60s",
            "1s",
            "30m",
            "90th percentile of pulls on new nodes from which on they are slow.",
            "Our choice: it adds to the 8 minutes of a new node and the 2 of the replica autoscaler.");
    static final Limit FAILURE = Limit.duration(
            "image_pull_slow_failure",
            "180s",
            "1s",
            "60m",
            "90th percentile of pulls on new nodes from which on they hold up every scale-up.",
            "Our choice: more than the autoscaler itself takes.");
    static final Limit PULLS = Limit.number(
            "image_pull_slow_pulls",
            5,
            1,
            1000,
            "Fewest pulls to judge by.",
            "Our choice: a percentile of fewer is one pull.");

    public static final Rule RULE = Rule.ofCluster(
            "image_pull_slow",
            "1.5",
            Section.IMAGES,
            "Pulls of images on new nodes are quick.",
            "Make the images smaller, keep them in ECR in the region of the cluster, and give new node groups volumes"
                    + " with more throughput.",
            true,
            WARNING,
            FAILURE,
            PULLS);

    /** How long a node counts as new: its first images are pulled by then. */
    private static final Duration NEW = Duration.ofMinutes(15);

    private final Duration warning;
    private final Duration failure;
    private final int pulls;

    public ImagePullSlow(Limits limits) {
        this.warning = limits.duration(WARNING);
        this.failure = limits.duration(FAILURE);
        this.pulls = limits.whole(PULLS);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<List<Event>> events = findings.need(evidence.kubernetes().events(), Subject.CLUSTER);
        Optional<Pods> pods = findings.need(evidence.kubernetes().pods(), Subject.CLUSTER);
        Optional<List<Node>> nodes = findings.need(evidence.kubernetes().nodes(), Subject.CLUSTER);
        if (events.isEmpty() || pods.isEmpty() || nodes.isEmpty()) {
            return;
        }
        List<Duration> times = onNewNodes(events.get(), pods.get(), nodes.get());
        if (times.size() < pulls) {
            findings.unknown(Subject.CLUSTER, Unjudged.NO_HISTORY);
            return;
        }
        findings.pass(Subject.CLUSTER);
        Duration slow = times.stream()
                .sorted()
                .skip((long) Math.ceil(times.size() * 0.9) - 1)
                .findFirst()
                .orElseThrow();
        String observed = "90th percentile of " + times.size() + " pulls on new nodes is " + slow.toSeconds() + " s";
        if (slow.compareTo(failure) > 0) {
            findings.fail(Subject.CLUSTER, observed, "at most " + failure.toSeconds() + " s");
        } else if (slow.compareTo(warning) > 0) {
            findings.warn(Subject.CLUSTER, observed, "at most " + warning.toSeconds() + " s");
        }
    }

    private static List<Duration> onNewNodes(List<Event> events, Pods pods, List<Node> nodes) {
        Map<String, Instant> born = new HashMap<>();
        nodes.forEach(node -> born.put(node.name(), node.createdAt()));
        Map<String, Pod> pulling = pulling(events, pods);
        List<Duration> times = new ArrayList<>();
        for (Event event : events) {
            Instant at = event.lastAt();
            Pod pod = pulling.get(event.objectUid());
            Instant node = pod == null ? null : born.get(pod.node());
            if (at != null && node != null && at.isBefore(node.plus(NEW))) {
                ImagePull.of(event).map(ImagePull::pull).ifPresent(times::add);
            }
        }
        return times;
    }

    /** The pods of which an event tells that an image was pulled, by uid: of ten thousand they are few. */
    private static Map<String, Pod> pulling(List<Event> events, Pods pods) {
        Set<String> uids = new HashSet<>();
        for (Event event : events) {
            if (event.reason().equals(ImagePull.REASON)) {
                uids.add(event.objectUid());
            }
        }
        Map<String, Pod> pulling = new HashMap<>();
        for (List<Pod> group : pods.byWorkload().values()) {
            for (Pod pod : group) {
                if (uids.contains(pod.uid())) {
                    pulling.put(pod.uid(), pod);
                }
            }
        }
        return pulling;
    }
}
