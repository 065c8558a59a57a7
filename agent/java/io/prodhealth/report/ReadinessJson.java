package io.prodhealth.report;

import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.signal.readiness.Registry;
import io.prodhealth.signal.readiness.RestartReason;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Times;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The part {@code readiness} of the JSON report. */
final class ReadinessJson {

    private static final Comparator<Readiness.Component> BY_NAME =
            Comparator.comparing(Readiness.Component::namespace).thenComparing(Readiness.Component::name);

    private ReadinessJson() {}

    static void write(JsonWriter json, Report report) {
        Readiness readiness = report.evaluation().readiness();
        json.object("readiness");
        state(json, "", readiness.apis());
        json.fraction("availability_objective_ratio", readiness.availabilityObjective());
        if (readiness.apis().known().isPresent()) {
            json.array("apis");
            ApiDetail.all(report.evaluation(), report.at()).forEach(api -> api(json, api));
            json.endArray();
        } else {
            json.nothing("apis");
        }
        state(json, "components_", readiness.components());
        components(json, readiness.components().known().orElse(null));
        json.array("image_pulls");
        for (Registry registry : Registry.values()) {
            Times pulls = readiness.pulls().get(registry);
            if (pulls != null) {
                json.object().text("registry", registry.label());
                times(json, "seconds", pulls);
                json.endObject();
            }
        }
        json.endArray().endObject();
    }

    static void state(JsonWriter json, String prefix, Observed<?> part) {
        switch (part) {
            case Observed.Known<?>(Object value, Instant at) ->
                json.text(prefix + "status", "known").nothing(prefix + "reason").time(prefix + "at", at);
            case Observed.Unknown<?>(Observed.Reason reason, Instant since, String action) ->
                json.text(prefix + "status", "unknown")
                        .text(prefix + "reason", reason.word())
                        .time(prefix + "at", since);
        }
    }

    private static void components(JsonWriter json, @Nullable List<Readiness.Component> components) {
        if (components == null) {
            json.nothing("components");
            return;
        }
        json.array("components");
        components.stream()
                .sorted(BY_NAME)
                .forEach(component -> json.object()
                        .text("namespace", component.namespace())
                        .text("name", component.name())
                        .number("desired", component.desired())
                        .number("ready", component.ready())
                        .endObject());
        json.endArray();
    }

    private static void api(JsonWriter json, ApiDetail detail) {
        Api api = detail.api();
        ApiReadiness readiness = detail.readiness();
        json.object()
                .text("namespace", api.workload().namespace())
                .text("name", api.workload().name())
                .text("kind", api.workload().kind())
                .textOrNull("endpoint", api.endpoint())
                .array("node_groups");
        api.nodeGroups().stream().sorted().forEach(json::value);
        json.endArray()
                .number("desired", api.desired())
                .number("ready", readiness.ready())
                .number("min", api.minReplicas())
                .number("max", api.maxReplicas())
                .number(
                        "recommended",
                        readiness.recommended().isPresent()
                                ? Integer.valueOf(readiness.recommended().getAsInt())
                                : null)
                .truth("rollout_in_progress", api.rolloutInProgress());
        podsByState(json, readiness);
        json.number("max_concurrency", api.maxConcurrency()).number("max_queue_length", api.maxQueueLength());
        if (api.autoscaling() == null) {
            json.nothing("target_in_flight");
        } else {
            json.fraction("target_in_flight", api.autoscaling().targetInFlight());
        }
        history(json, readiness.history());
        json.number("claims", api.claims());
        lastRestart(json, detail.lastRestart());
        notReady(json, detail.notReady());
        json.endObject();
    }

    private static void podsByState(JsonWriter json, ApiReadiness readiness) {
        if (readiness.podsByState().isEmpty()) {
            json.nothing("pods");
            return;
        }
        json.object("pods");
        for (PodState state : PodState.values()) {
            json.number(state.label(), readiness.podsByState().get(state));
        }
        json.endObject();
    }

    private static void history(JsonWriter json, ApiHistory history) {
        times(json, "ready_seconds", history.readySeconds());
        json.number("became_ready", history.becameReady())
                .number("became_not_ready", history.becameNotReady())
                .array("restarts");
        new TreeMap<>(history.restarts()).forEach((container, reasons) -> {
            for (RestartReason reason : RestartReason.values()) {
                Long count = reasons.get(reason);
                if (count != null) {
                    json.object()
                            .text("container", container)
                            .text("reason", reason.label())
                            .number("count", count)
                            .endObject();
                }
            }
        });
        json.endArray().time("since", history.since());
    }

    private static void times(JsonWriter json, String field, Times times) {
        json.object(field)
                .number("count", times.count())
                .fraction("sum", times.sum())
                .fraction("p50", times.quantile(0.5))
                .fraction("p90", times.quantile(0.9))
                .endObject();
    }

    private static void lastRestart(JsonWriter json, @Nullable Restart restart) {
        if (restart == null) {
            json.nothing("last_restart");
            return;
        }
        json.object("last_restart")
                .text("pod", restart.pod())
                .text("container", restart.container())
                .textOrNull("reason", restart.reason())
                .number("exit_code", restart.exitCode())
                .time("at", restart.at())
                .endObject();
    }

    private static void notReady(JsonWriter json, @Nullable List<PodDetail> pods) {
        if (pods == null) {
            json.nothing("not_ready_pods");
            return;
        }
        json.array("not_ready_pods");
        for (PodDetail pod : pods) {
            json.object()
                    .text("name", pod.pod().name())
                    .text("state", pod.state().label())
                    .textOrNull("reason", pod.reason())
                    .textOrNull("container", pod.container())
                    .textOrNull("node", pod.pod().node())
                    .seconds("age_seconds", pod.age())
                    .number("restarts", pod.pod().restarts())
                    .textOrNull("last_reason", pod.lastReason())
                    .number("last_exit_code", pod.lastReason().isEmpty() ? null : Integer.valueOf(pod.lastExitCode()))
                    .textOrNull("message", pod.message())
                    .endObject();
        }
        json.endArray();
    }
}
