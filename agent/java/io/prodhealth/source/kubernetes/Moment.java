package io.prodhealth.source.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Moments as the API server writes them (RFC 3339). What is absent or absurd is 0 or null, never an exception. */
final class Moment {

    /** Length of a moment to the second, without its zone. */
    private static final int SECONDS = 19;

    private Moment() {}

    /** Epoch milliseconds; 0 when there is no such moment. */
    static long millis(String text) {
        // Tens of thousands a second arrive in this form while a large cluster is listed: 2026-01-15T09:00:00Z.
        if (text.length() == SECONDS + 1 && text.charAt(SECONDS) == 'Z') {
            long seconds = seconds(text, 'T');
            if (seconds > 0) {
                return seconds * 1000;
            }
        }
        Instant instant = instant(text);
        return instant == null ? 0 : instant.toEpochMilli();
    }

    static @Nullable Instant instant(String text) {
        if (text.isEmpty()) {
            return null;
        }
        Instant utc = utc(text, 'T', "Z");
        if (utc != null) {
            return utc;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            // Go writes its zero time as year 1.
            return instant.getEpochSecond() > 0 && instant.getEpochSecond() < 253_402_300_800L ? instant : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * The moment of a text in the usual form, by hand, which is many times as fast: a date, {@code separator}, a time with or
     * without a fraction, and {@code zone}. Null for any other text, and for a day that not every month has.
     */
    static @Nullable Instant utc(String text, char separator, String zone) {
        if (text.length() < SECONDS + zone.length() || !text.endsWith(zone)) {
            return null;
        }
        int end = text.length() - zone.length();
        long nanos = end == SECONDS ? 0 : nanos(text, end);
        long seconds = nanos < 0 ? 0 : seconds(text, separator);
        return seconds > 0 ? Instant.ofEpochSecond(seconds, nanos) : null;
    }

    /** What stands between the seconds and {@code end}, a point and up to nine digits; negative when it is something else. */
    private static long nanos(String text, int end) {
        int digits = end - SECONDS - 1;
        int fraction = digits < 1 || digits > 9 || text.charAt(SECONDS) != '.' ? -1 : digits(text, SECONDS + 1, end);
        long nanos = fraction;
        for (int i = digits; i < 9; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Epoch seconds of the first 19 characters; 0 when they are none in the usual form. */
    private static long seconds(String text, char separator) {
        if (!usual(text, separator)) {
            return 0;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        boolean date = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
        if (!date || !in60(minute) || !in60(second) || hour < 0 || hour >= 24) {
            return 0;
        }
        return LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second;
    }

    private static boolean usual(String text, char separator) {
        return text.length() >= SECONDS
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == separator
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static boolean in60(int value) {
        return value >= 0 && value < 60;
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
