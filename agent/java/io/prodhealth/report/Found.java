package io.prodhealth.report;

/** What the search of the status page goes by: whatever has a {@code data-state} can be found, and hidden. */
final class Found {

    /** Someone should look at it. */
    static final String ATTENTION = "attention";

    /** Nobody needs to. */
    static final String CALM = "calm";

    private Found() {}

    /** The state of what a page shows in this look. */
    static String state(String look) {
        return look.equals("bad") || look.equals("warn") ? ATTENTION : CALM;
    }
}
