package io.prodhealth.dashboards;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Numbers as Grafana writes them, more or less. */
final class PreviewNumbers {

    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private PreviewNumbers() {}

    /**
     * What a value is shown as.
     *
     * @param colour empty where none is meant
     */
    record Shown(String text, String colour) {}

    /** By its field's unit, words and colours. */
    static Shown of(double value, JsonNode field) {
        for (JsonNode mapping : field.path("mappings")) {
            JsonNode options = mapping.path("options");
            JsonNode result = mapping.path("type").asString("").equals("range")
                    ? (value >= options.path("from").asDouble(0) ? options.path("result") : options.path("none"))
                    : options.path(Long.toString(Math.round(value)));
            if (!result.isMissingNode()) {
                return new Shown(
                        result.path("text").asString(""), result.path("color").asString(""));
            }
        }
        boolean whole = field.has("decimals") && field.path("unit").asString("").equals("percentunit");
        return new Shown(
                whole
                        ? String.format(Locale.ROOT, "%.0f%%", value * 100)
                        : number(value, field.path("unit").asString("")),
                colour(value, field).orElse(""));
    }

    private static Optional<String> colour(double value, JsonNode field) {
        String colour = null;
        for (JsonNode step : field.at("/thresholds/steps")) {
            if (step.path("value").isNull() || value >= step.path("value").asDouble(0)) {
                colour = step.path("color").asString("");
            }
        }
        return Optional.ofNullable(colour);
    }

    static String number(double value, String unit) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return switch (unit) {
            case "percentunit" -> plain(value * 100) + "%";
            case "s", "dtdurations" -> duration(value);
            case "bytes" -> bytes(value);
            case "reqps" -> plain(value) + " req/s";
            case "cps" -> plain(value) + " /s";
            case "currencyUSD" -> "$" + String.format(Locale.ROOT, "%.4f", value);
            case "dateTimeFromNow" -> {
                double seconds = value / 1000 - Instant.now().getEpochSecond();
                yield seconds < 0 ? duration(-seconds) + " ago" : "in " + duration(seconds);
            }
            default -> plain(value);
        };
    }

    private static String duration(double seconds) {
        if (seconds < 60) {
            return plain(seconds) + " s";
        }
        if (seconds < 3600) {
            return plain(seconds / 60) + " min";
        }
        return seconds < 86400 ? plain(seconds / 3600) + " h" : plain(seconds / 86400) + " d";
    }

    private static String bytes(double value) {
        int power = 0;
        double left = value;
        while (left >= 1024 && power < BYTES.length - 1) {
            left /= 1024;
            power++;
        }
        return plain(left) + " " + BYTES[power];
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, Math.abs(value) < 0.1 ? "%.4f" : "%.2f", value);
    }

    /** Text that cannot be taken for HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
