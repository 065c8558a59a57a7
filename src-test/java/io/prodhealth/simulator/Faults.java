package io.prodhealth.simulator;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What can go wrong between the agent and the API server, switched at run time from any thread. */
public final class Faults {
    private final CopyOnWriteArrayList<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final Random random = new Random(1);
    private final OpenWatches watches;
    private final Runnable cutAll;
    private volatile long bytesPerSecond;
    private volatile Duration latency = Duration.ZERO;
    private volatile Gone goneAs = Gone.EVENT;
    private volatile String quiet = NOTHING;

    private static final String NOTHING = "-";

    /** The two ways in which API servers tell that a resourceVersion is too old to watch from. */
    public enum Gone {
        /** HTTP 200 and one ERROR event whose object is a Status with code 410. */
        EVENT,
        /** An HTTP 410. */
        HTTP
    }

    /** Requests answered with an error: how many (negative for all), which share of them, of which resource. */
    private static final class Refusal {
        private final int code;
        private final double share;
        private final Duration retryAfter;
        private final String plural;
        private int times;

        Refusal(int code, int times, double share, Duration retryAfter, String plural) {
            this.code = code;
            this.times = times;
            this.share = share;
            this.retryAfter = retryAfter;
            this.plural = plural;
        }

        synchronized boolean take(ApiRequest request, Random random) {
            if (times == 0 || !(plural.isEmpty() || plural.equals(request.plural()))) {
                return false;
            }
            if (share < 1 && random.nextDouble() >= share) {
                return false;
            }
            if (times > 0) {
                times--;
            }
            return true;
        }
    }

    Faults(OpenWatches watches, Runnable cutAll) {
        this.watches = watches;
        this.cutAll = cutAll;
    }

    /** The next requests are answered 429 with Retry-After in whole seconds. */
    public void tooManyRequests(int times, Duration retryAfter) {
        refusals.add(new Refusal(429, times, 1, retryAfter, ""));
    }

    /** This share (0..1) of all requests is answered 429 until {@link #clear()}. */
    public void tooManyRequestsAtRate(double share, Duration retryAfter) {
        refusals.add(new Refusal(429, -1, share, retryAfter, ""));
    }

    /** The next requests are answered with this status, for example 500 or 503. */
    public void failing(int code, int times) {
        failing(code, times, "");
    }

    /**
     * The next requests for one resource are answered with this status.
     *
     * @param times negative for all until {@link #clear()}
     * @param plural such as pods; empty for every request
     */
    public void failing(int code, int times, String plural) {
        refusals.add(new Refusal(code, times, 1, Duration.ZERO, plural));
    }

    /** Every answer takes this much longer to begin. */
    public void latency(Duration delay) {
        latency = delay;
    }

    /** Bodies are sent at this speed; zero for as fast as it goes. */
    public void slow(long bodyBytesPerSecond) {
        bytesPerSecond = bodyBytesPerSecond;
    }

    /** Resets every connection now. */
    public void cutConnections() {
        cutAll.run();
    }

    /** The next event of every open watch breaks off in the middle of its line, then the connection is reset. */
    public void cutMidEvent() {
        watches.all().forEach(WatchStream::cutAtNextEvent);
    }

    /** Ends every open watch in the ordinary way, as at its timeout. */
    public void endWatches() {
        watches.all().forEach(WatchStream::finish);
    }

    /** Open watches receive an ERROR event 410 and end, as when the server's cache was rebuilt. */
    public void expireWatches() {
        watches.all().forEach(WatchStream::expire);
    }

    /**
     * Open and new watches stay open and say nothing any more, not even at their timeout. They stay mute after
     * {@link #clear()}; only watches opened later speak.
     *
     * @param plural of one resource, empty for all
     */
    public void quietWatches(String plural) {
        quiet = plural;
        watches.all().stream().filter(w -> isQuiet(w.resource())).forEach(WatchStream::mute);
    }

    /** From now on this verb on this resource is forbidden, whatever the roles say. */
    public void deny(String verb, String group, String plural) {
        denied.add(verb + " " + group + "/" + plural);
    }

    /** Takes back {@link #deny}. */
    public void allow(String verb, String group, String plural) {
        denied.remove(verb + " " + group + "/" + plural);
    }

    /** How a too old resourceVersion is told from now on; EVENT at the start. */
    public void goneAs(Gone how) {
        goneAs = how;
    }

    /** Ends all faults but {@link #goneAs}. */
    public void clear() {
        refusals.clear();
        denied.clear();
        bytesPerSecond = 0;
        latency = Duration.ZERO;
        quiet = NOTHING;
    }

    Optional<ApiStatus> refuse(ApiRequest request) {
        for (Refusal refusal : refusals) {
            if (refusal.take(request, random)) {
                return Optional.of(
                        refusal.code == 429
                                ? ApiStatus.tooManyRequests(Math.max(1, refusal.retryAfter.toSeconds()))
                                : ApiStatus.failing(refusal.code));
            }
        }
        return Optional.empty();
    }

    boolean denies(ApiRequest request) {
        return denied.contains(request.verb() + " " + request.group() + "/" + request.plural());
    }

    boolean isQuiet(Resource resource) {
        String which = quiet;
        return which.isEmpty() || which.equals(resource.plural());
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    Duration latency() {
        return latency;
    }

    Gone goneAs() {
        return goneAs;
    }
}
