package io.prodhealth.snapshot;

import java.util.List;

/** The images of Cortex 0.42, by which its configuration has keys. */
public final class CortexImages {

    /** Each with {@code image_} before it is a key. */
    public static final List<String> NAMES = List.of(
            "operator",
            "controller_manager",
            "manager",
            "kubexit",
            "proxy",
            "activator",
            "autoscaler",
            "async_gateway",
            "enqueuer",
            "dequeuer",
            "cluster_autoscaler",
            "metrics_server",
            "nvidia_device_plugin",
            "neuron_device_plugin",
            "neuron_scheduler",
            "fluent_bit",
            "istio_proxy",
            "istio_pilot",
            "prometheus",
            "prometheus_config_reloader",
            "prometheus_operator",
            "prometheus_statsd_exporter",
            "prometheus_dcgm_exporter",
            "prometheus_kube_state_metrics",
            "prometheus_node_exporter",
            "kube_rbac_proxy",
            "grafana",
            "event_exporter");

    private CortexImages() {}
}
