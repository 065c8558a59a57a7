package io.prodhealth.source.dns;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Vert.x's own client: unlike Java's it keeps no answer, and asks the first name server of the machine. */
final class VertxResolver implements Resolver {

    /** An NLB has an address for each zone, and a name in front of it hardly more. */
    private static final int MOST_ADDRESSES = 100;

    private static final long WAIT_SECONDS = 5;

    private final Vertx vertx;
    private final DnsClientOptions options;
    private @Nullable DnsClient client;

    VertxResolver(Vertx vertx) {
        this(vertx, new DnsClientOptions());
    }

    VertxResolver(Vertx vertx, DnsClientOptions options) {
        this.vertx = vertx;
        this.options = options.setQueryTimeout(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
    }

    @Override
    public Optional<Set<String>> addresses(String name) throws SourceException, InterruptedException {
        try {
            List<String> answers = client().resolveA(name)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(WAIT_SECONDS + 1, TimeUnit.SECONDS);
            return Optional.of(Set.copyOf(
                    new TreeSet<>(answers.stream().limit(MOST_ADDRESSES).toList())));
        } catch (TimeoutException e) {
            throw new SourceException(FailureReason.TIMEOUT, "no answer of the name server in time");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DnsException refused && refused.code() == DnsResponseCode.NXDOMAIN) {
                return Optional.empty();
            }
            throw failure(e.getCause());
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private static SourceException failure(@Nullable Throwable cause) {
        if (cause instanceof DnsException refused) {
            return new SourceException(FailureReason.UNAVAILABLE, "the name server answers " + refused.code());
        }
        if (cause != null && cause.getClass().getSimpleName().contains("Timeout")) {
            return new SourceException(FailureReason.TIMEOUT, "no answer of the name server in time");
        }
        return new SourceException(FailureReason.UNAVAILABLE, "no name server answers: " + cause);
    }

    private synchronized DnsClient client() {
        DnsClient now = client;
        if (now == null) {
            now = vertx.createDnsClient(options);
            client = now;
        }
        return now;
    }
}
