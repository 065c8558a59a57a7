package io.prodhealth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of PromQL that is asked of async APIs: selectors with matchers, increase, rate, sums and counts over time, sum and max
 * by labels, labels that are replaced, and quotients.
 */
final class PromQuery {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*|\"(?:[^\"\\\\]|\\\\.)*\"|=~|!~|!=|\\[\\w+\\]|[(){},=/])");
    /** A series that was not in the last scrape is gone; two scrapes may lie this far apart. */
    private static final Duration FRESH = Figures.SCRAPE.multipliedBy(2);

    private final Figures figures;
    private final Instant now;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    /** One element of the answer, an instant vector. */
    record Value(Map<String, String> labels, double value) {}

    /** A query that needs more than this knows. */
    static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1;

        UnknownException(String what) {
            super(what);
        }
    }

    private PromQuery(Figures figures, Instant now, String query) throws UnknownException {
        this.figures = figures;
        this.now = now;
        Matcher matcher = TOKEN.matcher(query);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            end = matcher.end();
            matcher.region(end, query.length());
        }
        if (!query.substring(end).isBlank()) {
            throw new UnknownException(query);
        }
    }

    static List<Value> answer(Figures figures, Instant now, String query) throws UnknownException {
        PromQuery read = new PromQuery(figures, now, query);
        List<Value> values = read.quotient();
        if (read.next < read.tokens.size()) {
            throw new UnknownException(query);
        }
        return values;
    }

    private List<Value> quotient() throws UnknownException {
        List<Value> left = operand();
        while (take("/")) {
            if (take("on")) {
                // Both sides have these labels and no others: all that is asked here divides sums by the same labels.
                bracketed();
            }
            Map<Map<String, String>, Double> divisors =
                    operand().stream().collect(Collectors.toMap(v -> unnamed(v.labels()), Value::value, (a, b) -> b));
            left = left.stream()
                    .filter(v -> divisors.containsKey(unnamed(v.labels())))
                    .map(v -> new Value(
                            unnamed(v.labels()), v.value() / divisors.getOrDefault(unnamed(v.labels()), Double.NaN)))
                    .toList();
        }
        return left;
    }

    private List<Value> operand() throws UnknownException {
        if (take("(")) {
            List<Value> inner = quotient();
            expect(")");
            return inner;
        }
        if (tokens.size() > next && tokens.get(next).equals("{")) {
            return latest("");
        }
        String name = word();
        return switch (name) {
            case "sum" -> aggregated(Double::sum);
            case "max" -> aggregated(Math::max);
            case "increase", "rate" -> grown(name.equals("rate"));
            case "sum_over_time" ->
                over(samples ->
                        samples.stream().mapToDouble(Figures.Sample::value).sum());
            case "count_over_time" -> over(List::size);
            case "label_replace" -> replaced();
            default -> latest(name);
        };
    }

    private List<Value> latest(String name) throws UnknownException {
        return selected(name, FRESH).stream()
                .map(s -> new Value(s.labels(), s.samples().getLast().value()))
                .toList();
    }

    private List<Value> aggregated(DoubleBinaryOperator together) throws UnknownException {
        List<String> by = labels();
        expect("(");
        List<Value> inner = quotient();
        expect(")");
        List<String> kept = by.isEmpty() ? labels() : by;
        Map<Map<String, String>, Double> groups = new HashMap<>();
        for (Value value : inner) {
            Map<String, String> group = new TreeMap<>(value.labels());
            group.keySet().retainAll(kept);
            groups.merge(group, value.value(), together::applyAsDouble);
        }
        return groups.entrySet().stream()
                .map(g -> new Value(g.getKey(), g.getValue()))
                .toList();
    }

    /** A label is set where the whole of another matches; what refers to groups is not known. */
    private List<Value> replaced() throws UnknownException {
        expect("(");
        List<Value> inner = quotient();
        expect(",");
        String label = text();
        expect(",");
        String replacement = text();
        expect(",");
        String source = text();
        expect(",");
        String pattern = text();
        expect(")");
        List<Value> replaced = new ArrayList<>();
        for (Value value : inner) {
            Map<String, String> labels = new TreeMap<>(value.labels());
            if (labels.getOrDefault(source, "").matches(pattern)) {
                labels.put(label, replacement);
            }
            replaced.add(new Value(labels, value.value()));
        }
        return replaced;
    }

    private String text() throws UnknownException {
        String quoted = word();
        return quoted.substring(1, quoted.length() - 1).replace("\\\\", "\\");
    }

    private List<String> labels() throws UnknownException {
        return take("by") ? bracketed() : List.of();
    }

    private List<String> bracketed() throws UnknownException {
        List<String> labels = new ArrayList<>();
        expect("(");
        while (!take(")")) {
            labels.add(word());
            take(",");
        }
        return labels;
    }

    private List<Value> over(ToDoubleFunction<List<Figures.Sample>> of) throws UnknownException {
        return range().series().stream()
                .map(s -> new Value(unnamed(s.labels()), of.applyAsDouble(s.samples())))
                .toList();
    }

    private List<Value> grown(boolean perSecond) throws UnknownException {
        Range range = range();
        Duration window = range.window();
        return range.series().stream()
                .filter(s -> s.samples().size() > 1)
                .map(s -> new Value(
                        unnamed(s.labels()), increase(s, window) / (perSecond ? window.toMillis() / 1000.0 : 1)))
                .toList();
    }

    private record Range(List<Figures.Series> series, Duration window) {}

    private Range range() throws UnknownException {
        expect("(");
        String name = word();
        int begin = next;
        // The window stands behind the matchers.
        while (next < tokens.size() && !tokens.get(next).startsWith("[")) {
            next++;
        }
        Duration window = window(word());
        int end = next;
        next = begin;
        List<Figures.Series> series = selected(name, window);
        next = end;
        expect(")");
        return new Range(series, window);
    }

    /** As Prometheus counts: resets added, then extrapolated to the ends of the window as far as samples lie close. */
    private double increase(Figures.Series series, Duration window) {
        List<Figures.Sample> samples = series.samples();
        Figures.Sample first = samples.getFirst();
        Figures.Sample last = samples.getLast();
        double grown = last.value() - first.value();
        for (int i = 1; i < samples.size(); i++) {
            double before = samples.get(i - 1).value();
            grown += samples.get(i).value() < before ? before : 0;
        }
        double sampled = seconds(first.at(), last.at());
        double distance = sampled / (samples.size() - 1);
        double toStart = seconds(now.minus(window), first.at());
        double toEnd = seconds(last.at(), now);
        if (grown > 0 && first.value() >= 0) {
            toStart = Math.min(toStart, sampled * first.value() / grown);
        }
        double covered = sampled
                + (toStart < distance * 1.1 ? toStart : distance / 2)
                + (toEnd < distance * 1.1 ? toEnd : distance / 2);
        return grown * covered / sampled;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private List<Figures.Series> selected(String name, Duration window) throws UnknownException {
        List<Figures.Series> found = figures.over(window).stream()
                .filter(s -> name.isEmpty()
                        || s.labels().getOrDefault("__name__", "").equals(name))
                .toList();
        if (take("{")) {
            while (!take("}")) {
                String label = word();
                String operator = word();
                String value = text();
                found = found.stream()
                        .filter(s -> matches(s.labels().getOrDefault(label, ""), operator, value))
                        .toList();
                take(",");
            }
        }
        return found;
    }

    private static boolean matches(String label, String operator, String value) {
        return switch (operator) {
            case "=" -> label.equals(value);
            case "!=" -> !label.equals(value);
            case "=~" -> label.matches(value);
            default -> !label.matches(value);
        };
    }

    private static Duration window(String token) throws UnknownException {
        Matcher matcher = Pattern.compile("\\[(\\d+)([smhd])\\]").matcher(token);
        if (!matcher.matches()) {
            throw new UnknownException(token);
        }
        long unit = Arrays.asList(1L, 60L, 3600L, 86_400L).get("smhd".indexOf(matcher.group(2)));
        return Duration.ofSeconds(Long.parseLong(matcher.group(1)) * unit);
    }

    private static Map<String, String> unnamed(Map<String, String> labels) {
        Map<String, String> rest = new TreeMap<>(labels);
        rest.remove("__name__");
        return rest;
    }

    private String word() throws UnknownException {
        if (next >= tokens.size()) {
            throw new UnknownException("more was expected");
        }
        return tokens.get(next++);
    }

    private boolean take(String token) {
        boolean is = next < tokens.size() && tokens.get(next).equals(token);
        next += is ? 1 : 0;
        return is;
    }

    private void expect(String token) throws UnknownException {
        if (!take(token)) {
            throw new UnknownException("expected " + token);
        }
    }
}
