package io.prodhealth.config;

import io.prodhealth.logging.HostileText;
import io.prodhealth.snapshot.LabelSelector;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a value is written, what is allowed, and how it is read.
 *
 * @param placeholder for the help: {@code <duration>}
 * @param allowed for errors and docs: {@code 10s to 10m}
 * @param words the values one may write, for the nearest one; empty where there are too many to list
 */
record ValueType<T>(
        String placeholder,
        String allowed,
        List<String> words,
        Function<String, T> reader,
        Function<T, String> printer) {

    /** Characters of a text; within what a log line and an error show. */
    private static final int LONGEST = 500;

    static final String NO_REASON = "set by the operator without a reason";

    /** @throws IllegalArgumentException with what is wrong, to be put after the value */
    T parse(String text) {
        return reader.apply(text);
    }

    String print(T value) {
        return printer.apply(value);
    }

    boolean takesReason() {
        return placeholder.equals("<threshold>");
    }

    /** Thresholds carry the reason; for every other type it is documentation only. */
    @SuppressWarnings("unchecked") // a Threshold is read by the threshold type alone, so T is Threshold
    T withReason(T value, String reason) {
        return value instanceof Threshold threshold
                ? (T) new Threshold(threshold.value(), threshold.unit(), reason)
                : value;
    }

    static ValueType<Boolean> bool() {
        return new ValueType<>(
                "<true|false>",
                "true or false",
                List.of("true", "false"),
                text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("is neither true nor false");
                },
                String::valueOf);
    }

    static <E extends Enum<E>> ValueType<E> oneOf(List<E> values) {
        List<String> words =
                values.stream().map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
        return new ValueType<>(
                "<" + String.join("|", words) + ">",
                String.join(", ", words),
                words,
                text -> {
                    int at = words.indexOf(text);
                    if (at < 0) {
                        throw new IllegalArgumentException("is not one of them");
                    }
                    return values.get(at);
                },
                value -> value.name().toLowerCase(Locale.ROOT));
    }

    static ValueType<Integer> integer(int min, int max) {
        return new ValueType<>(
                "<number>",
                min + " to " + max,
                List.of(),
                text -> {
                    if (!text.matches("-?[0-9]{1,18}")) {
                        throw new IllegalArgumentException("is not a whole number");
                    }
                    return within(Long.parseLong(text), (long) min, (long) max).intValue();
                },
                String::valueOf);
    }

    /** A number that may have decimals. */
    static ValueType<Double> decimal(double min, double max) {
        return new ValueType<>(
                "<number>",
                plain(min) + " to " + plain(max),
                List.of(),
                text -> {
                    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
                        throw new IllegalArgumentException("is not a number");
                    }
                    return within(Double.valueOf(text), min, max);
                },
                ValueType::plain);
    }

    /** Without exponent, as {@link #decimal} reads it. */
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** The same text, kept as something else; whatever is allowed here must be one. */
    <U> ValueType<U> mapped(Function<T, U> to, Function<U, T> from) {
        return new ValueType<>(
                placeholder, allowed, words, text -> to.apply(parse(text)), value -> print(from.apply(value)));
    }

    static ValueType<Duration> duration(String min, String max) {
        Duration least = Quantities.duration(min);
        Duration most = Quantities.duration(max);
        return new ValueType<>(
                "<duration>",
                min + " to " + max + ", written like 100ms, 15s or 1m30s",
                List.of(),
                text -> within(Quantities.duration(text), least, most),
                Quantities::print);
    }

    static ValueType<Long> size(String min, String max) {
        long least = Quantities.bytes(min);
        long most = Quantities.bytes(max);
        return new ValueType<>(
                "<size>",
                min + " to " + max + ", in B, KiB, MiB or GiB",
                List.of(),
                text -> within(Quantities.bytes(text), least, most),
                Quantities::print);
    }

    /** A share between 0 and 1, both excluded. */
    static ValueType<Threshold> ratio() {
        return new ValueType<>(
                "<threshold>",
                "more than 0 and less than 1, bare or as {value: ..., reason: ...}",
                List.of(),
                text -> {
                    if (!text.matches("[0-9]{0,3}(\\.[0-9]{1,9})?") || text.isEmpty()) {
                        throw new IllegalArgumentException("is not a ratio");
                    }
                    double value = Double.parseDouble(text);
                    if (value <= 0 || value >= 1) {
                        throw new IllegalArgumentException("is out of range");
                    }
                    return new Threshold(value, "ratio", NO_REASON);
                },
                threshold ->
                        "{value: " + threshold.value() + ", reason: " + HostileText.quoted(threshold.reason()) + "}");
    }

    static ValueType<ListenAddress> listenAddress() {
        return new ValueType<>(
                "<address>",
                "host:port, :port or [IPv6]:port",
                List.of(),
                ListenAddress::parse,
                address -> HostileText.quoted(address.toString()));
    }

    /** Free text within a pattern; {@code wrong} follows the value in the error. */
    static ValueType<String> text(String placeholder, String allowed, Pattern pattern, String wrong) {
        return checked(placeholder, allowed, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(wrong);
            }
        });
    }

    /** Empty for none. Checked at start, because the reports would only show that nothing matches. */
    static ValueType<String> labelSelector() {
        return checked(
                "<selector>", "a Kubernetes label selector such as team=ml,tier in (web, api), or empty", text -> {
                    if (text.length() > LONGEST) {
                        throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
                    }
                    if (!text.isEmpty()) {
                        try {
                            LabelSelector.parse(text);
                        } catch (IllegalArgumentException e) {
                            throw new IllegalArgumentException("is not a label selector", e);
                        }
                    }
                });
    }

    static ValueType<String> httpUrl() {
        return checked(
                "<url>",
                "http://host:port or https://host:port, or empty",
                text -> HttpUrl.wrong(text).ifPresent(wrong -> {
                    throw new IllegalArgumentException(wrong);
                }));
    }

    private static ValueType<String> checked(String placeholder, String allowed, Consumer<String> check) {
        return new ValueType<>(
                placeholder,
                allowed,
                List.of(),
                text -> {
                    check.accept(text);
                    return text;
                },
                HostileText::quoted);
    }

    private static <N extends Comparable<N>> N within(N value, N min, N max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("is out of range");
        }
        return value;
    }
}
