package io.prodhealth.practice;

/**
 * A number that a practice judges by; it is set in the configuration as {@code practices.<name>}.
 *
 * @param name begins with the id of its practice
 * @param kind what kind of number
 * @param defaultText as it would be written in the configuration
 * @param least the least that is allowed, written likewise; empty for a switch
 * @param most the most
 * @param meaning one sentence
 * @param reason why this number, with its source
 */
public record Limit(
        String name, Kind kind, String defaultText, String least, String most, String meaning, String reason) {

    /** Kind of number. */
    public enum Kind {
        NUMBER,
        DURATION,
        SWITCH
    }

    /** A number without a unit, or a ratio. */
    public static Limit number(
            String name, double otherwise, double least, double most, String meaning, String reason) {
        return new Limit(name, Kind.NUMBER, plain(otherwise), plain(least), plain(most), meaning, reason);
    }

    /** A time, written as {@code 10m}. */
    public static Limit duration(
            String name, String otherwise, String least, String most, String meaning, String reason) {
        return new Limit(name, Kind.DURATION, otherwise, least, most, meaning, reason);
    }

    /** A policy: off unless it is asked for. */
    public static Limit policy(String name, String meaning, String reason) {
        return new Limit(name, Kind.SWITCH, "false", "", "", meaning, reason);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
