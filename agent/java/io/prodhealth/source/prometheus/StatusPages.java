package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.PrometheusServer.SeriesOf;
import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages of Prometheus' HTTP API on its own state; nothing in the answers is taken on trust. */
final class StatusPages {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_METRICS = 10;
    private static final int MOST_ALERTMANAGERS = 20;
    private static final int LONGEST_TEXT = 200;

    private final BoundedHttp http;

    /** @param http limits the time and the size of each page */
    StatusPages(BoundedHttp http) {
        this.http = http;
    }

    /**
     * Series in the head.
     *
     * @param headSeries in all; empty before 2.14
     * @param largest metrics with most of them
     */
    record Tsdb(OptionalDouble headSeries, List<SeriesOf> largest) {}

    Tsdb tsdb(String url) throws SourceException, InterruptedException {
        return tsdb(http.get(url + "/api/v1/status/tsdb").getBytes());
    }

    static Tsdb tsdb(byte[] page) throws SourceException {
        JsonNode data = data(page);
        List<SeriesOf> largest = new ArrayList<>();
        for (JsonNode metric : data.path("seriesCountByMetricName")) {
            String name = text(metric.path("name"));
            if (!name.isEmpty() && largest.size() < MOST_METRICS) {
                largest.add(new SeriesOf(name, Math.max(0, metric.path("value").asLong(0))));
            }
        }
        JsonNode series = data.path("headStats").path("numSeries");
        double count = series.isNumber() ? series.doubleValue() : -1;
        return new Tsdb(count >= 0 ? OptionalDouble.of(count) : OptionalDouble.empty(), List.copyOf(largest));
    }

    /** Flags of the storage, by name. */
    Map<String, String> flags(String url) throws SourceException, InterruptedException {
        return flags(http.get(url + "/api/v1/status/flags").getBytes());
    }

    static Map<String, String> flags(byte[] page) throws SourceException {
        Map<String, String> flags = new TreeMap<>();
        data(page).properties().forEach(flag -> {
            if (flag.getKey().startsWith("storage.tsdb.retention")) {
                flags.put(text(flag.getKey()), text(flag.getValue()));
            }
        });
        return Map.copyOf(flags);
    }

    /** {@code storageRetention} of the runtime information; empty when it does not say. */
    String retention(String url) throws SourceException, InterruptedException {
        return retention(http.get(url + "/api/v1/status/runtimeinfo").getBytes());
    }

    static String retention(byte[] page) throws SourceException {
        return text(data(page).path("storageRetention"));
    }

    /** URLs of the Alertmanagers that are in use, without the path of the alerts. */
    List<String> alertmanagers(String url) throws SourceException, InterruptedException {
        return alertmanagers(http.get(url + "/api/v1/alertmanagers").getBytes());
    }

    static List<String> alertmanagers(byte[] page) throws SourceException {
        JsonNode active = data(page).path("activeAlertmanagers");
        if (!active.isArray()) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "not a list of Alertmanagers");
        }
        return active.valueStream()
                .map(one -> base(one.path("url").asString("")))
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted()
                .limit(MOST_ALERTMANAGERS)
                .toList();
    }

    /** Without {@code /api/v2/alerts}; empty for what is no URL of a server. */
    private static String base(String alerts) {
        return WebAddress.of(alerts)
                .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority()
                        + Objects.requireNonNullElse(uri.getPath(), "").replaceFirst("/+(api/v[12]/alerts/*)?$", ""))
                .orElse("");
    }

    private static JsonNode data(byte[] page) throws SourceException {
        try {
            JsonNode answer = JSON.readTree(page);
            JsonNode data = answer.path("data");
            if (!answer.path("status").asString("").equals("success") || !data.isObject()) {
                throw new SourceException(FailureReason.INVALID_RESPONSE, "not a status page of Prometheus");
            }
            return data;
        } catch (JacksonException e) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "not JSON: " + e.getOriginalMessage());
        }
    }

    private static String text(JsonNode node) {
        return text(node.isString() ? node.asString("") : "");
    }

    private static String text(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
