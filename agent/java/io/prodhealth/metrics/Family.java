package io.prodhealth.metrics;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A family of series: what is settled about it. Every family the agent exports is declared as one of these, and
 * docs/metrics.md is generated from them.
 *
 * @param name full name as it is scraped, {@code _total} and {@code _info} included
 * @param type kind of metric
 * @param labels names of its labels, in the order in which values are given
 * @param help what, unit, source, and how old the value can be
 * @param stability whether it may still change
 */
public record Family(String name, Type type, List<String> labels, String help, Stability stability) {

    /** Kind of metric. */
    public enum Type {
        GAUGE,
        COUNTER,
        INFO,
        HISTOGRAM,
        SUMMARY;

        /** The word of the text format. */
        public String word() {
            // The text format of Prometheus knows no info: it is a gauge that is 1.
            return this == INFO ? "gauge" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a family may still change. */
    public enum Stability {
        STABLE,
        EXPERIMENTAL
    }

    /** A family that does not change without notice. */
    public static Family stable(Type type, String name, String help, String... labels) {
        return new Family(name, type, List.of(labels), help, Stability.STABLE);
    }

    /** A family that may still change. */
    public static Family experimental(Type type, String name, String help, String... labels) {
        return new Family(name, type, List.of(labels), help, Stability.EXPERIMENTAL);
    }

    /** A family is its name: a scrape looks thousands of them up. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Family family && family.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /**
     * The name by which the Prometheus client tells families apart. That of a counter keeps its suffix, or a gauge of the same
     * words, which is another family, would cost the whole scrape.
     */
    String baseName() {
        return type == Type.INFO ? name.substring(0, name.length() - "_info".length()) : name;
    }

    /** The text behind HELP. */
    String helpText() {
        return "[" + stability + "] " + help;
    }
}
