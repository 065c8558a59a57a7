package io.prodhealth.practice;

import java.util.Locale;

/** How bad a finding is, worst first. */
public enum Severity {
    CRITICAL(Status.FAIL),
    WARNING(Status.WARN),
    INFO(Status.PASS);

    private final Status status;

    Severity(Status status) {
        this.status = status;
    }

    /** What a practice with such a finding, and no worse one, comes to. */
    public Status status() {
        return status;
    }

    /** The word of reports and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
