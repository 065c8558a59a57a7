package io.prodhealth.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a test in which an alert fires one in which the lead goes over to another replica meanwhile: the series of the one
 * end as it fires, and those of the other begin some minutes later.
 *
 * @param gap minutes in which nobody exports anything
 */
record HandoverTests(int gap) {

    /** What the leader alone exports; every replica says who it is, and the gateway is none of them. */
    private static final Pattern LEADERS = Pattern.compile("^prodhealth_(?!leader\\b|build_info\\b).*instance=");

    private static final Pattern INSTANCE = Pattern.compile("instance=\"[^\"]*\"");
    private static final Pattern POD = Pattern.compile("\\bpod=\"[^\"]*\"");
    private static final Pattern MINUTES = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?");
    private static final Pattern PART =
            Pattern.compile("(_|-?[\\d.]+(?:e\\d+)?)(?:([+-])([\\d.]+(?:e\\d+)?))?(?:x(\\d+))?");

    /** So long it must go on, past the longest window and the other's first samples. */
    private static final int LOOKED_AT = 7;

    /** What promtool is to be given; empty for a test in which nothing fires, or not by the minute. */
    Optional<Map<String, Object>> of(String alert, Map<?, ?> test) {
        List<Map<?, ?>> fires = AlertTests.maps(test.get("alert_rule_test")).stream()
                .filter(one -> !AlertTests.maps(one.get("exp_alerts")).isEmpty())
                .toList();
        if (fires.isEmpty() || !"1m".equals(test.get("interval"))) {
            return Optional.empty();
        }
        Map<?, ?> last = fires.getLast();
        int at = minutes(String.valueOf(last.get("eval_time")));
        int alerts = AlertTests.maps(last.get("exp_alerts")).size();
        List<Map<String, Object>> series = new ArrayList<>();
        for (Map<?, ?> one : AlertTests.maps(test.get("input_series"))) {
            String name = String.valueOf(one.get("series"));
            List<String> values = values(String.valueOf(one.get("values")), at + gap + LOOKED_AT + 1);
            if (!LEADERS.matcher(name).find()) {
                series.add(Map.of("series", name, "values", String.join(" ", values)));
                continue;
            }
            series.add(Map.of("series", name, "values", String.join(" ", values.subList(0, at + 1)) + " stale"));
            String other = POD.matcher(INSTANCE.matcher(name).replaceFirst("instance=\"10.9.9.9:9477\""))
                    .replaceFirst("pod=\"prodhealth-other\"");
            series.add(Map.of(
                    "series",
                    other,
                    "values",
                    "_x" + (at + gap + 1) + " " + String.join(" ", values.subList(at + gap + 1, values.size()))));
        }
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("name", "handover: " + test.get("name"));
        made.put("interval", "1m");
        made.put("input_series", series);
        made.put(
                "promql_expr_test",
                IntStream.range(at, at + gap + LOOKED_AT)
                        .mapToObj(minute -> Map.of(
                                "expr",
                                "count(ALERTS{alertname=\"" + alert + "\", alertstate=\"firing\"}) or vector(0)",
                                "eval_time",
                                minute + "m",
                                "exp_samples",
                                List.of(Map.of("labels", "{}", "value", alerts))))
                        .toList());
        return Optional.of(made);
    }

    private static int minutes(String time) {
        Matcher parts = MINUTES.matcher(time);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not by the minute: " + time);
        }
        return number(parts.group(1)) * 60 + number(parts.group(2));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** One by one as promtool reads them, and going on as they end for as many as are wanted. */
    private static List<String> values(String notation, int wanted) {
        List<String> values = new ArrayList<>();
        double step = 0;
        for (String part : notation.strip().split("\\s+", -1)) {
            Matcher parts = PART.matcher(part);
            if (!parts.matches()) {
                values.add(part);
                continue;
            }
            int times = number(parts.group(4));
            if (parts.group(1).equals("_")) {
                IntStream.range(0, Math.max(1, times)).forEach(i -> values.add("_"));
                continue;
            }
            double value = Double.parseDouble(parts.group(1));
            step = parts.group(3) == null ? 0 : Double.parseDouble(parts.group(2) + parts.group(3));
            for (int i = 0; i <= times; i++) {
                values.add(text(value + i * step));
            }
        }
        String last = values.getLast();
        for (int i = 1; values.size() < wanted; i++) {
            values.add(last.matches("stale|_") ? last : text(Double.parseDouble(last) + i * step));
        }
        return values.stream().limit(wanted).collect(Collectors.toList());
    }

    private static String text(double value) {
        return new BigDecimal(Double.toString(value)).toPlainString();
    }
}
