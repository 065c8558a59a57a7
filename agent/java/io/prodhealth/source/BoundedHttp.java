package io.prodhealth.source;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads URLs over HTTP, and posts to them, without trusting the other side: it may be slow, endless or send elsewhere.
 * Certificates are checked against the trust store of the JVM unless told otherwise.
 */
public final class BoundedHttp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedHttp.class);

    private static final int MOST_REDIRECTS = 3;
    private static final int MOST_CONNECTIONS = 4;
    private static final int LONGEST_ERROR = 300;
    private static final int LONGEST_PIECE = 16 << 10;

    private final HttpClient client;
    private final Duration timeout;
    private final long mostBytes;
    private final Credentials credentials;

    /**
     * A client.
     *
     * @param timeout for a whole request, and for each wait within it
     * @param mostBytes longest body that is read
     */
    public BoundedHttp(Vertx vertx, Duration timeout, long mostBytes) {
        this(vertx, timeout, mostBytes, Trust.OF_THE_JVM);
    }

    /** A client that trusts other certificates than the JVM does. */
    public BoundedHttp(Vertx vertx, Duration timeout, long mostBytes, Trust trust) {
        this(vertx, timeout, mostBytes, trust, true, Credentials.NONE);
    }

    /**
     * A client that connects anew for each request: only then does {@link SourceException#taken()} prove that the other side
     * could be reached.
     */
    public static BoundedHttp connectingAnew(Vertx vertx, Duration timeout, long mostBytes, Trust trust) {
        return new BoundedHttp(vertx, timeout, mostBytes, trust, false, Credentials.NONE);
    }

    /**
     * A client that says who it is.
     *
     * @param keepConnections whether a connection serves more than one request
     * @param credentials for whom
     */
    public BoundedHttp(
            Vertx vertx,
            Duration timeout,
            long mostBytes,
            Trust trust,
            boolean keepConnections,
            Credentials credentials) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(keepConnections)
                .setConnectTimeout((int) timeout.toMillis())
                // Later than the deadline of a request, or either may come first and say something else.
                .setIdleTimeout((int) timeout.multipliedBy(2).toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        if (trust.everyone) {
            options.setTrustAll(true).setVerifyHost(false);
        } else if (!trust.authorities.isEmpty()) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(trust.authorities)));
        }
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        this.timeout = timeout;
        this.mostBytes = mostBytes;
        this.credentials = credentials;
    }

    /**
     * Who it is, for whoever is told.
     *
     * @param base URL of the one who is told; whoever it redirects to elsewhere is not. Empty for nobody
     * @param access what is told
     */
    public record Credentials(String base, @Nullable HttpAccess access) {

        /** Tells nobody. */
        public static final Credentials NONE = new Credentials("", null);

        private Map<String, String> to(String url) throws SourceException {
            HttpAccess known = access;
            return known != null && origin(url).equals(origin(base)) ? known.authorization() : Map.of();
        }

        private static String origin(String url) throws SourceException {
            try {
                URI uri = new URI(url);
                return uri.getScheme() + "://" + uri.getAuthority();
            } catch (URISyntaxException e) {
                throw new SourceException(FailureReason.INVALID_RESPONSE, "not an address: " + e.getReason());
            }
        }
    }

    /**
     * Whose certificates are believed.
     *
     * @param authorities certificates of authorities (PEM), instead of those of the JVM; empty for those of the JVM
     * @param everyone whether any certificate is believed, for any host
     */
    public record Trust(String authorities, boolean everyone) {

        /** As the JVM does. */
        public static final Trust OF_THE_JVM = new Trust("", false);
    }

    /** Takes a body piece by piece. */
    @FunctionalInterface
    public interface Pieces {

        /**
         * Takes the next piece.
         *
         * @param bytes hold it until the call is over, and another one afterwards
         * @param length how many of them belong to it
         */
        void accept(byte[] bytes, int length);
    }

    private record Answer(int code, @Nullable String location, Buffer body) {}

    /**
     * The body at {@code url}. Blocks: call it on a virtual thread.
     *
     * @throws SourceException when there is no answer in time, it is too long, or it is no success
     */
    public Buffer get(String url) throws SourceException, InterruptedException {
        return get(url, MOST_REDIRECTS);
    }

    /**
     * The same for one who must not be able to send the agent elsewhere.
     *
     * @throws SourceException when a redirect is answered, too
     */
    public Buffer getWithoutRedirects(String url) throws SourceException, InterruptedException {
        return get(url, 0);
    }

    /**
     * Reads the body at {@code url} piece by piece without keeping it. Blocks: call it on a virtual thread.
     *
     * @param longest bytes after which it stops, instead of the limit of the others
     * @param pieces takes each piece, on the event loop; must be quick, and may get some before it turns out that the rest
     *     does not come
     * @throws SourceException when there is no complete answer in time, it is too long, or it is no success
     */
    public void stream(String url, long longest, Pieces pieces) throws SourceException, InterruptedException {
        get(url, MOST_REDIRECTS, new Body(longest, pieces));
    }

    /**
     * What becomes of the body of a success.
     *
     * @param longest bytes of it
     * @param pieces takes them; null to keep them
     */
    private record Body(long longest, @Nullable Pieces pieces) {}

    private Buffer get(String url, int mostRedirects) throws SourceException, InterruptedException {
        return get(url, mostRedirects, new Body(mostBytes, null));
    }

    private Buffer get(String url, int mostRedirects, Body body) throws SourceException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        String at = url;
        // Not left to the client: a request that it makes after a redirect cannot be reset, and keeps its connection.
        for (int redirects = 0; ; redirects++) {
            Answer answer =
                    exchange(new RequestOptions().setMethod(HttpMethod.GET), at, Buffer.buffer(), deadline, body);
            String location = answer.location;
            if (answer.code / 100 == 2) {
                return answer.body;
            }
            if (answer.code / 100 != 3 || location == null || redirects == mostRedirects) {
                throw new SourceException(reason(answer.code), text(answer.code, answer.body));
            }
            at = resolve(at, location);
        }
    }

    /**
     * Posts a text, and does not follow whoever sends it elsewhere. Blocks: call it on a virtual thread.
     *
     * @param headers beside those of HTTP itself, by name
     * @return what is answered
     * @throws SourceException when there is no answer in time, it is too long, or it is no success
     */
    public Buffer post(String url, Map<String, String> headers, String body)
            throws SourceException, InterruptedException {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST);
        headers.forEach(options::putHeader);
        Answer answer = exchange(
                options, url, Buffer.buffer(body), System.nanoTime() + timeout.toNanos(), new Body(mostBytes, null));
        if (answer.code / 100 != 2) {
            throw new SourceException(reason(answer.code), text(answer.code, answer.body));
        }
        return answer.body;
    }

    private static String resolve(String url, String location) throws SourceException {
        try {
            return new URI(url).resolve(location).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "redirected to what is no address");
        }
    }

    private Answer exchange(RequestOptions options, String url, Buffer sent, long deadline, Body body)
            throws SourceException, InterruptedException {
        credentials.to(url).forEach(options::putHeader);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Future<HttpClientRequest> request;
        try {
            request = client.request(options.setAbsoluteURI(url));
        } catch (VertxException | IllegalArgumentException e) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "not an address: " + e.getMessage());
        }
        // The response is taken up on the event loop, in the turn in which it comes: one turn later its body may be
        // gone.
        request.compose(free -> (sent.length() == 0 ? free.send() : free.send(sent))
                        .onSuccess(response -> read(response, body, answer)))
                .onFailure(answer::completeExceptionally);
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (request.succeeded()) {
                throw SourceException.silent("no complete answer within " + timeout);
            }
            throw new SourceException(FailureReason.TIMEOUT, "no connection within " + timeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SourceException known) {
                throw known;
            }
            // A certificate that is not believed is a matter between the two, and no proof that the other side is down.
            boolean tls = e.getCause() instanceof SSLException;
            throw new SourceException(tls ? FailureReason.INVALID_RESPONSE : FailureReason.UNAVAILABLE, words(e));
        } finally {
            // Whatever is still on its way is not wanted any more. What is complete must not be touched: its connection
            // may be on its way to the next request.
            if (!answer.isDone() || answer.isCompletedExceptionally()) {
                request.onSuccess(BoundedHttp::stop);
            }
        }
    }

    /** What went wrong, and what lies behind it: of a certificate only the innermost tells. */
    private static String words(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        Throwable root = cause.getCause();
        for (int depth = 0; root != null && root.getCause() != null && depth < 10; depth++) {
            root = root.getCause();
        }
        return root == null ? cause.toString() : cause + ": " + root.getMessage();
    }

    private void read(HttpClientResponse response, Body body, CompletableFuture<Answer> answer) {
        Buffer kept = Buffer.buffer();
        // What is no success is short, or of no interest.
        @Nullable Pieces pieces = response.statusCode() / 100 == 2 ? body.pieces : null;
        long longest = pieces == null ? Math.min(body.longest, mostBytes) : body.longest;
        AtomicLong read = new AtomicLong();
        byte[] piece = new byte[pieces == null ? 0 : LONGEST_PIECE];
        response.handler(chunk -> {
            if (answer.isDone()) {
                return;
            }
            if (read.addAndGet(chunk.length()) > longest) {
                answer.completeExceptionally(new SourceException(
                        FailureReason.INVALID_RESPONSE, "the answer is longer than " + longest + " bytes"));
                stop(response.request());
            } else if (pieces != null) {
                cut(chunk, piece, pieces);
            } else {
                kept.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(answer::completeExceptionally);
        response.endHandler(
                end -> answer.complete(new Answer(response.statusCode(), response.getHeader("Location"), kept)));
    }

    private static void cut(Buffer chunk, byte[] piece, Pieces pieces) {
        for (int from = 0; from < chunk.length(); from += piece.length) {
            int to = Math.min(chunk.length(), from + piece.length);
            chunk.getBytes(from, to, piece);
            pieces.accept(piece, to - from);
        }
    }

    private static void stop(HttpClientRequest request) {
        // It fails when the exchange is over already, which is as good.
        Future<Void> stopped = request.reset();
        stopped.onComplete(over -> LOG.trace("request reset: {}", over.succeeded()));
    }

    private static String text(int code, Buffer body) {
        return "HTTP " + code + ": " + body.getString(0, Math.min(LONGEST_ERROR, body.length()));
    }

    private static FailureReason reason(int code) {
        return switch (code) {
            case 401, 403 -> FailureReason.PERMISSION_DENIED;
            case 404 -> FailureReason.NOT_FOUND;
            case 408, 504 -> FailureReason.TIMEOUT;
            case 429 -> FailureReason.THROTTLED;
            default -> code >= 500 ? FailureReason.UNAVAILABLE : FailureReason.INVALID_RESPONSE;
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
