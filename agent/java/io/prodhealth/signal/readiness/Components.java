package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.DaemonSet;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.StatefulSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The workloads a Cortex cluster stands on, as Cortex's manifests name them. */
public final class Components {

    private static final Set<String> NAMES = Set.of(
            "default/operator",
            "default/operator-controller-manager",
            "default/autoscaler",
            "default/activator",
            "default/async-gateway",
            "default/grafana",
            "istio-system/istiod",
            "istio-system/ingressgateway-apis",
            "istio-system/ingressgateway-operator",
            "prometheus/prometheus-operator",
            "prometheus/prometheus-prometheus",
            "prometheus/prometheus-statsd-exporter",
            "prometheus/kube-state-metrics",
            "prometheus/node-exporter",
            "prometheus/dcgm-exporter",
            // Up to 0.38 Prometheus and its exporters lived beside the APIs.
            "default/prometheus-operator",
            "default/prometheus-prometheus",
            "default/prometheus-statsd-exporter",
            "default/kube-state-metrics",
            "default/node-exporter",
            "default/dcgm-exporter",
            "kube-system/cluster-autoscaler",
            "kube-system/metrics-server",
            "kube-system/coredns",
            "kube-system/kube-proxy",
            "kube-system/aws-node",
            "kube-system/nvidia-device-plugin-daemonset",
            "kube-system/neuron-device-plugin-daemonset",
            "kube-system/k8s-neuron-scheduler",
            "logging/fluent-bit",
            "logging/event-exporter");

    private Components() {}

    /** Whether Cortex's manifests or EKS bring a workload of that name; what else is there are the user's own additions. */
    public static boolean contains(String namespace, String name) {
        return NAMES.contains(namespace + "/" + name);
    }

    /** Those that the cluster has, of the kinds that can be read; unknown while Deployments cannot. */
    static Observed<List<Readiness.Component>> of(KubernetesObjects objects) {
        return objects.deployments().map(deployments -> {
            List<Readiness.Component> components = new ArrayList<>();
            for (Deployment deployment : deployments) {
                add(components, deployment.namespace(), deployment.name(), deployment.desired(), deployment.ready());
            }
            for (StatefulSet set : objects.statefulSets().orElse(List.of())) {
                add(components, set.namespace(), set.name(), set.desired(), set.ready());
            }
            for (DaemonSet set : objects.daemonSets().orElse(List.of())) {
                add(components, set.namespace(), set.name(), set.desired(), set.ready());
            }
            components.sort(
                    Comparator.comparing(Readiness.Component::namespace).thenComparing(Readiness.Component::name));
            return List.copyOf(components);
        });
    }

    private static void add(
            List<Readiness.Component> components, String namespace, String name, int desired, int ready) {
        if (contains(namespace, name)) {
            components.add(new Readiness.Component(namespace, name, desired, ready));
        }
    }
}
