package io.prodhealth.simulator.aws;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** GetMetricData over what happened in the queues. */
final class CloudWatchServer implements QueryAnswers {
    private static final int MOST_QUERIES = 500;
    private static final int MOST_DATAPOINTS = 100_800;

    private final QueueMetrics queues;

    CloudWatchServer(QueueMetrics queues) {
        this.queues = queues;
    }

    @Override
    public String namespace() {
        return "http://monitoring.amazonaws.com/doc/2010-08-01/";
    }

    @Override
    public String result(AwsCall call) throws AwsRefusal {
        if (!call.operation().equals("GetMetricData")) {
            throw new AwsRefusal(AwsError.invalidAction(call.operation()));
        }
        Instant from = time(call, "StartTime");
        Instant to = time(call, "EndTime");
        if (!from.isBefore(to)) {
            throw new AwsRefusal(AwsError.invalid("The parameter StartTime must be less than the parameter EndTime."));
        }
        List<MetricQuery> queries = queries(call);
        boolean oldestFirst = call.parameter("ScanBy").equals("TimestampAscending");
        List<List<QueueMinutes.Value>> values = new ArrayList<>();
        for (MetricQuery query : queries) {
            List<QueueMinutes.Value> found = query.answer(queues, from, to);
            values.add(oldestFirst ? found : found.reversed());
        }
        return page(call, queries, values);
    }

    private static List<MetricQuery> queries(AwsCall call) throws AwsRefusal {
        List<Map<String, String>> members = call.members("MetricDataQueries");
        if (members.isEmpty() || members.size() > MOST_QUERIES) {
            throw new AwsRefusal(AwsError.invalid("The collection MetricDataQueries must not have a size greater than "
                    + MOST_QUERIES + " or less than 1."));
        }
        List<MetricQuery> queries = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Map<String, String> member : members) {
            MetricQuery query = MetricQuery.read(member);
            if (!ids.add(query.id())) {
                throw new AwsRefusal(AwsError.invalid("The parameter Id has a duplicate value '" + query.id() + "'."));
            }
            if (!member.getOrDefault("ReturnData", "true").equals("false")) {
                queries.add(query);
            }
        }
        return queries;
    }

    /** As many datapoints as fit; a metric that is cut says so and goes on in the next page. */
    private static String page(AwsCall call, List<MetricQuery> queries, List<List<QueueMinutes.Value>> values)
            throws AwsRefusal {
        int skip = (int) number(call.parameter("NextToken"), 0);
        int room = (int) Math.min(MOST_DATAPOINTS, number(call.parameter("MaxDatapoints"), MOST_DATAPOINTS));
        Xml xml = new Xml().open("MetricDataResults");
        int passed = 0;
        boolean more = false;
        for (int i = 0; i < queries.size(); i++) {
            List<QueueMinutes.Value> all = values.get(i);
            int first = Math.clamp(skip - passed, 0, all.size());
            int last = Math.clamp((long) skip + room - passed, 0, all.size());
            passed += all.size();
            boolean cut = last < all.size();
            more |= cut;
            if (first < last || (all.isEmpty() && skip == 0)) {
                metric(xml, queries.get(i), all.subList(first, last), cut);
            }
        }
        xml.close("MetricDataResults").open("Messages").close("Messages");
        if (more) {
            xml.value("NextToken", "page-" + (skip + room));
        }
        return xml.toString();
    }

    private static void metric(Xml xml, MetricQuery query, List<QueueMinutes.Value> values, boolean cut) {
        xml.open("member").value("Id", query.id()).value("Label", query.label());
        xml.open("Timestamps");
        values.forEach(value -> xml.time("member", value.minute()));
        xml.close("Timestamps").open("Values");
        values.forEach(value -> xml.value("member", value.value()));
        xml.close("Values")
                .value("StatusCode", cut ? "PartialData" : "Complete")
                .close("member");
    }

    private static long number(String text, long otherwise) throws AwsRefusal {
        String digits = text.replaceFirst("^page-", "");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!digits.matches("\\d{1,9}")) {
            throw new AwsRefusal(
                    new AwsError(400, "InvalidNextToken", "InvalidNextToken", "The next token is invalid"));
        }
        return Long.parseLong(digits);
    }

    private static Instant time(AwsCall call, String name) throws AwsRefusal {
        try {
            return Instant.parse(call.parameter(name));
        } catch (DateTimeException e) {
            throw new AwsRefusal(AwsError.invalid("The parameter " + name + " must be a timestamp."));
        }
    }
}
