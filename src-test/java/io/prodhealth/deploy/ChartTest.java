package io.prodhealth.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whatever values it is given, the chart makes objects that Kubernetes takes, or refuses them by name. */
class ChartTest {

    /** Without what is long and the same in all: rules and dashboards. */
    private static final String SHORT = "monitoring: {rules: {enabled: false}, dashboards: {enabled: false}}\n";

    private static final String ALL_OFF = """
        replicas: 1
        rbac: {create: false}
        serviceAccount: {create: false, name: another}
        monitoring: {monitor: {enabled: false}, rules: {enabled: false}, dashboards: {enabled: false}}
        networkPolicy: {enabled: false}
        podDisruptionBudget: {enabled: false}
        """;

    private static final String ALL_ON = """
        clusterName: production.eu-1
        image: {repository: 123456789012.dkr.ecr.us-east-1.amazonaws.com/prodhealth, tag: "1", pullPolicy: Always, pullSecrets: [regcred]}
        config:
          queues: {idle_interval: 1m, enabled: true}
          readiness: {availability_objective_ratio: {value: 0.999, reason: "our contract: \\"four nines\\""}}
          waivers: [{practice: nodes_publicly_reachable, reason: soon, owner: platform, until: 2027-03-31}]
        secrets: [prometheus-password, alertmanager-password]
        webConfig: {existingSecret: prodhealth-web, tls: true}
        kubernetesAuth: {enabled: true}
        serviceAccount: {roleArn: "arn:aws:iam::123456789012:role/prodhealth", annotations: {a: b}}
        prometheus: {namespace: elsewhere, url: "http://prometheus.elsewhere:9090"}
        monitoring:
          namespace: elsewhere
          monitor:
            labels: {release: mine}
            interval: 15s
            tls: {caSecret: ca, caKey: tls.crt, serverName: prodhealth.prodhealth.svc}
            basicAuth: {secret: login}
          rules: {labels: {role: alerts}, runbookUrl: "https://wiki.example/runbooks"}
        alertmanager: {enabled: true}
        networkPolicy: {ingressNamespaces: [ingress], egress: [{cidr: 10.0.0.0/8, port: 9090}]}
        nodeSelector: {pool: monitoring}
        tolerations: [{key: dedicated, operator: Equal, value: monitoring, effect: NoSchedule}]
        priorityClassName: system-cluster-critical
        podAnnotations: {note: text}
        podLabels: {team: platform}
        """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile: cortex",
                "profile: generic",
                ALL_OFF,
                "profile: generic\n" + ALL_OFF,
                ALL_ON,
                "replicas: 1\n" + SHORT,
                "webConfig: {existingSecret: web, tls: true}\n" + SHORT,
                "webConfig: {existingSecret: web}\n" + SHORT,
                "kubernetesAuth: {enabled: true}\n" + SHORT,
                "serviceAccount: {roleArn: 'arn:aws-cn:iam::123456789012:role/path/prodhealth'}\n" + SHORT,
                "serviceAccount: {create: false, name: of-pod-identity}\n" + SHORT,
                "fullnameOverride: another\n" + SHORT,
                "image: {digest: 'sha256:0123456789012345678901234567890123456789012345678901234567890123'}\n" + SHORT,
            })
    void what_is_rendered_is_what_kubernetes_takes(String values) throws IOException {
        check(Manifest.rendered(values));
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile: cortex", "profile: generic", ALL_ON})
    void what_helm_test_starts_is_what_kubernetes_takes(String values, @TempDir Path folder) throws IOException {
        Manifest objects = Manifest.of(HelmChart.renderWithTest(folder, values));

        check(objects);
        assertThat(objects.ofKind("Pod")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "monitoring-of-production",
                "a-release-with-the-longest-name-that-helm-takes-53-ch",
                "prodhealth-with-the-longest-name-that-helm-takes-53-c",
            })
    void a_release_may_have_any_name(String release) throws IOException {
        Manifest objects = Manifest.of(HelmChart.render(release, SHORT));

        check(objects);
        assertThat(objects.only("Deployment").at("/metadata/name").asString()).contains("prodhealth");
    }

    @Test
    void hostile_texts_arrive_as_they_were_written() throws IOException {
        String hostile = "a\" 'b' {{ .Release.Name }} : # *c &d !e %f | > \\n \\\\ \u00e4";
        String written = "\"a\\\" 'b' {{ .Release.Name }} : # *c &d !e %f | > \\\\n \\\\\\\\ \u00e4\"";
        Manifest objects = Manifest.rendered("""
            podAnnotations: {hostile: %1$s, lines: "one\\ntwo: {}\\n---\\nkind: Secret"}
            serviceAccount: {annotations: {hostile: %1$s}}
            config: {alerting: {heartbeat: false}, prometheus: {username: %1$s}}
            tolerations: [{key: k, operator: Equal, value: %1$s}]
            %2$s\
            """.formatted(written, SHORT));

        check(objects);
        JsonNode template = objects.only("Deployment").at("/spec/template");
        assertThat(template.at("/metadata/annotations/hostile").asString()).isEqualTo(hostile);
        assertThat(template.at("/metadata/annotations/lines").asString()).isEqualTo("one\ntwo: {}\n---\nkind: Secret");
        assertThat(template.at("/spec/tolerations/0/value").asString()).isEqualTo(hostile);
        assertThat(objects.only("ServiceAccount")
                        .at("/metadata/annotations/hostile")
                        .asString())
                .isEqualTo(hostile);
        assertThat(Manifest.of(ChartConfigTest.configuration(objects))
                        .all()
                        .getFirst()
                        .at("/prometheus/username")
                        .asString())
                .isEqualTo(hostile);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "replica: 2; replica",
                "replicas: '2'; /replicas",
                "replicas: 40; /replicas",
                "profile: eks; /profile",
                "clusterName: 'a\"b'; /clusterName",
                "clusterName: '$1'; /clusterName",
                "image: {tagg: x}; tagg",
                "image: {repository: 'a b'}; /image/repository",
                "image: {digest: abc}; /image/digest",
                "config: {queues: {intervall: 15s}}; intervall",
                "config: {queue: {interval: 15s}}; queue",
                "config: {state: {config_map: other}}; config_map",
                "config: {log: {level: verbose}}; /config/log/level",
                "config: {aws: {enabled: 'yes'}}; /config/aws/enabled",
                "config: {readiness: {availability_objective_ratio: {value: 0.9, why: x}}}; why",
                "config: {waivers: [{practise: x}]}; practise",
                "secrets: [Upper]; /secrets/0",
                "webConfig: {tls: true}; webConfig.existingSecret",
                "serviceAccount: {create: false}; serviceAccount.name",
                "serviceAccount: {roleArn: prodhealth}; /serviceAccount/roleArn",
                "serviceAccount: {annotations: {a: 1}}; /serviceAccount/annotations/a",
                "prometheus: {url: 'prometheus:9090'}; /prometheus/url",
                "monitoring: {monitor: {tls: {ca: x}}}; ca",
                "monitoring: {rules: {runbookUrl: \"https://x/\\n- alert: Mine\"}}; /monitoring/rules/runbookUrl",
                "monitoring: {rules: {labels: {a: 'b c'}}}; /monitoring/rules/labels/a",
                "{profile: generic, alertmanager: {enabled: true}}; alertmanager.enabled",
                "networkPolicy: {egress: [{cidr: 10.0.0.0/8}]}; port",
                "networkPolicy: {egress: [{cidr: everywhere, port: 1}]}; /networkPolicy/egress/0/cidr",
                "resources: {limits: {memory: 1 GB}}; /resources/limits/memory",
                "resources: {limit: {}}; limit",
                "tolerations: [{key: a, operator: Is}]; /tolerations/0/operator",
                "podLabels: {a: 'b c'}; /podLabels/a",
                "podLabels: {app.kubernetes.io/name: other}; app.kubernetes.io/name",
                "monitoring: {monitor: {labels: {helm.sh/chart: other}}}; helm.sh/chart",
                "terminationGracePeriodSeconds: 0; /terminationGracePeriodSeconds",
            })
    void a_wrong_value_is_refused_with_its_name(String values, String named) {
        assertThatThrownBy(() -> HelmChart.render(values)).message().contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cortex", "generic"})
    void the_chart_is_clean_to_a_strict_lint(String profile, @TempDir Path folder) throws IOException {
        LintResult result = HelmChart.lint(changed(folder, "profile: cortex", "profile: " + profile));

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).isSubsetOf(List.of("[INFO] Chart.yaml: icon is recommended"));
    }

    @Test
    void what_is_not_clean_is_found(@TempDir Path folder) throws IOException {
        assertThat(HelmChart.lint(changed(folder, "profile: cortex", "profile: cortex\nprofil: x"))
                        .isFailed())
                .isTrue();
    }

    private static Path changed(Path folder, String from, String to) throws IOException {
        Path chart = HelmChart.copy(folder);
        Path values = chart.resolve("values.yaml");
        String text = Files.readString(values);
        assertThat(text).contains("\n" + from + "\n");
        Files.writeString(values, text.replace("\n" + from + "\n", "\n" + to + "\n"));
        return chart;
    }

    private static void check(Manifest objects) throws IOException {
        KubernetesSchemas schemas = new KubernetesSchemas();
        assertThat(objects.all()).isNotEmpty();
        assertThat(objects.names()).doesNotHaveDuplicates();
        for (JsonNode object : objects.all()) {
            assertThat(schemas.errors(object))
                    .as("%s", object.at("/metadata/name"))
                    .isEmpty();
            assertThat(object.at("/metadata/name").asString().length())
                    .as("%s", object.at("/metadata/name"))
                    .isLessThanOrEqualTo(63);
        }
    }
}
