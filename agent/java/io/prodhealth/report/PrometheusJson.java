package io.prodhealth.report;

import io.prodhealth.signal.prometheus.Configured;
import io.prodhealth.signal.prometheus.Dimension;
import io.prodhealth.signal.prometheus.FrozenReason;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.snapshot.Observed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The part {@code prometheus} of the JSON report. */
final class PrometheusJson {

    private PrometheusJson() {}

    static void write(JsonWriter json, PrometheusLoad load) {
        json.object("prometheus")
                .text("standing", load.standing().state().word())
                .time("since", load.standing().since())
                .textOrNull("why", load.standing().why())
                .textOrNull("url", load.url())
                .textOrNull("version", load.version());
        number(json, "nodes", load.nodes());
        number(json, "pods", load.pods());
        number(json, "configured_nodes", load.configured().map(Configured::nodes));
        number(json, "configured_pods", load.configured().map(Configured::pods));
        figures(json, load.figures());
        json.textOrNull("instance_type", load.instanceType());
        number(json, "node_allocatable_memory_bytes", load.allocatableBytes());
        number(json, "pods_on_node", load.podsOnNode());
        number(json, "pod_slots", load.podSlots());
        json.truth("out_of_memory", load.outOfMemory());
        number(json, "load_balancer_ratio", load.loadBalancer());
        json.number("restarts", load.counters().restarts())
                .fraction("rule_evaluations_missed", load.counters().missed())
                .array("capacity");
        for (Dimension dimension : Dimension.values()) {
            capacity(json, dimension, load);
        }
        json.endArray().array("frozen");
        for (FrozenReason reason : FrozenReason.values()) {
            frozen(json, reason, load);
        }
        json.endArray();
        json.textOrNull(
                        "recommended_instance",
                        load.advice().known().map(one -> one.recommended()).orElse(""))
                .textOrNull(
                        "recommendation_reason",
                        load.advice().known().map(one -> one.reason()).orElse(""))
                .array("alertmanagers");
        load.lastAlertmanagers().forEach(json::value);
        json.endArray().array("largest");
        load.figures()
                .largest()
                .orElse(List.of())
                .forEach(one -> json.object()
                        .text("metric", one.metric())
                        .number("series", one.series())
                        .endObject());
        json.endArray().endObject();
    }

    private static void figures(JsonWriter json, PrometheusLoad.Figures figures) {
        number(json, "head_series", figures.headSeries());
        number(json, "resident_memory_bytes", figures.residentBytes());
        number(json, "working_set_bytes", figures.workingSetBytes());
        number(json, "bytes_per_series", figures.bytesPerSeries());
        number(json, "samples_per_second", figures.samplesPerSecond());
        number(json, "storage_bytes", figures.storageBytes());
        number(json, "storage_limit_bytes", figures.storageLimitBytes());
        number(json, "query_seconds", figures.query().map(time -> time.toMillis() / 1000.0));
    }

    private static void capacity(JsonWriter json, Dimension dimension, PrometheusLoad load) {
        Observed<Double> ratio = load.ratios().getOrDefault(dimension, Observed.notSynced(load.at()));
        Optional<Double> left =
                Optional.ofNullable(load.exhaustion().get(dimension)).flatMap(Observed::known);
        json.object().text("dimension", dimension.word());
        number(json, "ratio", ratio);
        json.textOrNull(
                "unknown_reason",
                ratio instanceof Observed.Unknown<Double>(Observed.Reason reason, Instant since, String action)
                        ? reason.word()
                        : "");
        json.fraction("exhaustion_seconds", left.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
        if (left.isPresent()) {
            json.truth("grows", Double.isFinite(left.get()));
        } else {
            json.nothing("grows");
        }
        json.endObject();
    }

    private static void frozen(JsonWriter json, FrozenReason reason, PrometheusLoad load) {
        Optional<PrometheusLoad.Frozen> said =
                Optional.ofNullable(load.frozen().get(reason)).flatMap(Observed::known);
        json.object().text("reason", reason.word());
        if (said.isPresent()) {
            json.truth("frozen", said.get().frozen());
        } else {
            json.nothing("frozen");
        }
        json.time("since", said.flatMap(PrometheusLoad.Frozen::since).orElse(null))
                .array("apis");
        said.map(PrometheusLoad.Frozen::apis).orElse(List.of()).forEach(json::value);
        json.endArray().endObject();
    }

    private static void number(JsonWriter json, String field, Observed<? extends Number> value) {
        Optional<? extends Number> known = value.known();
        json.fraction(field, known.isPresent() ? OptionalDouble.of(known.get().doubleValue()) : OptionalDouble.empty());
    }
}
