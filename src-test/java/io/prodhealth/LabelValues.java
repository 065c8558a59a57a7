package io.prodhealth;

import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.signal.readiness.Phase;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.signal.readiness.ReadinessFamilies;
import io.prodhealth.signal.readiness.Registry;
import io.prodhealth.signal.readiness.RestartReason;
import io.prodhealth.source.FailureReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The values that the labels of the families can take. */
final class LabelValues {
    private LabelValues() {}

    /** The closed set of values of a label, empty where the cluster decides. */
    static Optional<List<String>> closed(Family family, String label) {
        return switch (label) {
            case "source" -> Optional.of(List.of("kubernetes", "prometheus"));
            case "api_kind" ->
                Optional.of(List.of("RealtimeAPI", "AsyncAPI", "BatchAPI", "TaskAPI", "TrafficSplitter", "Deployment"));
            case "state" -> labels(PodState.values(), PodState::label);
            case "phase" -> labels(Phase.values(), Phase::label);
            case "registry" -> labels(Registry.values(), Registry::label);
            case "to" -> Optional.of(List.of("ready", "not_ready"));
            case "reason" ->
                family.labels().contains("source")
                        ? labels(FailureReason.values(), FailureReason::label)
                        : labels(RestartReason.values(), RestartReason::label);
            case "family" ->
                Optional.of(ReadinessFamilies.cuts().stream()
                        .map(SeriesBudget.Cut::family)
                        .map(Family::name)
                        .toList());
            default -> Optional.empty();
        };
    }

    private static <E> Optional<List<String>> labels(E[] values, java.util.function.Function<E, String> label) {
        return Optional.of(Stream.of(values).map(label).toList());
    }

    /** What the cluster, or the build, puts into a label that is not closed, and what keeps the number of values small. */
    static String open(String label) {
        return switch (label) {
            case "action" -> "a verb and a kind that the agent reads, such as `list pods`";
            case "kind" -> "plural name of a kind that the agent reads; all its config maps are `configmaps`";
            case "namespace" -> "namespace of the API or the component";
            case "api_name" -> "name of the API; of a Deployment outside Cortex its own name";
            case "component" -> "a workload of Cortex's own manifests that the cluster has";
            case "container" -> "container of the API's pods, 16 of an API at most";
            case "node_groups" -> "names of node groups in the cluster configuration, by comma";
            case "version", "revision", "java_version", "rules_version" -> "of the build, one value at a time";
            case "hash" -> "of the effective configuration, one value at a time";
            default -> throw new IllegalArgumentException("undescribed label " + label);
        };
    }
}
