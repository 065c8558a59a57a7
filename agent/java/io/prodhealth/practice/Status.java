package io.prodhealth.practice;

import java.util.Locale;

/** What a practice comes to, worst first. */
public enum Status {
    /** A critical finding that nobody has waived. */
    FAIL,
    /** A warning that nobody has waived. */
    WARN,
    /** Something that should be judged cannot be, and the rest has no worse finding. Never a pass. */
    UNKNOWN,
    /** Everything was judged, and nothing worse than an informational finding came of it. */
    PASS,
    /** There are findings, and all of them are waived. */
    WAIVED,
    /** There is nothing to judge here. */
    NOT_APPLICABLE;

    /** The word of reports and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
