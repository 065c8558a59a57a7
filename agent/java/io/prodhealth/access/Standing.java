package io.prodhealth.access;

/** Whether the agent has what it needs. */
public enum Standing {
    GRANTED("granted"),
    MISSING("missing"),
    /** What it would be done to is not installed in this cluster: nothing is needed until it is. */
    NOT_INSTALLED("not installed"),
    /** There is nothing yet about which AWS could be asked. */
    NOT_ASKED("not asked"),
    UNKNOWN("unknown");

    private final String word;

    Standing(String word) {
        this.word = word;
    }

    /** For people. */
    public String word() {
        return word;
    }
}
