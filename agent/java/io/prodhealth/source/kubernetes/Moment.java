package io.prodhealth.source.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Moments as the API server writes them (RFC 3339). What is absent or absurd is 0 or null, never an exception. */
final class Moment {

    private Moment() {}

    /** Epoch milliseconds; 0 when there is no such moment. */
    static long millis(String text) {
        long seconds = usualSeconds(text);
        if (seconds > 0) {
            return seconds * 1000;
        }
        Instant instant = instant(text);
        return instant == null ? 0 : instant.toEpochMilli();
    }

    /** Tens of thousands a second arrive in one form while a large cluster is listed: 2026-01-15T09:00:00Z; else 0. */
    private static long usualSeconds(String text) {
        if (!usual(text)) {
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

    static @Nullable Instant instant(String text) {
        if (text.isEmpty()) {
            return null;
        }
        long seconds = usualSeconds(text);
        if (seconds > 0) {
            return Instant.ofEpochSecond(seconds);
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            // Go writes its zero time as year 1.
            return instant.getEpochSecond() > 0 && instant.getEpochSecond() < 253_402_300_800L ? instant : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean usual(String text) {
        return text.length() == 20
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(19) == 'Z';
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
