package io.prodhealth.source.aws;

import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.DaemonSet;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.StatefulSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An image in ECR that something of the cluster names.
 *
 * @param tag empty for one that is named by its digest alone, or by nothing
 */
record EcrImage(String account, String region, String repository, String tag) {

    /** Cortex's own pattern, with the endpoints for FIPS and the partition of China. */
    private static final Pattern IMAGE = Pattern.compile(
            "(\\d{12})\\.dkr\\.ecr(?:-fips)?\\.([a-z0-9-]{1,40})\\.amazonaws\\.com(?:\\.cn)?/([a-z0-9][a-z0-9._/-]{0,255})"
                + "(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?");
    /** AWS's own account: EKS's add-ons come from there, and nobody else may list it. */
    private static final String AWS = "602401143452";

    private static final int MOST = 2_000;

    /** Those that workloads, pods and Cortex's cluster configuration name. */
    static Set<EcrImage> namedBy(KubernetesObjects objects) {
        Stream<PodTemplate> templates = Stream.of(
                        objects.deployments().orElse(List.of()).stream().map(Deployment::template),
                        objects.statefulSets().orElse(List.of()).stream().map(StatefulSet::template),
                        objects.daemonSets().orElse(List.of()).stream().map(DaemonSet::template),
                        objects.jobs().orElse(List.of()).stream().map(Job::template))
                .flatMap(each -> each);
        Stream<String> texts = Stream.of(
                        objects.configMaps().orElse(List.of()).stream()
                                .filter(map -> map.name().equals("cluster-config"))
                                .map(ConfigMap::data)
                                .map(data -> data.getOrDefault("cluster.yaml", "")),
                        templates
                                .flatMap(template -> Stream.concat(
                                        template.containers().stream(), template.initContainers().stream()))
                                .map(Container::image),
                        objects.pods().orElse(Pods.NONE).all().stream()
                                .map(Pod::containers)
                                .flatMap(List::stream)
                                .map(ContainerState::image)
                                .distinct())
                .flatMap(each -> each);
        Set<EcrImage> images = new LinkedHashSet<>();
        texts.distinct().forEach(text -> addTo(images, text));
        return images;
    }

    private static void addTo(Set<EcrImage> images, String text) {
        Matcher image = IMAGE.matcher(text);
        while (images.size() < MOST && image.find()) {
            String tag = image.group(4);
            if (!AWS.equals(image.group(1))) {
                images.add(new EcrImage(image.group(1), image.group(2), image.group(3), tag == null ? "" : tag));
            }
        }
    }
}
