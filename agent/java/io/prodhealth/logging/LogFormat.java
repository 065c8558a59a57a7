package io.prodhealth.logging;

/** How a line is written: {@code key=value} pairs for people and Loki, or one JSON object for everything else. */
public enum LogFormat {
    LOGFMT,
    JSON
}
