package io.prodhealth.source.aws;

import io.prodhealth.source.aws.WireServer.Reply;
import io.prodhealth.source.aws.WireServer.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Queues that are served as SQS serves them, and whatever a test puts in the way. */
public final class SqsWire implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ACCOUNT = "https://sqs.us-east-1.amazonaws.com/123456789012/";

    private final Map<String, Map<String, String>> queues = new ConcurrentSkipListMap<>();
    private final WireServer server;
    private volatile Function<Request, @Nullable Reply> before = request -> null;

    /** Starts it. */
    public SqsWire() {
        this(true);
    }

    /** Starts it; the requests of a million calls need not be remembered. */
    public SqsWire(boolean remembers) {
        server = new WireServer(this::answer, remembers);
    }

    /** The server. */
    public WireServer server() {
        return server;
    }

    /** Puts a queue there, or changes it. */
    public void put(String name, long visible, long inFlight) {
        queues.put(name, attributes(visible, inFlight));
    }

    void put(String name, Map<String, String> attributes) {
        queues.put(name, attributes);
    }

    void remove(String name) {
        queues.remove(name);
    }

    /** Whatever this answers goes before what the queues would have. */
    public void before(Function<Request, @Nullable Reply> answer) {
        before = answer;
    }

    /** The URL of a queue, on a host of AWS's: it is not where it is to be called. */
    static String url(String name) {
        return ACCOUNT + name;
    }

    static Map<String, String> attributes(long visible, long inFlight) {
        return Map.of(
                "ApproximateNumberOfMessages",
                Long.toString(visible),
                "ApproximateNumberOfMessagesNotVisible",
                Long.toString(inFlight),
                "ApproximateNumberOfMessagesDelayed",
                "0",
                "MessageRetentionPeriod",
                "345600");
    }

    /** The name of the queue that a request is about; empty for a list. */
    static String queue(Request request) {
        String url = JSON.readTree(request.body()).path("QueueUrl").asString("");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private Reply answer(Request request) {
        Reply first = before.apply(request);
        if (first != null) {
            return first;
        }
        return switch (request.operation()) {
            case "ListQueues" -> list(JSON.readTree(request.body()));
            case "GetQueueAttributes" -> attributes(request);
            default -> Reply.refusal(400, "com.amazon.coral.service#UnknownOperationException", "");
        };
    }

    /** The token is the last name of the page before; without MaxResults SQS gives a thousand and no token. */
    private Reply list(JsonNode request) {
        String prefix = request.path("QueueNamePrefix").asString("");
        String after = request.path("NextToken").asString("");
        int most = request.path("MaxResults").asInt(0);
        List<String> names = queues.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.compareTo(after) > 0)
                .toList();
        List<String> page = names.subList(0, Math.min(names.size(), most == 0 ? 1000 : most));
        Map<String, Object> answer = new java.util.HashMap<>();
        answer.put("QueueUrls", page.stream().map(SqsWire::url).toList());
        if (most > 0 && page.size() < names.size()) {
            answer.put("NextToken", page.getLast());
        }
        return Reply.json(200, JSON.writeValueAsString(answer));
    }

    private Reply attributes(Request request) {
        Map<String, String> attributes = queues.get(queue(request));
        return attributes == null
                ? Reply.refusal(
                        400,
                        "com.amazonaws.sqs#QueueDoesNotExist",
                        "The specified queue does not exist for this wsdl version.")
                : Reply.json(200, JSON.writeValueAsString(Map.of("Attributes", attributes)));
    }

    @Override
    public void close() {
        server.close();
    }
}
