package io.prodhealth.source;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads URLs over HTTP without trusting the other side: it may be slow, endless or send elsewhere. Certificates are
 * checked against the trust store of the JVM.
 */
public final class BoundedHttp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedHttp.class);

    private static final int MOST_REDIRECTS = 3;
    private static final int MOST_CONNECTIONS = 4;
    private static final int LONGEST_ERROR = 300;

    private final HttpClient client;
    private final Duration timeout;
    private final long mostBytes;

    /**
     * A client.
     *
     * @param timeout for a whole request, and for each wait within it
     * @param mostBytes longest body that is read
     */
    public BoundedHttp(Vertx vertx, Duration timeout, long mostBytes) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) timeout.toMillis())
                        .setIdleTimeout((int) timeout.toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setMaxRedirects(MOST_REDIRECTS),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        this.timeout = timeout;
        this.mostBytes = mostBytes;
    }

    /**
     * The body at {@code url}. Blocks: call it on a virtual thread.
     *
     * @throws SourceException when there is no answer in time, it is too long, or it is no success
     */
    public Buffer get(String url) throws SourceException, InterruptedException {
        CompletableFuture<Buffer> body = new CompletableFuture<>();
        Future<HttpClientRequest> request = client.request(new RequestOptions()
                .setAbsoluteURI(url)
                .setMethod(HttpMethod.GET)
                .setFollowRedirects(true));
        request.compose(HttpClientRequest::send)
                .onSuccess(response -> read(response, body))
                .onFailure(body::completeExceptionally);
        try {
            return body.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SourceException(FailureReason.TIMEOUT, "no complete answer within " + timeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SourceException known) {
                throw known;
            }
            throw new SourceException(FailureReason.UNAVAILABLE, String.valueOf(e.getCause()));
        } finally {
            // Whatever is still on its way is not wanted any more.
            request.onSuccess(BoundedHttp::stop);
        }
    }

    private void read(HttpClientResponse response, CompletableFuture<Buffer> body) {
        Buffer read = Buffer.buffer();
        response.handler(chunk -> {
            if (read.length() + (long) chunk.length() > mostBytes) {
                body.completeExceptionally(new SourceException(
                        FailureReason.INVALID_RESPONSE, "the answer is longer than " + mostBytes + " bytes"));
                stop(response.request());
            } else {
                read.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(body::completeExceptionally);
        response.endHandler(end -> {
            int code = response.statusCode();
            if (code / 100 == 2) {
                body.complete(read);
            } else {
                body.completeExceptionally(new SourceException(reason(code), text(code, read)));
            }
        });
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
