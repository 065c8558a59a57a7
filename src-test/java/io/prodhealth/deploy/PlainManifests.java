package io.prodhealth.deploy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The chart without Helm: what it renders, less what only Helm can use, and the namespace that Helm would make. */
final class PlainManifests {

    /** With the strictest of the standards for pods, which ours keep. */
    private static final String NAMESPACE = """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: prodhealth
          labels:
            pod-security.kubernetes.io/enforce: restricted
        """;

    private static final Pattern OF_HELM =
            Pattern.compile("(?m)^ *(helm\\.sh/chart|app\\.kubernetes\\.io/managed-by): .*\\n|^# Source: .*\\n");
    private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)$");
    private static final List<String> OF_ROLES =
            List.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "Lease");

    private PlainManifests() {}

    /** Everything but rules and dashboards, which lie elsewhere as plain files. */
    static String of(String profile) {
        return """
            # Made from deploy/helm/prodhealth with profile %1$s: `mvn test -Dtest=ChartFilesTest -Dprodhealth.update=true`
            # writes it. Change the image and the name of the cluster to yours. Beside it apply
            # alerts/prometheusrules/%1$s.yaml and dashboards/configmaps/%2$s.yaml (docs/install.md).
            """.formatted(profile, profile.equals("cortex") ? "cortex" : "sidecar") + joined(documents(profile));
    }

    /** The service account, all it may do, and the two objects that it writes. */
    static String roles() {
        return """
                # Every right that the agent needs of Kubernetes, made from deploy/helm/prodhealth as the other files here. RbacTest keeps
                # it exact: the agent makes no call beyond these, and leaves none of these out.
                """
                + joined(documents("cortex")
                        .filter(document -> OF_ROLES.contains(kind(document))
                                || document.contains("\n  name: prodhealth-state\n")));
    }

    private static Stream<String> documents(String profile) {
        return Stream.of(HelmChart.render("profile: " + profile
                                + "\nmonitoring: {rules: {enabled: false}, dashboards: {enabled: false}}\n")
                        .split("(?m)^---\\n"))
                .filter(document -> !document.isBlank() && !document.contains("helm.sh/hook"))
                .map(document -> OF_HELM.matcher(document).replaceAll("").strip() + "\n");
    }

    private static String joined(Stream<String> documents) {
        return Stream.concat(Stream.of(NAMESPACE), documents).collect(Collectors.joining("---\n"));
    }

    private static String kind(String document) {
        return KIND.matcher(document).results().findFirst().orElseThrow().group(1);
    }
}
