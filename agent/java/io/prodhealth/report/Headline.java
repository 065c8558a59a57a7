package io.prodhealth.report;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.Condition;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.KindStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of the cluster in a sentence.
 *
 * @param look {@code ok}, {@code warn}, {@code bad} or {@code unknown}
 * @param sentence without a full stop, also the title of the page
 * @param details more sentences, the most urgent first
 */
record Headline(String look, String sentence, List<String> details) {

    private static final int NAMED = 3;
    private static final int NAMED_KINDS = 5;

    static Headline of(Report report, List<ApiDetail> apis) {
        return switch (report.evaluation().readiness().apis()) {
            case Observed.Known<List<ApiReadiness>>(List<ApiReadiness> value, Instant at) ->
                known(apis)
                        .with(
                                FamilyTable.stuck(report.evaluation()
                                        .provisioning()
                                        .families()
                                        .orElse(List.of())),
                                "family of nodes gets neither spot nor on-demand",
                                "families of nodes get neither spot nor on-demand")
                        .with(
                                QueueTable.stuck(report.evaluation().queues().queues()),
                                "queue is stuck",
                                "queues are stuck");
            case Observed.Unknown<List<ApiReadiness>>(Observed.Reason reason, Instant since, String action) ->
                unknown(report, reason);
        };
    }

    private static Headline known(List<ApiDetail> apis) {
        List<ApiDetail> counted = apis.stream()
                .filter(api -> api.condition() != Condition.NO_REPLICAS)
                .toList();
        List<ApiDetail> lacking = counted.stream()
                .filter(api -> api.condition().compareTo(Condition.TROUBLED) < 0)
                .toList();
        long unknown = counted.stream()
                .filter(api -> api.condition() == Condition.UNKNOWN)
                .count();
        boolean down = lacking.stream().anyMatch(api -> api.condition() == Condition.DOWN);
        boolean trouble = counted.stream().anyMatch(api -> api.condition() == Condition.TROUBLED);
        long whole = counted.size() - lacking.size() - unknown;
        String look = down ? "bad" : !lacking.isEmpty() || trouble ? "warn" : unknown > 0 ? "unknown" : "ok";
        return new Headline(
                look,
                sentence(counted.size(), whole, unknown),
                details(lacking, unknown, apis.size() - counted.size()));
    }

    /** What is stuck is as urgent as an API that is down: its users wait, and nothing else shows it. */
    private Headline with(long stuck, String one, String many) {
        if (stuck == 0) {
            return this;
        }
        List<String> all = new ArrayList<>(details);
        all.addFirst(Words.count(stuck, one, many));
        return new Headline("bad", sentence, all);
    }

    private static String sentence(int all, long whole, long unknown) {
        if (all == 0) {
            return "No API is deployed";
        }
        if (unknown == all) {
            return "It is not known whether the APIs have their replicas";
        }
        if (all == 1 && whole == 0) {
            return "The one API lacks replicas";
        }
        if (whole == all) {
            return all == 1 ? "The one API has all its replicas" : "All " + all + " APIs have all their replicas";
        }
        String have = whole == 1 ? " has all its replicas" : " have all their replicas";
        return (whole == 0 ? "None" : Long.toString(whole)) + " of " + Words.count(all, "API", "APIs") + have;
    }

    private static List<String> details(List<ApiDetail> lacking, long unknown, long splitters) {
        List<String> details = new ArrayList<>();
        lacking.stream().sorted(ApiDetail.WORST_API_FIRST).limit(NAMED).forEach(api -> details.add(detail(api)));
        if (lacking.size() > NAMED) {
            details.add(Words.count(lacking.size() - NAMED, "more lacks replicas", "more lack replicas"));
        }
        if (unknown > 0) {
            details.add(Words.count(unknown, "is unknown", "are unknown"));
        }
        if (splitters > 0) {
            // The rest of the page counts them as APIs, and so would who compares the numbers.
            details.add(Words.count(splitters, "more only splits traffic", "more only split traffic"));
        }
        return details;
    }

    private static String detail(ApiDetail api) {
        String name = api.api().workload().name();
        String rollout = api.api().rolloutInProgress() ? ", rolling out" : "";
        return api.condition() == Condition.DOWN
                ? name + " has no ready replica" + rollout
                : name + " has " + api.readiness().ready() + " of " + api.api().desired() + rollout;
    }

    private static Headline unknown(Report report, Observed.Reason reason) {
        return switch (reason) {
            case NOT_SYNCED -> new Headline("unknown", "Reading the cluster for the first time", waits(report));
            case PERMISSION_DENIED ->
                new Headline("bad", "The agent may not read what it needs", List.of("Grant what is listed below"));
            case ABSENT -> new Headline("unknown", "The cluster has no workloads that could be APIs", List.of());
            case STALE ->
                new Headline(
                        "bad",
                        "The cluster cannot be read any more",
                        List.of("What was last known is too old to be shown"));
            case DISABLED -> new Headline("unknown", "Reading APIs is switched off", List.of());
            case INVALID -> new Headline("unknown", "What was read of the APIs is not understood", List.of());
        };
    }

    /** What the first reading waits for, and why where that is known. */
    private static List<String> waits(Report report) {
        Map<String, List<String>> kinds = new TreeMap<>();
        for (KindStatus kind : report.kinds()) {
            if (!kind.settled()) {
                kinds.computeIfAbsent(kind.problem(), problem -> new ArrayList<>())
                        .add(kind.kind());
            }
        }
        List<String> waits = new ArrayList<>();
        kinds.forEach((problem, names) -> waits.add(
                "Waiting for the first complete list of " + some(names) + (problem.isEmpty() ? "" : ": " + problem)));
        return waits.isEmpty() ? List.of("Waiting for the first evaluation") : waits;
    }

    private static String some(List<String> names) {
        int more = names.size() - NAMED_KINDS;
        return more <= 1
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED_KINDS)) + " and " + more + " other kinds";
    }

    /** A mark for the title, where colour cannot be. */
    String mark() {
        return Map.of("ok", "✓", "warn", "!", "bad", "✕").getOrDefault(look, "…");
    }
}
