package io.prodhealth.source.aws;

import io.prodhealth.source.aws.WireServer.Reply;
import io.prodhealth.source.aws.WireServer.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Groups that are served as Auto Scaling serves them, and whatever a test puts in the way. */
final class AutoScalingWire implements AutoCloseable {

    final List<String> groups = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> activities = new ConcurrentHashMap<>();
    private final WireServer server = new WireServer(this::answer);
    private volatile Function<Request, @Nullable Reply> before = request -> null;
    private volatile int pageSize = 100;

    WireServer server() {
        return server;
    }

    void before(Function<Request, @Nullable Reply> answer) {
        before = answer;
    }

    void pageSize(int size) {
        pageSize = size;
    }

    /** A group with as many instances in service as it wants, and whatever else is said of it in XML. */
    static String group(String name, int desired, int inService, String more) {
        return "<member><AutoScalingGroupName>%s</AutoScalingGroupName><MinSize>0</MinSize><MaxSize>5</MaxSize>"
                        .formatted(name)
                + "<DesiredCapacity>%d</DesiredCapacity><Instances>%s</Instances>%s</member>"
                        .formatted(desired, instance("t3.medium", "InService").repeat(inService), more);
    }

    static String instance(String type, String state) {
        return "<member><InstanceId>i-1</InstanceId><InstanceType>%s</InstanceType><LifecycleState>%s</LifecycleState></member>"
                .formatted(type, state);
    }

    /** Tags as {@code key=value}. */
    static String tags(String... tags) {
        return List.of(tags).stream()
                .map(tag -> tag.split("=", 2))
                .map(tag -> "<member><Key>" + tag[0] + "</Key><Value>" + tag[1] + "</Value></member>")
                .collect(Collectors.joining("", "<Tags>", "</Tags>"));
    }

    /** A policy that mixes instances. */
    static String mixed(int onDemandPercentage, String... types) {
        return "<MixedInstancesPolicy><LaunchTemplate><Overrides>"
                + List.of(types).stream()
                        .map(type -> "<member><InstanceType>" + type + "</InstanceType></member>")
                        .collect(Collectors.joining())
                + "<member><InstanceRequirements/></member></Overrides></LaunchTemplate><InstancesDistribution>"
                + "<OnDemandPercentageAboveBaseCapacity>" + onDemandPercentage
                + "</OnDemandPercentageAboveBaseCapacity></InstancesDistribution></MixedInstancesPolicy>";
    }

    static String activity(String id, String status, String message, String description, String start, String end) {
        return "<member><ActivityId>%s</ActivityId><StatusCode>%s</StatusCode><StatusMessage>%s</StatusMessage>"
                        .formatted(id, status, message)
                + "<Description>%s</Description><StartTime>%s</StartTime>%s</member>"
                        .formatted(description, start, end.isEmpty() ? "" : "<EndTime>" + end + "</EndTime>");
    }

    private Reply answer(Request request) {
        Reply first = before.apply(request);
        if (first != null) {
            return first;
        }
        return switch (request.operation()) {
            case "DescribeAutoScalingGroups" -> page(request, "AutoScalingGroups", groups);
            case "DescribeScalingActivities" ->
                page(
                        request,
                        "Activities",
                        activities.getOrDefault(request.parameter("AutoScalingGroupName"), List.of()));
            default -> Reply.xmlRefusal(400, "InvalidAction", "");
        };
    }

    private Reply page(Request request, String list, List<String> members) {
        int from = request.parameter("NextToken").isEmpty() ? 0 : Integer.parseInt(request.parameter("NextToken"));
        int to = Math.min(members.size(), from + pageSize);
        String name = request.operation();
        return Reply.xml(
                200,
                "<%sResponse xmlns=\"http://autoscaling.amazonaws.com/doc/2011-01-01/\"><%sResult><%s>%s</%s>%s</%sResult></%sResponse>"
                        .formatted(
                                name,
                                name,
                                list,
                                String.join("", members.subList(from, to)),
                                list,
                                to < members.size() ? "<NextToken>" + to + "</NextToken>" : "",
                                name,
                                name));
    }

    @Override
    public void close() {
        server.close();
    }
}
