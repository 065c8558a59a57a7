package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Templates;
import io.prodhealth.signal.provisioning.AutoscalerMessage;
import io.prodhealth.signal.provisioning.EventMessages;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where spot and on-demand were both to be had, the autoscaler tried spot. Told by its events of the last hour, as long as
 * Kubernetes keeps them. On-demand counts against it only where spot could have been had and the pod may run on it: a family
 * whose spot fails, is in backoff or is at its largest is left out.
 */
public final class SpotNotTriedFirst implements Practice {

    static final Limit SHARE = Limit.number(
            "spot_not_tried_first_share",
            0.9,
            0,
            1,
            "Least share of scale-ups that try spot first.",
            "Practice-checks 4.5: the rest are races between two scans.");
    static final Limit FEWEST = Limit.number(
            "spot_not_tried_first_fewest",
            10,
            1,
            1000,
            "Fewest scale-ups to judge by.",
            "With fewer, one more or less moves the share past its limit.");

    public static final Rule RULE = Rule.ofCluster(
                    "spot_not_tried_first",
                    "4.5",
                    Section.PROVISIONING,
                    "The autoscaler tries spot first where both could be had.",
                    "Look at the expander's list (ConfigMap cluster-autoscaler-priority-expander) and for the event"
                            + " PriorityConfigMapInvalid.",
                    true,
                    SHARE,
                    FEWEST)
            .guessing();

    private final double share;
    private final int fewest;

    /** With the limits that are set. */
    public SpotNotTriedFirst(Limits limits) {
        this.share = limits.number(SHARE);
        this.fewest = limits.whole(FEWEST);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (!Scope.live(evidence, findings)) {
            return;
        }
        Workers workers = Workers.of(evidence, findings).orElse(null);
        if (workers == null) {
            return;
        }
        if (workers.spot().stream().allMatch(spot -> workers.partners(spot).isEmpty())) {
            findings.notApplicable("no_spot_with_on_demand");
            return;
        }
        Optional<List<Event>> events = findings.need(evidence.kubernetes().events(), Subject.CLUSTER);
        Optional<Pods> pods = findings.need(evidence.kubernetes().pods(), Subject.CLUSTER);
        Optional<List<ApiSpec>> apis = findings.need(evidence.apis(), Subject.CLUSTER);
        if (events.isEmpty() || pods.isEmpty() || apis.isEmpty()) {
            return;
        }
        Set<String> scaledFor = events.get().stream()
                .filter(event -> triggered(event).isPresent())
                .map(Event::objectName)
                .collect(Collectors.toSet());
        Map<String, PodTemplate> templates = templates(evidence, pods.get(), apis.get(), scaledFor);
        int spotFirst = 0;
        int onDemand = 0;
        for (Event event : events.get()) {
            PodTemplate template = templates.get(event.objectNamespace() + "/" + event.objectName());
            Optional<AutoscalerMessage.Triggered> told = triggered(event);
            if (template != null && told.isPresent()) {
                for (AutoscalerMessage.Triggered.Growth growth : told.get().groups()) {
                    Optional<Boolean> spot = triedSpot(growth.group(), template, workers, evidence);
                    spotFirst += spot.orElse(false) ? event.count() : 0;
                    onDemand += spot.orElse(true) ? 0 : event.count();
                }
            }
        }
        judge(spotFirst, onDemand, findings);
    }

    private void judge(int spotFirst, int onDemand, Findings findings) {
        int all = spotFirst + onDemand;
        if (all < fewest) {
            findings.unknown(Subject.CLUSTER, "too_few_scale_ups: " + all);
        } else if (spotFirst < share * all) {
            findings.warn(
                    Subject.CLUSTER,
                    "spot was tried first in " + spotFirst + " of " + all + " scale-ups",
                    "spot is tried first");
        } else {
            findings.pass(Subject.CLUSTER);
        }
    }

    private static Optional<AutoscalerMessage.Triggered> triggered(Event event) {
        return event.component().equals("cluster-autoscaler")
                        && event.objectKind().equals("Pod")
                ? EventMessages.read(event)
                        .filter(AutoscalerMessage.Triggered.class::isInstance)
                        .map(AutoscalerMessage.Triggered.class::cast)
                : Optional.empty();
    }

    /** Whether spot was chosen, where there was a choice; empty where there was none. */
    private static Optional<Boolean> triedSpot(String asg, PodTemplate template, Workers workers, Evidence evidence) {
        Optional<FamilyProvisioning> family = evidence.provisioning().families().orElse(List.of()).stream()
                .filter(one -> Stream.concat(one.family().spot().stream(), one.family().onDemand().stream())
                        .anyMatch(group -> group.asgName().equals(asg)))
                .findFirst();
        if (family.isEmpty() || !healthy(family.get())) {
            return Optional.empty();
        }
        boolean choice = fits(family.get().family().spot(), template, workers)
                && fits(family.get().family().onDemand(), template, workers);
        return choice
                ? Optional.of(family.get().family().spot().stream()
                        .anyMatch(group -> group.asgName().equals(asg)))
                : Optional.empty();
    }

    private static boolean healthy(FamilyProvisioning family) {
        boolean well = family.state() == FallbackState.NORMAL || family.state() == FallbackState.SCALING_SPOT;
        return well
                && family.fallback().isEmpty()
                && family.family().spot().stream().noneMatch(group -> group.backoff() || group.atMax());
    }

    private static boolean fits(List<NodeGroup> groups, PodTemplate template, Workers workers) {
        return groups.stream()
                .anyMatch(group -> Workers.mayGrow(group) && workers.fitting().admits(template, group));
    }

    private static Map<String, PodTemplate> templates(
            Evidence evidence, Pods pods, List<ApiSpec> apis, Set<String> names) {
        Templates templates = Templates.of(evidence);
        Map<Workload, PodTemplate> byWorkload = new HashMap<>();
        apis.forEach(api ->
                templates.of(api).ifPresent(template -> byWorkload.put(api.api().workload(), template)));
        Map<String, PodTemplate> byPod = new HashMap<>();
        byWorkload.forEach((workload, template) -> {
            for (Pod pod : pods.of(workload)) {
                if (names.contains(pod.name())) {
                    byPod.put(pod.namespace() + "/" + pod.name(), template);
                }
            }
        });
        return byPod;
    }
}
