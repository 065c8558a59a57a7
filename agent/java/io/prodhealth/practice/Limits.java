package io.prodhealth.practice;

import java.time.Duration;
import java.util.Map;

/** What every {@link Limit} is set to. */
public record Limits(Map<String, Object> values) {

    /** A number. */
    public double number(Limit limit) {
        return (Double) value(limit);
    }

    /** A whole number. */
    public int whole(Limit limit) {
        return (int) Math.round(number(limit));
    }

    /** A time. */
    public Duration duration(Limit limit) {
        return (Duration) value(limit);
    }

    /** Whether a policy is asked for. */
    public boolean on(Limit limit) {
        return (Boolean) value(limit);
    }

    private Object value(Limit limit) {
        Object value = values.get(limit.name());
        if (value == null) {
            throw new IllegalArgumentException("no practice declares the limit " + limit.name());
        }
        return value;
    }
}
