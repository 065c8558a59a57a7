package io.prodhealth.source.dns;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Vert.x's own client: unlike Java's it keeps no answer, and asks the first name server of the machine. */
final class VertxResolver implements Resolver {

    /** An NLB has an address for each zone, and a name in front of it hardly more. */
    private static final int MOST_ADDRESSES = 100;

    /** Name servers follow about as many. */
    private static final int MOST_ALIASES = 8;

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
            String current = name;
            for (int alias = 0; alias < MOST_ALIASES; alias++) {
                List<String> answers = await(client().resolveA(current));
                if (!answers.isEmpty()) {
                    return Optional.of(answers.stream().limit(MOST_ADDRESSES).collect(Collectors.toUnmodifiableSet()));
                }
                // The client keeps to the records of the very name: what an alias leads to is asked for apart.
                List<String> aliases = await(client().resolveCNAME(current));
                if (aliases.isEmpty()) {
                    return Optional.of(Set.of());
                }
                current = aliases.getFirst();
            }
            throw new SourceException(
                    FailureReason.INVALID_RESPONSE, "more than " + MOST_ALIASES + " aliases behind each other");
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

    private static <T> T await(Future<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
        return answer.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS + 1, TimeUnit.SECONDS);
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
