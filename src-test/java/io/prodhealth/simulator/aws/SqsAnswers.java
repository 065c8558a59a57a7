package io.prodhealth.simulator.aws;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** SQS in front of ElasticMQ: what that leaves out is added, so that a client cannot tell the two apart. */
final class SqsAnswers {
    /** Four days, the default of SQS, which Cortex leaves. ElasticMQ does not know it. */
    private static final String RETENTION = "345600";

    /** How many queues AWS lists at the most. */
    private static final int MOST = 1000;

    private final HttpClient http;
    private final int port;

    SqsAnswers(Vertx vertx, int port) {
        this.http = vertx.createHttpClient();
        this.port = port;
    }

    Future<String> answer(HttpServerRequest request, AwsCall call) {
        return http.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI(request.uri()))
                .compose(forwarded -> {
                    request.headers().forEach((name, value) -> {
                        if (!name.equalsIgnoreCase("Host")) {
                            forwarded.putHeader(name, value);
                        }
                    });
                    return forwarded.send(call.body());
                })
                .compose(answer -> answer.body().compose(body -> read(call, answer.statusCode(), body)));
    }

    private static Future<String> read(AwsCall call, int status, Buffer body) {
        String answer = SqsServer.withoutPort(body.toString());
        if (status != 200) {
            JsonObject error = answer.startsWith("{") ? new JsonObject(answer) : new JsonObject();
            String type = error.getString("__type", "com.amazonaws.sqs#InternalError");
            return Future.failedFuture(new AwsRefusal(new AwsError(
                    status,
                    type.substring(type.indexOf('#') + 1),
                    type,
                    error.getString("Message", error.getString("message", answer)))));
        }
        if (!call.json()) {
            return Future.succeededFuture(answer);
        }
        JsonObject asked = new JsonObject(call.body().length() == 0 ? Buffer.buffer("{}") : call.body());
        return Future.succeededFuture(
                switch (call.operation()) {
                    case "GetQueueAttributes" -> withRetention(asked, new JsonObject(answer));
                    case "ListQueues" -> page(asked, new JsonObject(answer));
                    default -> answer;
                });
    }

    private static String withRetention(JsonObject asked, JsonObject answer) {
        JsonArray names = asked.getJsonArray("AttributeNames", new JsonArray());
        JsonObject attributes = answer.getJsonObject("Attributes", new JsonObject());
        if (names.contains("All") || names.contains("MessageRetentionPeriod")) {
            attributes.put("MessageRetentionPeriod", RETENTION);
        }
        return answer.put("Attributes", attributes).encode();
    }

    /** A next token is given only to who asked for a page of a size. */
    private static String page(JsonObject asked, JsonObject answer) {
        var urls = answer.getJsonArray("QueueUrls", new JsonArray()).stream()
                .map(Object::toString)
                .sorted()
                .toList();
        int size = Math.min(MOST, asked.getInteger("MaxResults", MOST));
        int from = Math.min(urls.size(), Integer.parseInt(asked.getString("NextToken", "0")));
        int to = Math.min(urls.size(), from + size);
        JsonObject page = JsonObject.of("QueueUrls", new JsonArray(urls.subList(from, to)));
        if (asked.containsKey("MaxResults") && to < urls.size()) {
            page.put("NextToken", Integer.toString(to));
        }
        return page.encode();
    }

    void close() {
        http.close().await();
    }
}
