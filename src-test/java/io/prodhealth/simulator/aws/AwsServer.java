package io.prodhealth.simulator.aws;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** All of the simulated AWS behind one endpoint, as AWS_ENDPOINT_URL wants it. */
public final class AwsServer implements AutoCloseable {
    private final Vertx vertx;
    private final AwsFaults faults = new AwsFaults();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final SqsServer queues;
    private final SqsAnswers sqs;
    private final Map<String, QueryAnswers> services;
    private final HttpServer server;

    /**
     * Listens on a free port.
     *
     * @param clock the cluster's
     */
    public AwsServer(Vertx vertx, Clock clock, AutoScalingGroups groups) {
        this.vertx = vertx;
        QueueMetrics metrics = new QueueMetrics(clock);
        queues = new SqsServer(metrics);
        sqs = new SqsAnswers(vertx, queues.port());
        services = Map.of(
                "cloudwatch", new CloudWatchServer(metrics), "autoscaling", new AutoScalingServer(groups, clock));
        server = vertx.createHttpServer(new HttpServerOptions().setDecompressionSupported(true))
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    /** What AWS_ENDPOINT_URL is to be. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** What can be made to go wrong. */
    public AwsFaults faults() {
        return faults;
    }

    /** The queues themselves, for those who send and work. */
    public SqsServer queues() {
        return queues;
    }

    /** How often each action was called, refused calls too. */
    public Map<String, Integer> calls() {
        return new TreeMap<>(calls);
    }

    private void handle(HttpServerRequest request, Buffer body) {
        AwsCall call = AwsCall.read(request, body);
        calls.merge(call.action(), 1, Integer::sum);
        Duration delay = faults.delay(call.action());
        if (delay.isZero()) {
            answer(request, call);
        } else {
            vertx.setTimer(delay.toMillis(), timer -> answer(request, call));
        }
    }

    private void answer(HttpServerRequest request, AwsCall call) {
        String id = UUID.randomUUID().toString();
        HttpServerResponse response = request.response().putHeader("x-amzn-RequestId", id);
        result(request, call, id)
                .onSuccess(answer -> {
                    response.putHeader("Content-Type", call.json() ? "application/x-amz-json-1.0" : "text/xml");
                    response.end(faults.isCut(call.action()) ? answer.substring(0, answer.length() / 2) : answer);
                })
                .onFailure(error -> {
                    AwsError refusal = error instanceof AwsRefusal r ? r.error() : AwsError.unavailable();
                    refuse(response, call, refusal, id);
                });
    }

    private Future<String> result(HttpServerRequest request, AwsCall call, String id) {
        try {
            check(call);
            if (call.service().equals("sqs")) {
                return sqs.answer(request, call);
            }
            QueryAnswers service = services.get(call.service());
            if (service == null) {
                throw new AwsRefusal(AwsError.invalidAction(call.operation()));
            }
            return Future.succeededFuture(new Xml().open(call.operation() + "Response", service.namespace())
                    + new Xml().open(call.operation() + "Result").toString()
                    + service.result(call)
                    + new Xml().close(call.operation() + "Result")
                    + new Xml().open("ResponseMetadata").value("RequestId", id).close("ResponseMetadata")
                    + new Xml().close(call.operation() + "Response"));
        } catch (AwsRefusal refusal) {
            return Future.failedFuture(refusal);
        }
    }

    private void check(AwsCall call) throws AwsRefusal {
        if (call.region().isEmpty()) {
            throw new AwsRefusal(AwsError.unsigned());
        }
        if (!call.region().equals(SqsServer.REGION)) {
            throw new AwsRefusal(AwsError.wrongRegion(call.region()));
        }
        AwsError refusal = faults.refusal(call.action()).orElse(null);
        if (refusal != null) {
            throw new AwsRefusal(refusal);
        }
    }

    private void refuse(HttpServerResponse response, AwsCall call, AwsError error, String id) {
        response.setStatusCode(error.status());
        if (call.json()) {
            response.putHeader("Content-Type", "application/x-amz-json-1.0")
                    .putHeader(
                            "x-amzn-query-error", error.code() + ";" + (error.status() < 500 ? "Sender" : "Receiver"))
                    .end(JsonObject.of("__type", error.type(), "message", error.message())
                            .encode());
            return;
        }
        QueryAnswers service = services.get(call.service());
        response.putHeader("Content-Type", "text/xml")
                .end(new Xml()
                        .open("ErrorResponse", service == null ? "http://sqs.amazonaws.com/" : service.namespace())
                        .open("Error")
                        .value("Type", error.status() < 500 ? "Sender" : "Receiver")
                        .value("Code", error.code())
                        .value("Message", error.message())
                        .close("Error")
                        .value("RequestId", id)
                        .close("ErrorResponse")
                        .toString());
    }

    @Override
    public void close() {
        server.close().await();
        sqs.close();
        queues.close();
    }
}
