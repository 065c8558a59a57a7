package io.prodhealth.practice.health;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Severity;
import io.prodhealth.snapshot.Probe;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The readiness check asks the server for an answer. That the port is open says little: a server may bind it before its
 * workers are ready. An exec check asks no port, and may yet be accurate.
 */
public final class ReadinessProbeShallow implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "readiness_probe_shallow",
            "6.2",
            Section.HEALTH,
            "The readiness check asks for an answer of the server, at the port that serves.",
            "Use http_get at pod.port on a path that answers only once the model is loaded, and deploy the API again.");

    private static final String EXPECTED = "http_get on a path of its own at the port that serves";

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Probed.each(evidence, findings, ReadinessProbeShallow::api);
    }

    private static void api(ApiSpec api, Map<String, Probe> probes, Findings findings) {
        findings.pass(api.subject());
        if (probes.isEmpty()) {
            add(api, Severity.WARNING, "there is no readiness check", Probed.servingField(api), findings);
            return;
        }
        Optional<Map.Entry<String, Probe>> best = probes.entrySet().stream()
                .min(Comparator.comparingInt((Map.Entry<String, Probe> entry) -> depth(api, entry.getValue()))
                        .thenComparing(Map.Entry::getKey));
        best.ifPresent(entry -> judge(api, entry.getKey(), entry.getValue(), findings));
    }

    private static void judge(ApiSpec api, String container, Probe probe, Findings findings) {
        String field = Probed.field(api, container);
        String words = "container " + container + ": " + Probed.words(probe);
        switch (depth(api, probe)) {
            case ANSWER -> {}
            case ROOT -> add(api, Severity.INFO, words + ": any server answers there", field, findings);
            case COMMAND -> add(api, Severity.INFO, words + ": cannot be seen how accurate it is", field, findings);
            case PORT ->
                add(
                        api,
                        Severity.WARNING,
                        words + ": the port may be open before the server is ready",
                        field,
                        findings);
            default -> add(api, Severity.WARNING, words + ": not the port that serves", field, findings);
        }
    }

    private static void add(ApiSpec api, Severity severity, String observed, String field, Findings findings) {
        findings.add(api.subject(), severity, observed, EXPECTED, field);
    }

    private static final int ANSWER = 0;
    private static final int ROOT = 1;
    private static final int COMMAND = 2;
    private static final int PORT = 3;
    private static final int ELSEWHERE = 4;

    /** The less the better. */
    private static int depth(ApiSpec api, Probe probe) {
        if (probe.type() != Probe.Type.EXEC && !servingPort(api, probe)) {
            return ELSEWHERE;
        }
        return switch (probe.type()) {
            case GRPC -> ANSWER;
            case HTTP_GET -> probe.path().isEmpty() || probe.path().equals("/") ? ROOT : ANSWER;
            case EXEC -> COMMAND;
            case TCP_SOCKET -> PORT;
        };
    }

    /** A port by name, and any where Cortex does not say which one serves, may be it. */
    private static boolean servingPort(ApiSpec api, Probe probe) {
        Optional<Integer> asked = Probed.number(probe.port());
        return asked.isEmpty()
                || Servers.port(api)
                        .flatMap(Probed::number)
                        .map(asked.get()::equals)
                        .orElse(true);
    }
}
