package io.prodhealth;

import io.prodhealth.evaluation.SeriesCuts;
import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Waiver;
import io.prodhealth.practice.guide.Statement;
import io.prodhealth.signal.prometheus.Dimension;
import io.prodhealth.signal.prometheus.FrozenReason;
import io.prodhealth.signal.provisioning.FallbackReason;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.Lifecycle;
import io.prodhealth.signal.queues.Cause;
import io.prodhealth.signal.queues.QueueRole;
import io.prodhealth.signal.readiness.Phase;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.signal.readiness.Registry;
import io.prodhealth.signal.readiness.RestartReason;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.aws.AwsOperation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The values that the labels of the families can take. */
public final class LabelValues {
    private LabelValues() {}

    /** The closed set of values of a label, empty where the cluster decides. */
    public static Optional<List<String>> closed(Family family, String label) {
        return switch (label) {
            case "source" ->
                Optional.of(List.of(
                        "kubernetes",
                        "prometheus",
                        "prometheus_server",
                        "proxies",
                        "alertmanager",
                        "sqs",
                        "cloudwatch",
                        "autoscaling",
                        "ec2",
                        "elasticloadbalancing",
                        "route53",
                        "ecr",
                        "acm",
                        "dns"));
            case "api_kind" ->
                Optional.of(List.of("RealtimeAPI", "AsyncAPI", "BatchAPI", "TaskAPI", "TrafficSplitter", "Deployment"));
            case "state" -> state(family);
            case "status" -> labels(Status.values(), Status::word);
            case "severity" -> labels(Severity.values(), Severity::word);
            case "section" -> labels(Section.values(), Section::word);
            case "practice" ->
                Optional.of(Practices.rules().stream().map(Rule::id).toList());
            case "cause" -> labels(Cause.values(), Cause::label);
            case "role" -> labels(QueueRole.values(), QueueRole::label);
            case "lifecycle" -> labels(Lifecycle.values(), Lifecycle::word);
            case "service" -> Optional.of(AwsOperation.services());
            case "operation" -> labels(AwsOperation.values(), AwsOperation::operation);
            case "phase" -> labels(Phase.values(), Phase::label);
            case "registry" -> labels(Registry.values(), Registry::label);
            case "to" -> Optional.of(List.of("ready", "not_ready"));
            case "dimension" -> labels(Dimension.values(), Dimension::word);
            case "reason" -> reason(family);
            case "family" ->
                Optional.of(SeriesCuts.all().stream()
                        .map(SeriesBudget.Cut::family)
                        .map(Family::name)
                        .toList());
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> state(Family family) {
        if (family.labels().contains("queue")) {
            return Optional.of(List.of("visible", "in_flight", "delayed"));
        }
        if (family.name().equals("prodhealth_waivers")) {
            return labels(Waiver.State.values(), Waiver.State::word);
        }
        if (family.name().equals("prodhealth_guide_statements")) {
            return labels(Statement.Judged.values(), Statement.Judged::word);
        }
        return family.labels().contains("node_family")
                ? labels(FallbackState.values(), FallbackState::word)
                : labels(PodState.values(), PodState::label);
    }

    private static Optional<List<String>> reason(Family family) {
        if (family.labels().contains("node_family")) {
            return labels(FallbackReason.values(), FallbackReason::word);
        }
        if (family.name().equals("prodhealth_replica_autoscaling_frozen")) {
            return labels(FrozenReason.values(), FrozenReason::word);
        }
        return family.labels().contains("source")
                ? labels(FailureReason.values(), FailureReason::label)
                : labels(RestartReason.values(), RestartReason::label);
    }

    private static <E> Optional<List<String>> labels(E[] values, java.util.function.Function<E, String> label) {
        return Optional.of(Stream.of(values).map(label).toList());
    }

    /** What the cluster, or the build, puts into a label that is not closed, and what keeps the number of values small. */
    static String open(String label) {
        return switch (label) {
            case "action" ->
                "a verb and a kind that the agent reads, such as `list pods`, or an action of IAM, such as"
                        + " `sqs:ListQueues`";
            case "kind" -> "plural name of a kind that the agent reads; all its config maps are `configmaps`";
            case "namespace" -> "namespace of the API or the component";
            case "api_name" -> "name of the API; of a Deployment outside Cortex its own name";
            case "component" -> "a workload of Cortex's own manifests that the cluster has";
            case "container" -> "container of the API's pods, 16 of an API at most";
            case "node_groups" -> "names of node groups in the cluster configuration, by comma";
            case "version", "revision", "java_version", "rules_version" -> "of the build, one value at a time";
            case "queue" -> "name of a queue of the cluster, or of one that `queues.names` asks for";
            case "node_family" -> "primary instance type of a family of node groups, or the name of a Karpenter pool";
            case "node_group" -> "name of a node group in the cluster configuration, else its own";
            case "instance_type", "recommended" -> "an instance type of the ladder, or that of the Prometheus node";
            case "object_kind" ->
                "what a practice judges: `api`, `node_group`, `image`, `cluster`, or a kind of Kubernetes in lower"
                        + " case";
            case "object" -> "name of that; empty for the cluster";
            case "hash" -> "of the effective configuration, one value at a time";
            default -> throw new IllegalArgumentException("undescribed label " + label);
        };
    }
}
