package io.prodhealth.practice.health;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Serving;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Probe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The APIs that have health checks: a Task API has none. */
final class Probed {

    /** What is looked at in an API. */
    interface Check {
        void api(ApiSpec api, Map<String, Probe> probes, Findings findings);
    }

    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

    private Probed() {}

    static boolean routed(ApiSpec api) {
        return !api.kind().equals("TaskAPI");
    }

    /** Every API with its users' readiness checks, those of sidecars left out. */
    static void each(Evidence evidence, Findings findings, Check check) {
        for (ApiSpec api : Scope.declared(evidence, findings, Probed::routed)) {
            if (api.containers().isEmpty()) {
                findings.unknown(api.subject(), "no_running_job");
                continue;
            }
            findings.need(api.readinessProbes(), api.subject()).ifPresent(probes -> check.api(api, probes, findings));
        }
    }

    /** Where in the user's file the readiness check of a container stands. */
    static String field(ApiSpec api, String container) {
        List<Container> containers = api.containers();
        for (int i = 0; i < containers.size(); i++) {
            if (containers.get(i).name().equals(container)) {
                return field(i);
            }
        }
        return "";
    }

    private static String field(int index) {
        return "pod.containers." + index + ".readiness_probe";
    }

    /** Where it would stand in the container that serves, for one that has none. */
    static String servingField(ApiSpec api) {
        List<Container> containers = api.containers();
        for (int i = 0; i < containers.size(); i++) {
            if (Serving.serves(api, containers.get(i))) {
                return field(i);
            }
        }
        return field(0);
    }

    /** A port that is known by number. */
    static Optional<Integer> number(String port) {
        return NUMBER.matcher(port).matches() ? Optional.of(Integer.valueOf(port)) : Optional.empty();
    }

    /** In a few words: {@code http_get /healthz on 8080}. */
    static String words(Probe probe) {
        return switch (probe.type()) {
            case HTTP_GET -> "http_get " + probe.path() + " on " + probe.port();
            case TCP_SOCKET -> "tcp_socket on " + probe.port();
            case EXEC -> "exec";
            case GRPC -> "grpc on " + probe.port();
        };
    }
}
