package io.prodhealth.source.recording;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Answering;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import io.prodhealth.snapshot.PrometheusServer.SeriesOf;
import io.prodhealth.snapshot.PrometheusServer.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * {@code prometheus.jsonl}: what Prometheus said of itself. A reading holds until the next one, and at most five minutes:
 * whoever recorded it read at least that often.
 */
final class RecordedServer {

    /** Beside the flags, which have dots in their names. */
    static final String RETENTION = "retention";

    private static final Duration HOLDS = Duration.ofMinutes(5);
    private static final int MOST_NAMES = 20;
    private static final int LONGEST = 1000;

    private Observed<PrometheusServer> last = Observed.notSynced(Instant.EPOCH);

    /** Takes a reading in; false when the record is none. */
    boolean take(JsonNode record, Instant at) {
        String status = record.path("status").asString("");
        if (status.equals("unknown")) {
            last = new Observed.Unknown<>(reason(record), at);
            return true;
        }
        Optional<Answering> answering = ServerLines.of(List.of(Answering.values()), status);
        answering.ifPresent(known -> last = new Observed.Known<>(server(record, known, at), at));
        return answering.isPresent();
    }

    /** The reading as of {@code now}. */
    Observed<PrometheusServer> observed(Instant now) {
        return switch (last) {
            case Observed.Known<PrometheusServer>(PrometheusServer server, Instant at)
            when at.plus(HOLDS).isBefore(now) -> new Observed.Unknown<>(Observed.Reason.STALE, at);
            default -> last;
        };
    }

    private static PrometheusServer server(JsonNode record, Answering answering, Instant at) {
        return new PrometheusServer(
                text(record.path("url")),
                answering,
                text(record.path("message")),
                part(record, "figures", at, RecordedServer::figures),
                part(record, "pages", at, one -> pages(one.path("pages"))),
                part(
                        record,
                        "alertmanagers",
                        at,
                        one -> one.path("alertmanagers")
                                .valueStream()
                                .limit(MOST_NAMES)
                                .map(RecordedServer::text)
                                .toList()),
                part(
                        record,
                        "query",
                        at,
                        one -> Duration.ofNanos(
                                Math.round(Math.max(0, one.path("querySeconds").asDouble(0)) * 1e9))));
    }

    private static <T> Observed<T> part(JsonNode record, String name, Instant at, Function<JsonNode, T> read) {
        JsonNode unknown = record.path("unknown").path(name);
        return unknown.isMissingNode()
                ? new Observed.Known<>(read.apply(record), at)
                : new Observed.Unknown<>(reason(unknown), at);
    }

    private static Observed.Reason reason(JsonNode unknown) {
        return ServerLines.of(
                        List.of(Observed.Reason.values()),
                        unknown.path("reason").asString(""))
                .orElse(Observed.Reason.INVALID);
    }

    private static Figures figures(JsonNode record) {
        Map<Figure, Double> values = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            double value = record.path("figures").path(figure.family()).asDouble(Double.NaN);
            if (Double.isFinite(value)) {
                values.put(figure, value);
            }
        }
        return new Figures(Map.copyOf(values), text(record.path("prometheusVersion")));
    }

    private static Status pages(JsonNode pages) {
        double series = pages.path("headSeries").asDouble(-1);
        Map<String, String> flags = new TreeMap<>();
        pages.path("limits").properties().stream()
                .filter(flag -> !flag.getKey().equals(RETENTION))
                .limit(MOST_NAMES)
                .forEach(flag -> flags.put(flag.getKey(), text(flag.getValue())));
        List<SeriesOf> largest = new ArrayList<>();
        pages.path("largest")
                .valueStream()
                .limit(MOST_NAMES)
                .forEach(one -> largest.add(new SeriesOf(
                        text(one.path("name")), Math.max(0, one.path("series").asLong(0)))));
        return new Status(
                series >= 0 ? OptionalDouble.of(series) : OptionalDouble.empty(),
                Map.copyOf(flags),
                text(pages.path("limits").path(RETENTION)),
                List.copyOf(largest));
    }

    private static String text(JsonNode node) {
        String text = node.isString() ? node.asString("") : "";
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
