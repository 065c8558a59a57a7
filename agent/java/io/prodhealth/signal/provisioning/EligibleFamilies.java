package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.StatefulSet;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the pods of a workload may run, by its template: the groups it is pinned to, those its selector names, those with
 * the accelerators it asks for, those it fits. Looked at only for workloads of which something waits.
 */
public final class EligibleFamilies {

    private final KubernetesObjects objects;
    private final NodeGroups groups;
    private final PodPlacement placement;
    private final Map<Workload, Optional<PodTemplate>> templates = new HashMap<>();

    /** For the workloads of {@code objects} on the groups that were read of the same snapshot. */
    public EligibleFamilies(KubernetesObjects objects, NodeGroups groups) {
        this.objects = objects;
        this.groups = groups;
        List<Node> nodes = objects.nodes().orElse(List.of());
        this.placement = new PodPlacement(groups.types(), nodes);
    }

    /** Whether pods of the workload may run on the group and fit; so for a workload of which nothing is known. */
    public boolean allows(Workload workload, NodeGroup group) {
        return template(workload)
                .map(template -> placement.allows(template, PodNeeds.of(template), group))
                .orElse(group.worker());
    }

    /**
     * The family whose groups are to take the workload's pods: that of the group the autoscaler tries first. Pods that fit
     * nowhere still wait for someone, the one they would first be tried on if they were smaller. Empty where no group is
     * known that may run them.
     */
    public Optional<String> familyOf(Workload workload) {
        PodTemplate template = template(workload).orElse(null);
        if (template == null) {
            return first(groups.groups().stream().filter(NodeGroup::worker).toList());
        }
        PodNeeds needs = PodNeeds.of(template);
        List<NodeGroup> admitting = groups.groups().stream()
                .filter(group -> group.max().orElse(1) > 0)
                .filter(group -> placement.admits(template, needs, group))
                .toList();
        return first(admitting.stream()
                        .filter(group -> placement.allows(template, needs, group))
                        .toList())
                .or(() -> first(admitting))
                .or(() -> first(pinned(template)));
    }

    private List<NodeGroup> pinned(PodTemplate template) {
        return groups.groups().stream()
                .filter(group -> template.requiredNodeGroups().contains(group.ownName()))
                .toList();
    }

    private static Optional<String> first(List<NodeGroup> some) {
        return some.stream()
                .sorted(NodeGroup.TRIED_FIRST)
                .map(NodeGroup::nodeFamily)
                .findFirst();
    }

    private Optional<PodTemplate> template(Workload workload) {
        return templates.computeIfAbsent(workload, this::find);
    }

    /** Pods of Cortex's APIs are known by the API, whatever makes them; all others by what makes them. */
    private Optional<PodTemplate> find(Workload workload) {
        for (Deployment deployment : objects.deployments().orElse(List.of())) {
            if (is(workload, deployment.namespace(), "Deployment", deployment.name(), deployment.labels())) {
                return Optional.of(deployment.template());
            }
        }
        // A batch API has a job for each run; one that is over makes no pods any more.
        Optional<PodTemplate> running = Optional.empty();
        for (Job job : objects.jobs().orElse(List.of())) {
            if (is(workload, job.namespace(), "Job", job.name(), job.labels())
                    && !job.finished()
                    && running.isEmpty()) {
                running = Optional.of(job.template());
            }
        }
        for (StatefulSet set : objects.statefulSets().orElse(List.of())) {
            if (running.isEmpty() && is(workload, set.namespace(), "StatefulSet", set.name(), Map.of())) {
                running = Optional.of(set.template());
            }
        }
        return running;
    }

    private static boolean is(
            Workload workload, String namespace, String kind, String name, Map<String, String> labels) {
        if (!workload.namespace().equals(namespace)) {
            return false;
        }
        String api = labels.getOrDefault("apiName", "");
        if (!api.isEmpty() && "true".equals(labels.get("cortex.dev/api"))) {
            return workload.name().equals(api) && workload.kind().equals(labels.getOrDefault("apiKind", ""));
        }
        return workload.kind().equals(kind) && workload.name().equals(name);
    }
}
