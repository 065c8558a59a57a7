package io.prodhealth.practice.review;

import io.prodhealth.practice.Assessment;
import io.prodhealth.practice.Finding;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which practice is the cause of which. What a critical finding has caused is not found a second time: it is unknown as long
 * as the cause lasts, because nothing can be said of it then.
 */
final class RootCauses {

    /**
     * By the child, its causes. Without Prometheus, or while it does not see the APIs, no replica count moves; without the
     * operator and the autoscaler neither; and the cluster autoscaler's choices are its last ones while it is dead. Pods that
     * wait for a node are not folded: they are what the users of an API feel, whatever the cause.
     */
    static final Map<String, List<String>> OF = Map.of(
            "prometheus_rules_missed", List.of("prometheus_memory_pressure"),
            "replica_autoscaling_frozen", List.of("prometheus_memory_pressure"),
            "autoscaling_thrashing",
                    List.of("prometheus_memory_pressure", "replica_autoscaling_frozen", "autoscaler_down"),
            "upscale_rate_limited",
                    List.of("prometheus_memory_pressure", "replica_autoscaling_frozen", "autoscaler_down"),
            "pinned_at_max_replicas",
                    List.of("prometheus_memory_pressure", "replica_autoscaling_frozen", "autoscaler_down"),
            "spot_not_tried_first", List.of("cluster_autoscaler_stale"),
            "fallback_slow", List.of("cluster_autoscaler_stale"),
            "spot_capacity_failing", List.of("cluster_autoscaler_stale"));

    private RootCauses() {}

    /**
     * The same assessments, without what others have caused.
     *
     * @param waived whether somebody answers for the finding of a practice on a subject: then it is the cause of nothing
     */
    static List<Assessment> fold(List<Assessment> assessments, BiPredicate<String, Subject> waived) {
        Map<String, Assessment> byId = assessments.stream()
                .collect(Collectors.toMap(assessment -> assessment.rule().id(), Function.identity()));
        return assessments.stream()
                .map(assessment -> fold(assessment, byId, waived))
                .toList();
    }

    private static Assessment fold(
            Assessment child, Map<String, Assessment> byId, BiPredicate<String, Subject> waived) {
        List<Finding> left = new ArrayList<>();
        Map<Subject, Unjudged> folded = new LinkedHashMap<>();
        for (Finding finding : child.findings()) {
            String cause = cause(child, finding.subject(), byId, waived);
            if (cause.isEmpty()) {
                left.add(finding);
            } else {
                folded.put(finding.subject(), new Unjudged(finding.subject(), Unjudged.ROOT_CAUSE + ": " + cause));
            }
        }
        if (folded.isEmpty()) {
            return child;
        }
        List<Unjudged> unjudged = new ArrayList<>(folded.values());
        unjudged.addAll(child.unjudged());
        return new Assessment(child.rule(), child.judged(), left, List.copyOf(unjudged), child.notApplicable());
    }

    /** The id of the practice that has caused it; empty for none. */
    private static String cause(
            Assessment child, Subject subject, Map<String, Assessment> byId, BiPredicate<String, Subject> waived) {
        for (String id : OF.getOrDefault(child.rule().id(), List.of())) {
            Assessment cause = byId.get(id);
            if (cause != null
                    && cause.findings().stream()
                            .anyMatch(finding -> finding.severity() == Severity.CRITICAL
                                    && reaches(finding.subject(), subject)
                                    && !waived.test(id, finding.subject()))) {
                return id;
            }
        }
        return "";
    }

    /** What is wrong with an API is wrong with no other; a part of the system reaches all. */
    private static boolean reaches(Subject cause, Subject subject) {
        return !cause.kind().equals("api") || cause.equals(subject);
    }
}
