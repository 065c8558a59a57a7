package io.prodhealth.practice.pods;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Servers;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.VirtualService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sidecar was started with what the API declares, and the activator, which reads the VirtualService, is told the same. The
 * template is compared, not pods: during a rollout those differ.
 */
public final class ConcurrencyDrifted implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "concurrency_drifted",
            "7.9",
            Section.PODS,
            "Sidecar, Deployment and VirtualService say the same concurrency and queue length.",
            "Run cortex refresh for the API, which writes all of them again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.declared(evidence, findings, Concurrency::set);
        if (apis.isEmpty()) {
            return;
        }
        if (evidence.origin() == Evidence.Origin.FILES) {
            apis.forEach(api -> findings.unknown(api.subject(), Unjudged.NEEDS_LIVE));
            return;
        }
        Map<String, VirtualService> services = new HashMap<>();
        boolean known = findings.need(evidence.kubernetes().virtualServices(), Subject.CLUSTER)
                .map(all -> {
                    all.forEach(service -> services.put(key(service), service));
                    return true;
                })
                .orElse(false);
        for (ApiSpec api : apis) {
            judge(api, services.get(key(api)), known, findings);
        }
    }

    private static void judge(ApiSpec api, @Nullable VirtualService service, boolean servicesKnown, Findings findings) {
        Map<String, String> concurrency =
                told(api, service, api.async() ? "--workers" : "--max-concurrency", "pod.cortex.dev/max-concurrency");
        Map<String, String> queue =
                api.realtime() ? told(api, service, "--max-queue-length", "pod.cortex.dev/max-queue-length") : Map.of();
        if (concurrency.size() < 2) {
            findings.unknown(api.subject(), "concurrency_unreadable");
            return;
        }
        if (servicesKnown) {
            findings.pass(api.subject());
        }
        compare(api, "max_concurrency", concurrency, findings);
        compare(api, "max_queue_length", queue, findings);
    }

    private static void compare(ApiSpec api, String setting, Map<String, String> told, Findings findings) {
        if (Set.copyOf(told.values()).size() > 1) {
            findings.warn(api.subject(), setting + " " + told, "the same everywhere");
        }
    }

    /** What each place says; one that says nothing is left out. */
    private static Map<String, String> told(
            ApiSpec api, @Nullable VirtualService service, String flag, String annotation) {
        Map<String, String> told = new TreeMap<>();
        Servers.argument(api, flag).ifPresent(value -> told.put("sidecar", value));
        api.deployment().map(Deployment::annotations).ifPresent(found -> put(told, "deployment", found, annotation));
        if (service != null) {
            put(told, "virtual service", service.annotations(), annotation);
        }
        return told;
    }

    private static void put(Map<String, String> told, String place, Map<String, String> annotations, String name) {
        String value = annotations.get(name);
        if (value != null) {
            told.put(place, value);
        }
    }

    private static String key(VirtualService service) {
        return service.namespace() + "/" + service.labels().getOrDefault("apiName", "");
    }

    private static String key(ApiSpec api) {
        return api.subject().namespace() + "/" + api.subject().name();
    }
}
