package io.prodhealth.practice;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one alert that each practice feeds, by name. Several may share one. Practices that read a live signal feed the alert of
 * that signal; the others that of their part of the guide, which never wakes anybody.
 */
public final class PracticeAlerts {

    private static final Map<String, List<String>> PRACTICES = Map.ofEntries(
            Map.entry("ProdhealthWaiverExpiring", List.of("waiver_invalid")),
            Map.entry(
                    "CortexImagesNotInColocatedEcr",
                    List.of(
                            "system_images_outside_ecr",
                            "api_images_outside_ecr",
                            "images_in_other_region",
                            "images_in_other_account",
                            "image_pull_slow",
                            "ecr_traffic_through_nat",
                            "images_from_public_registry",
                            "mirrored_image_missing",
                            "image_tag_mutable")),
            Map.entry(
                    "CortexCustomDomainMissing",
                    List.of(
                            "custom_domain_missing",
                            "custom_domain_elsewhere",
                            "clients_on_load_balancer_name",
                            "domain_cutover_slow",
                            "domain_target_dead",
                            "version_outdated")),
            Map.entry("CortexNodesPubliclyReachable", List.of("nodes_publicly_reachable", "subnets_public")),
            Map.entry(
                    "CortexNatGatewayNotHighlyAvailable",
                    List.of("nat_gateway_missing", "nat_gateway_not_highly_available")),
            Map.entry(
                    "CortexLoadBalancerOpenToWorld",
                    List.of(
                            "api_load_balancer_public",
                            "operator_load_balancer_open",
                            "peering_missing",
                            "internal_load_balancer_idle",
                            "load_balancer_open_to_world",
                            "load_balancer_ranges_drifted")),
            Map.entry(
                    "CortexSpotWithoutOnDemandFallback",
                    List.of(
                            "node_group_priorities_equal",
                            "spot_without_on_demand",
                            "on_demand_partner_excluded",
                            "on_demand_before_spot",
                            "spot_not_tried_first",
                            "on_demand_lingering",
                            "partner_too_small",
                            "partner_max_too_low",
                            "spot_pool_narrow",
                            "spot_interruptions_unhandled")),
            Map.entry("CortexSpotFallbackProlonged", List.of("spot_capacity_failing")),
            Map.entry("CortexClusterAutoscalerStale", List.of("cluster_autoscaler_stale")),
            Map.entry("CortexPodsUnschedulable", List.of("pods_unschedulable")),
            Map.entry("CortexSpotFallbackTooSlow", List.of("fallback_expected_slow", "fallback_slow")),
            Map.entry(
                    "CortexPrometheusInstanceUndersized",
                    List.of("prometheus_instance_undersized", "prometheus_rules_missed", "prometheus_single_replica")),
            Map.entry("CortexPrometheusOverRatedCapacity", List.of("prometheus_over_rated")),
            Map.entry("CortexLoadBalancerTargetsNearQuota", List.of("load_balancer_targets_near_quota")),
            Map.entry("CortexPrometheusMemoryPressure", List.of("prometheus_memory_pressure")),
            Map.entry("CortexReplicaAutoscalingFrozen", List.of("replica_autoscaling_frozen")),
            Map.entry("CortexPrometheusCapacityPredicted", List.of("prometheus_storage_filling")),
            Map.entry(
                    "CortexReadinessProbeMissing",
                    List.of(
                            "readiness_probe_missing",
                            "readiness_probe_shallow",
                            "readiness_probe_timing",
                            "liveness_probe_aggressive",
                            "shutdown_too_short")),
            Map.entry("CortexReadinessProbeInaccurate", List.of("readiness_probe_inaccurate")),
            Map.entry(
                    "CortexMaxConcurrencyMismatch",
                    List.of(
                            "max_concurrency_unmatched",
                            "max_concurrency_too_low",
                            "max_concurrency_too_high",
                            "target_above_concurrency",
                            "concurrency_drifted")),
            Map.entry(
                    "CortexMaxQueueLengthUntuned",
                    List.of("max_queue_length_untuned", "requests_linger", "clients_retry_without_delay")),
            Map.entry("CortexQueueFullRejections", List.of("queue_full_rejections")),
            Map.entry(
                    "CortexComputeNotSpecified",
                    List.of(
                            "cpu_unspecified",
                            "memory_unspecified",
                            "accelerator_unspecified",
                            "cpu_starved",
                            "memory_starved",
                            "pod_fits_no_node",
                            "qos_best_effort")),
            Map.entry(
                    "CortexAutoscalingUntuned",
                    List.of(
                            "autoscaling_untuned",
                            "autoscaling_thrashing",
                            "no_headroom",
                            "upscale_rate_limited",
                            "single_replica",
                            "max_replicas_unreachable")),
            Map.entry("CortexApiPinnedAtMaxReplicas", List.of("pinned_at_max_replicas")),
            Map.entry("CortexQueueOldestMessageTooOld", List.of("async_backlog_old")),
            Map.entry("CortexQueueStuck", List.of("async_queue_stuck", "async_messages_orphaned")),
            Map.entry("CortexAsyncRequestsFailing", List.of("async_requests_failing")),
            Map.entry("CortexAutoscalerNotFollowing", List.of("autoscaler_down")),
            Map.entry("CortexRolloutDeadlocked", List.of("rollout_deadlocked")));

    private static final Map<String, String> ALERTS = alerts();

    private PracticeAlerts() {}

    /**
     * Of a practice.
     *
     * @throws IllegalArgumentException for one that is none
     */
    public static String of(String practice) {
        String alert = ALERTS.get(practice);
        if (alert == null) {
            throw new IllegalArgumentException("no alert is named for " + practice);
        }
        return alert;
    }

    private static Map<String, String> alerts() {
        Map<String, String> alerts = new HashMap<>();
        PRACTICES.forEach((alert, practices) -> practices.forEach(practice -> {
            if (alerts.put(practice, alert) != null) {
                throw new IllegalStateException(practice + " feeds two alerts");
            }
        }));
        return Map.copyOf(alerts);
    }
}
