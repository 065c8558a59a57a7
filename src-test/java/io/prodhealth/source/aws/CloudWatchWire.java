package io.prodhealth.source.aws;

import io.prodhealth.source.aws.WireServer.Reply;
import io.prodhealth.source.aws.WireServer.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Metrics that are served as CloudWatch serves them, and whatever a test puts in the way. */
final class CloudWatchWire implements AutoCloseable {

    private record Point(Instant at, double value) {}

    /** By queue and metric. */
    private final Map<String, Map<Instant, Double>> points = new ConcurrentHashMap<>();

    private final Map<String, Double> steady = new ConcurrentHashMap<>();
    private final Map<String, String> statuses = new ConcurrentHashMap<>();
    private final WireServer server = new WireServer(this::answer);
    private volatile Function<Request, @Nullable Reply> before = request -> null;
    private volatile int pageSize = Integer.MAX_VALUE;
    private volatile boolean generous;

    WireServer server() {
        return server;
    }

    void put(String queue, String metric, Instant minute, double value) {
        points.computeIfAbsent(queue + " " + metric, none -> new ConcurrentHashMap<>())
                .put(minute, value);
    }

    /** The same value at every minute that is asked for. */
    void everyMinute(String queue, String metric, double value) {
        steady.put(queue + " " + metric, value);
    }

    /** The status code of a queue's results. */
    void status(String queue, String status) {
        statuses.put(queue, status);
    }

    /** Points of a metric on a page. */
    void pageSize(int size) {
        pageSize = size;
    }

    void answersMoreThanIsAsked() {
        generous = true;
    }

    void before(Function<Request, @Nullable Reply> answer) {
        before = answer;
    }

    /** Queue, metric, statistic and period of everything that was asked, but for later pages. */
    List<String> asked() {
        List<String> asked = new ArrayList<>();
        for (Request request : server.requests()) {
            if (request.parameter("NextToken").isEmpty()) {
                for (int i = 1; !request.parameter(member(i) + "Id").isEmpty(); i++) {
                    asked.add(queue(request, i) + " " + metric(request, i) + " "
                            + request.parameter(member(i) + "MetricStat.Stat") + " "
                            + request.parameter(member(i) + "MetricStat.Period"));
                }
            }
        }
        return asked;
    }

    static String page(String results, String nextToken) {
        return "<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><GetMetricDataResult>"
                + "<MetricDataResults>" + results + "</MetricDataResults>"
                + (nextToken.isEmpty() ? "" : "<NextToken>" + nextToken + "</NextToken>")
                + "</GetMetricDataResult></GetMetricDataResponse>";
    }

    private static String member(int i) {
        return "MetricDataQueries.member." + i + ".";
    }

    private static String queue(Request request, int i) {
        return request.parameter(member(i) + "MetricStat.Metric.Dimensions.member.1.Value");
    }

    private static String metric(Request request, int i) {
        return request.parameter(member(i) + "MetricStat.Metric.MetricName");
    }

    private Reply answer(Request request) {
        Reply first = before.apply(request);
        if (first != null) {
            return first;
        }
        Instant start = Instant.parse(request.parameter("StartTime"));
        Instant end = Instant.parse(request.parameter("EndTime"));
        int from = request.parameter("NextToken").isEmpty() ? 0 : Integer.parseInt(request.parameter("NextToken"));
        StringBuilder results = new StringBuilder();
        boolean more = false;
        for (int i = 1; !request.parameter(member(i) + "Id").isEmpty(); i++) {
            List<Point> all = points(queue(request, i) + " " + metric(request, i), start, end);
            int to = (int) Math.min(all.size(), (long) from + pageSize);
            more |= to < all.size();
            results.append(result(
                    request.parameter(member(i) + "Id"),
                    statuses.getOrDefault(queue(request, i), "Complete"),
                    all.subList(Math.min(from, to), to)));
        }
        return Reply.xml(200, page(results.toString(), more ? Integer.toString(from + pageSize) : ""));
    }

    /** The newest first, as CloudWatch does. */
    private List<Point> points(String key, Instant start, Instant end) {
        List<Point> all = new ArrayList<>();
        points.getOrDefault(key, Map.of()).forEach((at, value) -> {
            if (generous || (!at.isBefore(start) && at.isBefore(end))) {
                all.add(new Point(at, value));
            }
        });
        Double same = steady.get(key);
        for (Instant at = start; same != null && at.isBefore(end); at = at.plusSeconds(60)) {
            all.add(new Point(at, same));
        }
        all.sort(Comparator.comparing(Point::at).reversed());
        return all;
    }

    private static String result(String id, String status, List<Point> points) {
        return "<member><Id>%s</Id><Label>l</Label><StatusCode>%s</StatusCode><Timestamps>%s</Timestamps><Values>%s</Values></member>"
                .formatted(
                        id,
                        status,
                        points.stream()
                                .map(point -> "<member>" + point.at() + "</member>")
                                .collect(Collectors.joining()),
                        points.stream()
                                .map(point -> "<member>" + text(point.value()) + "</member>")
                                .collect(Collectors.joining()));
    }

    private static String text(double value) {
        return Double.isInfinite(value) ? (value > 0 ? "Infinity" : "-Infinity") : Double.toString(value);
    }

    @Override
    public void close() {
        server.close();
    }
}
