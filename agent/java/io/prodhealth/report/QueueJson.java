package io.prodhealth.report;

import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.QueueHealth;
import io.prodhealth.signal.queues.RequestFigures;
import io.prodhealth.signal.queues.Verdict;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The parts {@code sqs}, {@code queues} and {@code requests} of the JSON report. */
final class QueueJson {

    private static final Comparator<RequestFigures> BY_API = Comparator.comparing(
                    (RequestFigures figures) -> figures.api().namespace())
            .thenComparing(figures -> figures.api().name());

    private QueueJson() {}

    static void write(JsonWriter json, QueueHealth health) {
        sqs(json, health);
        json.array("queues");
        health.queues().stream()
                .sorted(Comparator.comparing(QueueFigures::name))
                .forEach(queue -> queue(json, queue));
        json.endArray().array("requests");
        health.requests().stream().sorted(BY_API).forEach(api -> requests(json, api));
        json.endArray();
    }

    private static void sqs(JsonWriter json, QueueHealth health) {
        json.object("sqs");
        ReadinessJson.state(json, "", health.found());
        boolean known = health.found() instanceof Observed.Known<Integer>;
        json.number("queues_discovered", health.found().known().orElse(null))
                .number("queues_collected", known ? Integer.valueOf(health.collected()) : null)
                .seconds("age_objective_seconds", health.ageObjective());
        if (known) {
            json.array("apis_without_queue");
            health.missing().entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(api -> api.getKey().namespace() + "/" + api.getKey().name())
                    .sorted()
                    .forEach(json::value);
            json.endArray();
        } else {
            json.nothing("apis_without_queue");
        }
        json.endObject();
    }

    private static void queue(JsonWriter json, QueueFigures queue) {
        Queue read = queue.read();
        json.object().text("name", queue.name()).text("role", queue.role().label());
        api(json, queue.api());
        depth(json, read);
        json.textOrNull(
                        "unread_reason",
                        queue.unread() == null ? "" : queue.unread().word())
                .fraction("oldest_message_age_seconds", queue.oldestAge())
                .fraction("completions_per_second", queue.throughput())
                .fraction("drain_seconds", queue.drain());
        truthOrNothing(json, "drains", queue.drain());
        json.textOrNull("dead_letter_queue", queue.deadLetterQueue())
                .number("dead_letter_messages", queue.deadLetters())
                .fraction("dead_letter_arrivals", queue.deadLetterArrivals())
                .fraction("sent", queue.sent())
                .fraction("deleted", queue.deleted())
                .time("since", queue.since());
        verdict(json, queue.stuck());
        json.endObject();
    }

    private static void api(JsonWriter json, Workload api) {
        json.textOrNull("namespace", api.namespace())
                .textOrNull("api_name", api.name())
                .textOrNull("api_kind", api.kind());
    }

    private static void depth(JsonWriter json, @Nullable Queue read) {
        if (read == null) {
            json.nothing("fifo")
                    .nothing("visible")
                    .nothing("in_flight")
                    .nothing("delayed")
                    .nothing("read_at");
            return;
        }
        json.truth("fifo", read.fifo())
                .number("visible", read.visible())
                .number("in_flight", read.inFlight())
                .number("delayed", read.delayed())
                .time("read_at", read.at());
    }

    /** JSON has no word for a time that never ends. */
    private static void truthOrNothing(JsonWriter json, String field, OptionalDouble time) {
        if (time.isPresent()) {
            json.truth(field, Double.isFinite(time.getAsDouble()));
        } else {
            json.nothing(field);
        }
    }

    private static void verdict(JsonWriter json, @Nullable Verdict stuck) {
        if (stuck == null) {
            json.nothing("stuck");
            return;
        }
        Duration allowed = stuck.allowed();
        json.object("stuck")
                .text("cause", stuck.cause().label())
                .time("since", stuck.since())
                .text("judged", stuck.judged().word())
                .time("last_completion", stuck.lastCompletion());
        if (allowed == null) {
            json.nothing("allowed_seconds");
        } else {
            json.seconds("allowed_seconds", allowed);
        }
        json.endObject();
    }

    private static void requests(JsonWriter json, RequestFigures figures) {
        json.object()
                .text("namespace", figures.api().namespace())
                .text("api_name", figures.api().name())
                .fraction("in_flight", figures.inFlight())
                .fraction("queued", figures.queued())
                .fraction("wait_seconds", figures.waitSeconds());
        truthOrNothing(json, "ends", figures.waitSeconds());
        json.fraction("free_slots", figures.freeSlots())
                .text("measured_by", figures.ofProxies() ? "proxies" : "prometheus")
                .number("measured_pods", figures.measured())
                .number("pods", figures.pods())
                .endObject();
    }
}
