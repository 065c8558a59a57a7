package io.prodhealth.source.recording;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Prometheus has said of itself, as records of {@code prometheus.jsonl}: each reading that is another one. Fields are
 * named so that names in them are hashed, and its version, its figures and its limits are not.
 */
final class ServerLines {

    private static final JsonMapper JSON = new JsonMapper();

    private @Nullable PrometheusServer before;
    private Observed.@Nullable Reason unknown;

    /** The reading, if it is new, without its time. */
    Optional<ObjectNode> of(Observed<PrometheusServer> observed) {
        return switch (observed) {
            case Observed.Known<PrometheusServer>(PrometheusServer server, Instant at) -> {
                boolean same = server.equals(before);
                before = server;
                unknown = null;
                yield same ? Optional.empty() : Optional.of(line(server));
            }
            case Observed.Unknown<PrometheusServer>(Observed.Reason reason, Instant since, String action) -> {
                boolean same = reason == unknown || reason == Observed.Reason.NOT_SYNCED;
                unknown = reason;
                before = null;
                yield same
                        ? Optional.empty()
                        : Optional.of(
                                JSON.createObjectNode().put("status", "unknown").put("reason", word(reason)));
            }
        };
    }

    private static ObjectNode line(PrometheusServer server) {
        ObjectNode line = JSON.createObjectNode();
        line.put("status", word(server.answering()));
        line.put("url", server.url());
        if (!server.problem().isEmpty()) {
            line.put("message", server.problem());
        }
        part(line, "figures", server.figures(), figures -> {
            line.put("prometheusVersion", figures.version());
            ObjectNode values = line.putObject("figures");
            new TreeMap<>(figures.values()).forEach((figure, value) -> values.put(figure.family(), value));
        });
        part(line, "pages", server.status(), status -> {
            ObjectNode pages = line.putObject("pages");
            status.headSeries().ifPresent(series -> pages.put("headSeries", series));
            ObjectNode limits = pages.putObject("limits");
            new TreeMap<>(status.flags()).forEach(limits::put);
            limits.put(RecordedServer.RETENTION, status.retention());
            var largest = pages.putArray("largest");
            status.largest()
                    .forEach(
                            one -> largest.addObject().put("name", one.metric()).put("series", one.series()));
        });
        part(line, "alertmanagers", server.alertmanagers(), known -> {
            var urls = line.putArray("alertmanagers");
            known.forEach(urls::add);
        });
        part(line, "query", server.query(), (Duration took) -> line.put("querySeconds", took.toNanos() / 1e9));
        return line;
    }

    private static <T> void part(ObjectNode line, String name, Observed<T> part, Consumer<T> write) {
        switch (part) {
            case Observed.Known<T>(T value, Instant at) -> write.accept(value);
            case Observed.Unknown<T>(Observed.Reason reason, Instant since, String action) -> {
                ObjectNode reasons =
                        line.get("unknown") instanceof ObjectNode there ? there : line.putObject("unknown");
                // A reason is a field that stays readable.
                reasons.putObject(name).put("reason", word(reason));
            }
        }
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The constant of that word. */
    static <E extends Enum<E>> Optional<E> of(List<E> constants, String word) {
        return constants.stream().filter(one -> word(one).equals(word)).findFirst();
    }
}
