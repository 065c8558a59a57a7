package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.FiringAlerts.Alert;
import io.prodhealth.snapshot.FiringAlerts.Urgency;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of Prometheus' HTTP API on its alerts; nothing in it is taken on trust. */
final class AlertsPage {

    /** An alert of ours has some two kilobytes: room for those of a storm. */
    static final long LONGEST = 4L << 20;

    /** One alert is read out of the middle of an answer. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Every alert of {@code alerts/rules} has it. */
    private static final String OUR_PRODUCT = "cortex-serving";

    private static final int LONGEST_LABEL = 253;
    private static final int LONGEST_SUMMARY = 300;

    private static final Comparator<Alert> FIRST_TOLD = Comparator.comparing((Alert alert) -> !alert.ours())
            .thenComparing(Alert::urgency)
            .thenComparing(Alert::since, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Alert::name)
            .thenComparing(Alert::namespace)
            .thenComparing(Alert::api)
            .thenComparing(Alert::queue)
            .thenComparing(Alert::family)
            .thenComparing(Alert::practice);

    /** The one that would be left out first is at its head. */
    private final PriorityQueue<Alert> told = new PriorityQueue<>(FIRST_TOLD.reversed());

    private int firing;
    private boolean success;
    private boolean found;

    private AlertsPage() {}

    /** Alerts are read one by one: in a storm all of them at once would be too much for the memory of a small agent. */
    static FiringAlerts read(byte[] page) throws SourceException {
        AlertsPage read = new AlertsPage();
        try (JsonParser json = JSON.createParser(page)) {
            read.answer(json);
        } catch (JacksonException e) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "not JSON: " + e.getOriginalMessage());
        }
        if (!read.success || !read.found) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "not the alerts of a Prometheus");
        }
        return new FiringAlerts(read.told.stream().sorted(FIRST_TOLD).toList(), read.firing);
    }

    private void answer(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            JsonToken value = json.nextToken();
            if (field.equals("status")) {
                success = value == JsonToken.VALUE_STRING && json.getString().equals("success");
            } else if (field.equals("data") && value == JsonToken.START_OBJECT) {
                data(json);
                continue;
            }
            json.skipChildren();
        }
    }

    private void data(JsonParser json) {
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            if (json.nextToken() == JsonToken.START_ARRAY && field.equals("alerts")) {
                found = true;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    take(JSON.readTree(json));
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private void take(JsonNode alert) {
        String notify = text(alert.at("/labels/notify"), LONGEST_LABEL);
        String severity = text(alert.at("/labels/severity"), LONGEST_LABEL);
        boolean heartbeat = notify.equals("none") || severity.equals("none");
        if (!alert.path("state").asString("").equals("firing") || heartbeat) {
            return;
        }
        firing++;
        told.add(alert(alert, notify, severity));
        if (told.size() > FiringAlerts.MOST) {
            told.remove();
        }
    }

    private static Alert alert(JsonNode alert, String notify, String severity) {
        JsonNode labels = alert.path("labels");
        JsonNode annotations = alert.path("annotations");
        String practice = text(labels.path("practice"), LONGEST_LABEL);
        return new Alert(
                text(labels.path("alertname"), LONGEST_LABEL),
                text(labels.path("product"), LONGEST_LABEL).equals(OUR_PRODUCT),
                urgency(notify, severity),
                severity,
                text(annotations.path("summary"), LONGEST_SUMMARY),
                text(labels.path("namespace"), LONGEST_LABEL),
                text(labels.path("api_name"), LONGEST_LABEL),
                text(labels.path("node_family"), LONGEST_LABEL),
                text(labels.path("queue"), LONGEST_LABEL),
                practice.isEmpty() ? text(annotations.path("practice"), LONGEST_LABEL) : practice,
                time(text(alert.path("activeAt"), LONGEST_LABEL)),
                WebAddress.of(annotations.path("runbook_url").asString(""))
                        .map(URI::toString)
                        .orElse(""));
    }

    private static Urgency urgency(String notify, String severity) {
        return switch (notify.isEmpty() ? severity.toLowerCase(Locale.ROOT) : notify) {
            case "page", "critical" -> Urgency.PAGE;
            case "ticket", "warning" -> Urgency.TICKET;
            case "digest", "info" -> Urgency.DIGEST;
            default -> Urgency.OTHER;
        };
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String text(JsonNode node, int longest) {
        String text = node.isString() ? node.asString("") : "";
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
