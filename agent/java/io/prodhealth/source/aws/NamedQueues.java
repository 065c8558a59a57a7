package io.prodhealth.source.aws;

import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.VirtualService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The queues that objects of the cluster name, and what its own queues begin with. Whoever can deploy can write any URL
 * into these objects, so that one of another cluster's queues is left out.
 *
 * @param prefixes what the names of the cluster's queues begin with
 * @param urls by name of the queue
 */
record NamedQueues(Set<String> prefixes, Map<String, String> urls) {

    /** A cluster has one: any more are someone's invention, and each would be a list a minute. */
    private static final int MOST_PREFIXES = 4;

    static NamedQueues in(KubernetesObjects objects) {
        Map<String, String> urls = new TreeMap<>();
        urls(objects).forEach(url -> QueueName.ofUrl(url).ifPresent(name -> urls.putIfAbsent(name, url)));
        Optional<String> own = objects.clusterConfig()
                .known()
                .map(ClusterConfig::clusterName)
                .filter(name -> !name.isEmpty())
                .map(QueueName::prefixOf);
        Set<String> prefixes = new TreeSet<>();
        if (own.isPresent()) {
            prefixes.add(own.get());
            urls.keySet()
                    .removeIf(name -> QueueName.prefix(name)
                            .filter(prefix -> !prefix.equals(own.get()))
                            .isPresent());
        } else {
            // Without the configuration, say because it may not be read, the cluster's own objects still tell.
            urls.keySet().stream()
                    .flatMap(name -> QueueName.prefix(name).stream())
                    .distinct()
                    .limit(MOST_PREFIXES)
                    .forEach(prefixes::add);
        }
        return new NamedQueues(prefixes, urls);
    }

    /** Whether something that will name queues has not been read for the first time yet. */
    static boolean incomplete(KubernetesObjects objects) {
        return Stream.of(
                        objects.clusterConfig(),
                        objects.virtualServices(),
                        objects.deployments(),
                        objects.jobs(),
                        objects.batchJobs())
                .anyMatch(NamedQueues::notSynced);
    }

    private static boolean notSynced(Observed<?> part) {
        return part instanceof Observed.Unknown<?> unknown && unknown.reason() == Observed.Reason.NOT_SYNCED;
    }

    private static Stream<String> urls(KubernetesObjects objects) {
        Stream<String> headers = objects.virtualServices().orElse(List.of()).stream()
                .map(VirtualService::requestHeaders)
                .flatMap(set -> set.entrySet().stream())
                .filter(header -> header.getKey().equalsIgnoreCase("X-Cortex-Queue-URL"))
                .map(Map.Entry::getValue);
        Stream<String> arguments = Stream.concat(
                        objects.deployments().orElse(List.of()).stream().map(Deployment::template),
                        // A job that has finished has no queue any more, and may be kept for a long time.
                        objects.jobs().orElse(List.of()).stream()
                                .filter(job -> !job.finished())
                                .map(Job::template))
                .map(PodTemplate::containers)
                .flatMap(List::stream)
                .flatMap(NamedQueues::argument);
        Stream<String> status = objects.batchJobs().orElse(List.of()).stream().map(BatchJob::queueUrl);
        return Stream.of(headers, arguments, status).flatMap(part -> part);
    }

    private static Stream<String> argument(Container container) {
        return switch (container.name()) {
            case "dequeuer", "enqueuer" ->
                Stream.of("--queue", "-queue").map(container::argument).flatMap(Stream::ofNullable);
            default -> Stream.of();
        };
    }
}
