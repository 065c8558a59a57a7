package io.prodhealth.practice.compute;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Templates;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.PodUsage;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * No container of an API is killed for memory, no pod evicted for it, and none uses more than it asks for. Cortex sets no
 * limits: the kernel of a full node chooses whom it kills, and that may be another than the one who filled it.
 */
public final class MemoryStarved implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "memory_starved",
            "8.5",
            Section.COMPUTE,
            "Containers use no more memory than they ask for, and none was killed for it within a day.",
            "Set compute.mem to about 1.2 times the 99th percentile of the working set and deploy the API again.");

    private static final String FIELD = "pod.containers.0.compute.mem";

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.running(evidence, findings, api -> true);
        if (apis.isEmpty()) {
            return;
        }
        Pods pods = findings.need(evidence.kubernetes().pods(), Subject.CLUSTER).orElse(null);
        if (pods == null) {
            return;
        }
        Map<Workload, Integer> evicted = MemoryKills.evictedByEvents(evidence);
        Templates templates = Templates.of(evidence);
        List<Asking> all = apis.stream()
                .map(api -> new Asking(
                        api, templates.of(api).map(MemoryStarved::asked).orElse(0.0)))
                .toList();
        Optional<Map<String, Map<String, PodUsage>>> usage = usage(evidence, all);
        for (Asking asking : all) {
            Workload workload = asking.api.api().workload();
            Optional<String> kill = MemoryKills.of(pods.of(workload), evidence.at())
                    .or(() -> Optional.ofNullable(evicted.get(workload)).map(count -> count + " pods were evicted"));
            if (kill.isPresent()) {
                findings.add(
                        asking.api.subject(),
                        Severity.CRITICAL,
                        kill.get() + " in the last 24 h",
                        "no container is killed for memory",
                        FIELD);
            } else {
                compare(asking, pods.of(workload), usage, evidence, findings);
            }
        }
    }

    /**
     * An API and what it asks for.
     *
     * @param bytes memory of one pod
     */
    private record Asking(ApiSpec api, double bytes) {}

    private static void compare(
            Asking asking,
            List<Pod> pods,
            Optional<Map<String, Map<String, PodUsage>>> usage,
            Evidence evidence,
            Findings findings) {
        ApiSpec api = asking.api;
        boolean all = api.containers().stream().allMatch(container -> ForEachContainer.asked(container, "memory") > 0);
        if (api.containers().isEmpty()) {
            return;
        }
        if (!all || asking.bytes <= 0) {
            findings.add(
                    api.subject(),
                    Severity.INFO,
                    "a container asks for no memory: what it uses cannot be compared",
                    "compute.mem is set",
                    FIELD);
            return;
        }
        if (usage.isEmpty()) {
            findings.need(evidence.snapshot().podUsage(), api.subject());
            return;
        }
        boolean above = pods.stream()
                .map(pod -> usage.get().getOrDefault(pod.namespace(), Map.of()).get(pod.name()))
                .anyMatch(used -> used != null && used.memoryBytes() > asking.bytes);
        if (above) {
            // Only a quarter of an hour of it is a finding.
            Scope.noHistory(evidence, findings, api);
        } else {
            findings.pass(api.subject());
        }
    }

    private static double asked(PodTemplate template) {
        return template.containers().stream()
                .mapToDouble(container -> ForEachContainer.asked(container, "memory"))
                .sum();
    }

    /** By namespace and name; of ten thousand pods only those that use more than the most modest API asks for. */
    private static Optional<Map<String, Map<String, PodUsage>>> usage(Evidence evidence, List<Asking> apis) {
        double least = apis.stream()
                .mapToDouble(Asking::bytes)
                .filter(bytes -> bytes > 0)
                .min()
                .orElse(0);
        return evidence.snapshot().podUsage().known().map(all -> {
            Map<String, Map<String, PodUsage>> byPod = new HashMap<>();
            for (PodUsage one : all) {
                if (one.memoryBytes() > least) {
                    byPod.computeIfAbsent(one.namespace(), none -> new HashMap<>())
                            .put(one.name(), one);
                }
            }
            return byPod;
        });
    }
}
