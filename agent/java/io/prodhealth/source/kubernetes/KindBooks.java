package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.Observed.Reason;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the reading of one kind is doing, entered by its reflector and read by everybody. Safe for threads. */
final class KindBooks {

    private final String kind;
    private final Clock clock;
    /** Without contact for three of these the kind is stale. */
    private final Duration interval;

    private boolean settled;
    private @Nullable Reason unavailable = Reason.NOT_SYNCED;
    private boolean connected;
    private @Nullable Instant lastContact;
    private long lists;
    private long watchEvents;
    private String problem = "";

    KindBooks(String kind, Duration interval, Clock clock) {
        this.kind = kind;
        this.interval = interval;
        this.clock = clock;
    }

    synchronized void listed() {
        lists++;
        unavailable = null;
        settled = true;
        contact();
    }

    synchronized void connected() {
        connected = true;
        contact();
    }

    synchronized void watchEvent() {
        watchEvents++;
    }

    synchronized void contact() {
        lastContact = clock.instant();
        problem = "";
    }

    synchronized void disconnected(String why) {
        if (connected) {
            lastContact = clock.instant();
        }
        connected = false;
        problem = why;
    }

    /** There will be no objects for {@code reason}; true when that is news. */
    synchronized boolean settle(Reason reason, String why) {
        boolean news = unavailable != reason;
        connected = false;
        settled = true;
        unavailable = reason;
        problem = why;
        return news;
    }

    /** Whether a list has worked since the kind was last denied or absent. */
    synchronized boolean mayBeListed() {
        return unavailable == null;
    }

    synchronized KindStatus status(int objects) {
        Instant now = clock.instant();
        Instant contact = connected ? now : lastContact;
        Reason reason = unavailable;
        if (reason == null && !SourceLedger.fresh(contact, interval, now)) {
            reason = Reason.STALE;
        }
        return new KindStatus(
                kind, settled, Optional.ofNullable(reason), objects, lists, watchEvents, contact, problem);
    }
}
