package io.prodhealth.http;

import io.prodhealth.config.WebConfig.RateLimit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bearer tokens, each reviewed by somebody else and remembered for a short time by its digest. A flood of tokens cannot load
 * whoever reviews them: only so many reviews are made in a second and at once, and those whose token was right before have a
 * share of their own, which strangers cannot use up.
 */
final class Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    /** What becomes of a request. */
    enum Verdict {
        ADMITTED,
        /** No token, or nobody's. */
        REFUSED,
        FORBIDDEN,
        /** Too many tokens are being reviewed. */
        BUSY,
        /** Whoever reviews does not answer. */
        UNANSWERED
    }

    /** As long as API servers and the proxies before exporters remember a token: a revoked one works no longer. */
    static final Duration ADMITTED_FOR = Duration.ofMinutes(1);
    /** Less than a scrape interval: what has been granted since works with the next scrape. */
    static final Duration REFUSED_FOR = Duration.ofSeconds(10);

    private static final int MOST_ADMITTED = 500;
    private static final int MOST_REFUSED = 1000;
    /** Two Prometheus, a few people and their tools: more holders of right tokens are strangers when theirs runs out. */
    private static final int MOST_KNOWN = 50;

    /** Each review is two requests to the API server, which gives a client 5 a second and more by default. */
    private static final RateLimit OF_STRANGERS = new RateLimit(Duration.ofMillis(500), 10);

    /** The page alone asks for half a dozen paths. */
    private static final RateLimit OF_KNOWN = new RateLimit(Duration.ofMillis(100), 50);

    private static final int STRANGERS_AT_ONCE = 2;
    private static final int KNOWN_AT_ONCE = 4;
    /** Far fewer than the requests that are answered at once: while reviews are slow, others are still served. */
    private static final int WAITING_AT_ONCE = 8;

    /** A token of a service account has about 1000 characters, one with many groups a few thousand. */
    private static final int LONGEST_TOKEN = 8192;
    /** No endpoint has a longer one. */
    private static final int LONGEST_PATH = 256;

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** RFC 6750. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final String SCHEME = "bearer ";

    private final Reviewer reviewer;
    private final LongSupplier nanos;
    private final Share strangers;
    private final Share known;
    private final Map<Asked, Kept> admitted = bounded(MOST_ADMITTED);
    private final Map<Asked, Kept> refused = bounded(MOST_REFUSED);
    private final Map<String, Boolean> holders = bounded(MOST_KNOWN);
    private final Map<Asked, CompletableFuture<Verdict>> asking = new ConcurrentHashMap<>();

    /** @param token its digest: the token itself is kept nowhere */
    private record Asked(String token, String verb, String path) {}

    private record Kept(Verdict verdict, long until) {}

    private record Share(RequestRate rate, Semaphore atOnce, Semaphore waiting) {
        Share(RateLimit rate, int atOnce, LongSupplier nanos) {
            this(new RequestRate(rate, nanos), new Semaphore(atOnce), new Semaphore(WAITING_AT_ONCE));
        }
    }

    /** @param nanos like System.nanoTime */
    Tokens(Reviewer reviewer, LongSupplier nanos) {
        this.reviewer = reviewer;
        this.nanos = nanos;
        this.strangers = new Share(OF_STRANGERS, STRANGERS_AT_ONCE, nanos);
        this.known = new Share(OF_KNOWN, KNOWN_AT_ONCE, nanos);
    }

    /** Forgets what was used longest ago. */
    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Whether a request may be answered; may take as long as a review.
     *
     * @param authorization the header; empty where there is none
     */
    Verdict judge(String authorization, String method, String path) {
        String token = token(authorization);
        if (token.isEmpty()) {
            return Verdict.REFUSED;
        }
        if (path.length() > LONGEST_PATH) {
            return Verdict.FORBIDDEN;
        }
        // A HEAD tells no more than a GET; what else there is changes something or is refused anyway.
        String verb = method.equals("GET") || method.equals("HEAD") ? "get" : "post";
        Asked asked = new Asked(Users.digest(token), verb, path);
        Verdict before = kept(asked);
        return before == null ? once(asked, token) : before;
    }

    static boolean isBearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    private static String token(String authorization) {
        if (!isBearer(authorization) || authorization.length() > SCHEME.length() + LONGEST_TOKEN) {
            return "";
        }
        String token = authorization.substring(SCHEME.length()).strip();
        return TOKEN.matcher(token).matches() ? token : "";
    }

    /** Those who ask the same while it is being asked wait for that answer. */
    private Verdict once(Asked asked, String token) {
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        CompletableFuture<Verdict> theirs = asking.putIfAbsent(asked, mine);
        Share share = isKnown(asked.token) ? known : strangers;
        if (theirs != null) {
            return awaited(theirs, share.waiting);
        }
        Verdict verdict = Verdict.UNANSWERED;
        try {
            verdict = review(asked, token, share);
            return verdict;
        } finally {
            asking.remove(asked);
            mine.complete(verdict);
        }
    }

    private static Verdict awaited(CompletableFuture<Verdict> theirs, Semaphore waiting) {
        if (!waiting.tryAcquire()) {
            return Verdict.BUSY;
        }
        try {
            return theirs.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.UNANSWERED;
        } catch (ExecutionException | TimeoutException e) {
            return Verdict.UNANSWERED;
        } finally {
            waiting.release();
        }
    }

    private Verdict review(Asked asked, String token, Share share) {
        if (!share.atOnce.tryAcquire()) {
            return Verdict.BUSY;
        }
        try {
            if (!share.rate.take()) {
                return Verdict.BUSY;
            }
            Verdict verdict = switch (reviewer.review(token, asked.path, asked.verb)) {
                case ALLOWED -> Verdict.ADMITTED;
                case FORBIDDEN -> Verdict.FORBIDDEN;
                case UNKNOWN -> Verdict.REFUSED;
            };
            keep(asked, verdict);
            return verdict;
        } catch (Reviewer.Unanswered e) {
            return Verdict.UNANSWERED;
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A review of a token failed");
            return Verdict.UNANSWERED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.UNANSWERED;
        } finally {
            share.atOnce.release();
        }
    }

    private synchronized boolean isKnown(String digest) {
        return holders.get(digest) != null;
    }

    private synchronized @Nullable Verdict kept(Asked asked) {
        Kept kept = admitted.get(asked);
        if (kept == null) {
            kept = refused.get(asked);
        }
        return kept == null || nanos.getAsLong() - kept.until >= 0 ? null : kept.verdict;
    }

    private synchronized void keep(Asked asked, Verdict verdict) {
        admitted.remove(asked);
        refused.remove(asked);
        if (verdict == Verdict.ADMITTED) {
            admitted.put(asked, new Kept(verdict, nanos.getAsLong() + ADMITTED_FOR.toNanos()));
            holders.put(asked.token, true);
        } else {
            refused.put(asked, new Kept(verdict, nanos.getAsLong() + REFUSED_FOR.toNanos()));
            if (verdict == Verdict.REFUSED) {
                holders.remove(asked.token);
            }
        }
    }
}
