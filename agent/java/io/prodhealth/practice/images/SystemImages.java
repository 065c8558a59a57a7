package io.prodhealth.practice.images;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.readiness.Components;
import io.prodhealth.snapshot.Apis;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.DaemonSet;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.StatefulSet;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every image that a cluster runs and no author of an API has chosen. */
final class SystemImages {

    /** What cannot start while an image cannot be pulled. */
    enum Need {
        /** A new node: an agent that Cortex puts on each. */
        NODE,
        /** A new pod of an API: the containers that Cortex adds to it. */
        API_POD,
        /** A part of Cortex's control plane, of which a pod starts now and then. */
        CONTROL_PLANE,
        /** Something that is not Cortex's: what the user has added. */
        ADDITION
    }

    /**
     * An image in use.
     *
     * @param subject the workload or the API
     * @param running whether pods of it are wanted now
     */
    record Use(Subject subject, Need need, String container, ImageName image, boolean running) {}

    private final Set<String> apis;
    private final Evidence evidence;
    private final List<Use> uses = new ArrayList<>();

    /** Several practices look at the same images. */
    private SystemImages(Evidence evidence) {
        this.evidence = evidence;
        // A Deployment outside Cortex may be watched as an API: then its images are its author's.
        this.apis = evidence.apis().orElse(List.of()).stream()
                .map(ApiSpec::api)
                .map(api -> api.workload().namespace() + "/" + api.workload().name())
                .collect(Collectors.toSet());
        KubernetesObjects objects = evidence.kubernetes();
        objects.deployments().orElse(List.of()).forEach(this::deployment);
        for (StatefulSet set : objects.statefulSets().orElse(List.of())) {
            workload("statefulset", set.namespace(), set.name(), set.createdAt(), set.desired() > 0, set.template());
        }
        for (DaemonSet set : objects.daemonSets().orElse(List.of())) {
            workload("daemonset", set.namespace(), set.name(), set.createdAt(), set.desired() > 0, set.template());
        }
        objects.jobs().orElse(List.of()).forEach(this::job);
    }

    /** All that can be read; for each kind that cannot, the cluster is unjudged. */
    static List<Use> of(Evidence evidence, Findings findings) {
        KubernetesObjects objects = evidence.kubernetes();
        findings.need(objects.deployments(), Subject.CLUSTER);
        findings.need(objects.statefulSets(), Subject.CLUSTER);
        findings.need(objects.daemonSets(), Subject.CLUSTER);
        findings.need(objects.jobs(), Subject.CLUSTER);
        return Collections.unmodifiableList(evidence.shared(SystemImages.class, SystemImages::new).uses);
    }

    private void deployment(Deployment deployment) {
        if (ofApi(deployment.labels())) {
            api(deployment.namespace(), deployment.labels(), deployment.createdAt(), deployment.template());
        } else if (!apis.contains(deployment.namespace() + "/" + deployment.name())) {
            workload(
                    "deployment",
                    deployment.namespace(),
                    deployment.name(),
                    deployment.createdAt(),
                    deployment.desired() > 0,
                    deployment.template());
        }
    }

    private void job(Job job) {
        if (job.finished()) {
            return;
        }
        if (ofApi(job.labels())) {
            api(job.namespace(), job.labels(), job.createdAt(), job.template());
        } else {
            workload("job", job.namespace(), job.name(), job.createdAt(), job.desired() > 0, job.template());
        }
    }

    private void workload(
            String kind, String namespace, String name, Instant createdAt, boolean running, PodTemplate template) {
        if (evidence.settling(createdAt)) {
            return;
        }
        Need need = !Components.contains(namespace, name)
                ? Need.ADDITION
                : kind.equals("daemonset") ? Need.NODE : Need.CONTROL_PLANE;
        Subject subject = Subject.object(kind, namespace, name);
        containers(template)
                .forEach(container ->
                        uses.add(new Use(subject, need, container.name(), ImageName.of(container.image()), running)));
    }

    /** The containers of an API that Cortex adds; its author's are judged with the API. */
    private void api(String namespace, Map<String, String> labels, Instant createdAt, PodTemplate template) {
        // Files name no pod: which image Cortex will add is said by its key.
        if (evidence.settling(createdAt) || evidence.origin() == Evidence.Origin.FILES) {
            return;
        }
        Subject subject = Subject.api(
                new Workload(namespace, labels.getOrDefault("apiKind", ""), labels.getOrDefault("apiName", "")));
        containers(template)
                .filter(container -> Apis.SIDECARS.contains(container.name()))
                .forEach(container -> uses.add(
                        new Use(subject, Need.API_POD, container.name(), ImageName.of(container.image()), true)));
    }

    private static Stream<Container> containers(PodTemplate template) {
        return Stream.concat(template.containers().stream(), template.initContainers().stream());
    }

    private static boolean ofApi(Map<String, String> labels) {
        return "true".equals(labels.get("cortex.dev/api"))
                && !labels.getOrDefault("apiName", "").isEmpty();
    }
}
