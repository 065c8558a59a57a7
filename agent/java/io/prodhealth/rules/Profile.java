package io.prodhealth.rules;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where an operator of Prometheus looks for objects. */
public enum Profile {
    /** A stock Cortex: only in one namespace, and only with this label. */
    CORTEX("prometheus", "prometheus", "k8s"),
    /** kube-prometheus-stack under its usual release name, in the namespace where the objects are applied. */
    GENERIC("", "release", "kube-prometheus-stack");

    private final String namespace;
    private final String label;
    private final String value;

    Profile(String namespace, String label, String value) {
        this.namespace = namespace;
        this.label = label;
        this.value = value;
    }

    /** Empty for the one in which they are applied. */
    String namespace() {
        return namespace;
    }

    /** By which they are found, and whose they are. */
    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(label, value);
        labels.put("app.kubernetes.io/name", "prodhealth");
        return labels;
    }

    /** As it is asked for. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
