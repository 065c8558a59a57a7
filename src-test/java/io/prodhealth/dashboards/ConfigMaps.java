package io.prodhealth.dashboards;

import java.util.List;
import java.util.stream.Collectors;

/** The dashboards as objects of Kubernetes, one each, as the two ways of loading them find them. */
final class ConfigMaps {

    private ConfigMaps() {}

    /** For a Grafana with a sidecar, which finds them by a label in the namespaces that it watches. */
    static String forSidecar(List<Dashboard> dashboards) {
        return all(dashboards, Flavour.MODERN, "", """
              labels:
                grafana_dashboard: "1"
            """);
    }

    /** For that of Cortex, which has them mounted by name. */
    static String forCortex(List<Dashboard> dashboards) {
        return all(dashboards, Flavour.GRAFANA_8, "grafana-dashboard-", "  namespace: default\n");
    }

    private static String all(List<Dashboard> dashboards, Flavour flavour, String prefix, String metadata) {
        return dashboards.stream()
                .map(dashboard -> """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata:
                      name: %s
                    %sdata:
                      %s.json: |
                    %s\
                    """.formatted(
                                prefix + dashboard.uid(),
                                metadata,
                                dashboard.uid(),
                                DashboardJson.text(dashboard, flavour).indent(4)))
                .collect(Collectors.joining("---\n"));
    }

    /** What makes Cortex's Grafana mount them where its own lie. */
    static String patch(List<Dashboard> dashboards) {
        String mounts = each(dashboards, """
            - name: %1$s
              mountPath: /grafana-dashboard-definitions/cortex/%1$s
            """);
        String volumes = each(dashboards, """
            - name: %1$s
              configMap:
                name: grafana-dashboard-%1$s
            """);
        return """
            spec:
              template:
                spec:
                  containers:
                    - name: grafana
                      volumeMounts:
            %s      volumes:
            %s\
            """.formatted(mounts.indent(12), volumes.indent(8));
    }

    private static String each(List<Dashboard> dashboards, String lines) {
        return dashboards.stream()
                .map(dashboard -> lines.formatted(dashboard.uid()))
                .collect(Collectors.joining());
    }
}
