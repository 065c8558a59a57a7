package io.prodhealth.config;

import java.util.Objects;

/**
 * A number something is judged against, with its unit and the reason it is that number, so that a finding can say all
 * three.
 *
 * @param value the limit, in {@code unit}
 * @param unit for people and metric names: {@code ratio}, {@code seconds}, {@code bytes}
 * @param reason why this number: its source for a default, the operator's own words where they gave some
 */
public record Threshold(double value, String unit, String reason) {
    public Threshold {
        Objects.requireNonNull(unit);
        Objects.requireNonNull(reason);
    }
}
