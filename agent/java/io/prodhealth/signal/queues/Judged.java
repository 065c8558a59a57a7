package io.prodhealth.signal.queues;

import java.util.Locale;

/** Whether it could be judged that a queue is not stuck: a closed set. */
public enum Judged {
    /** It could. */
    YES,
    /** Messages are being worked on, and too little has been seen to know how long that takes. */
    NO_HISTORY,
    /** No source tells of completions: neither Prometheus nor, for this queue, CloudWatch. */
    COMPLETIONS_UNKNOWN,
    /** Only Cortex's gauge tells the depth, and it may stand still because Cortex cannot read the queue either. */
    DEPTH_UNCERTAIN;

    /** The word used in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
