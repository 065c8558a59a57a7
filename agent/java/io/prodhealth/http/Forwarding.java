package io.prodhealth.http;

import io.prodhealth.config.WebConfig;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.leadership.Replica;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the leader answer what a replica that only stands ready does not know: its page and its API. Which of the two a port
 * is forwarded to is nobody's choice. The password, or the token, goes along: the leader judges it.
 *
 * <p>Where answers are encrypted, the leader must have this replica's own certificate, as both are given the same: whoever
 * has written himself into the Lease is told no password.
 */
final class Forwarding {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    /** Its value is nothing; that it is there ends a circle of replicas that each believe that another leads. */
    static final String FORWARDED = "Prodhealth-Forwarded";

    private static final String END = "-----END CERTIFICATE-----";

    private static final List<String> ASKED = List.of("Accept", "Accept-Encoding", "Authorization", "Sec-Fetch-Site");
    private static final List<String> ANSWERED =
            List.of("Content-Type", "Content-Encoding", "Content-Length", "Vary", "WWW-Authenticate", "Retry-After");

    /** Within a cluster an answer begins at once, or not at all. */
    private static final Duration BEGINS = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Supplier<Leadership> leadership;
    private volatile HttpClient client;

    Forwarding(Vertx vertx, Supplier<Leadership> leadership, WebConfig web) {
        this.vertx = vertx;
        this.leadership = leadership;
        this.client = client(vertx, web);
    }

    private static HttpClient client(Vertx vertx, WebConfig web) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) BEGINS.toMillis())
                // A heartbeat of the events comes twice in it.
                .setIdleTimeout((int) EventStreams.HEARTBEAT.multipliedBy(2).toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setDecompressionSupported(false);
        web.tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setVerifyHost(false)
                        .setTrustOptions(new PemTrustOptions()
                                .addCertValue(
                                        Buffer.buffer(itself(tls.certificate().text())))));
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(2 * EventStreams.MOST));
    }

    /** Without the chain behind it: whatever its authority has signed beside it is another's. */
    private static String itself(String chain) {
        int end = chain.indexOf(END);
        return end < 0 ? chain : chain.substring(0, end + END.length()) + "\n";
    }

    /** From now on with another certificate. */
    void protect(WebConfig web) {
        HttpClient before = client;
        client = client(vertx, web);
        before.close().onFailure(error -> LOG.debug("closing failed: {}", error.toString()));
    }

    /** The replica that is to answer; empty when this one is. */
    Optional<Replica> to(HttpServerRequest request, Call call) {
        boolean known = call.path().equals("/") || call.path().startsWith("/api/v1/");
        return known && call.reads() && !call.crossSite() && request.getHeader(FORWARDED) == null
                ? leadership.get().other().filter(replica -> replica.address().isPresent())
                : Optional.empty();
    }

    /**
     * Has {@code replica} answer; on the event loop.
     *
     * @param headers adds those that every answer has here
     * @return done when the answer is over; failed when it has not begun, and somebody else may answer
     */
    Future<Void> forward(HttpServerRequest request, Replica replica, UnaryOperator<Reply> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(replica.host())
                .setPort(replica.port())
                .setURI(request.uri());
        ASKED.stream()
                .filter(request.headers()::contains)
                .forEach(name -> options.addHeader(
                        name, String.join(", ", request.headers().getAll(name))));
        options.addHeader(FORWARDED, "1");
        return client.request(options)
                .compose(asked -> begun(asked, request))
                .compose(answer -> pass(answer, request, headers));
    }

    private Future<HttpClientResponse> begun(HttpClientRequest asked, HttpServerRequest request) {
        // A client that goes away, as of an event stream, is not waited for any longer.
        request.response().closeHandler(gone -> asked.reset());
        Future<HttpClientResponse> answer = asked.send();
        long timer = vertx.setTimer(BEGINS.toMillis(), late -> {
            if (!answer.isComplete()) {
                asked.reset(0, new TimeoutException("no answer within " + BEGINS));
            }
        });
        return answer.onComplete(any -> vertx.cancelTimer(timer));
    }

    private static Future<Void> pass(
            HttpClientResponse answer, HttpServerRequest request, UnaryOperator<Reply> headers) {
        answer.pause();
        HttpServerResponse response = request.response();
        Answering.headers(response, headers.apply(Reply.text(answer.statusCode(), "")));
        ANSWERED.stream()
                .filter(answer.headers()::contains)
                .forEach(name -> response.putHeader(name, answer.getHeader(name)));
        if (!answer.headers().contains("Content-Length")) {
            response.setChunked(true);
        }
        return answer.pipeTo(response).recover(broken -> {
            // It has begun, and nobody else can end it.
            Connections.cut(request.connection());
            return Future.succeededFuture();
        });
    }
}
