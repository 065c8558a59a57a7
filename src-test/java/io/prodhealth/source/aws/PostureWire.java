package io.prodhealth.source.aws;

import io.prodhealth.source.aws.WireServer.Reply;
import io.prodhealth.source.aws.WireServer.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resources that are served as EC2, Elastic Load Balancing, Route 53, ECR and ACM serve them. */
public final class PostureWire implements AutoCloseable {

    private static final Map<String, String> EC2 = Map.of(
            "DescribeInstances", "reservationSet",
            "DescribeVpcs", "vpcSet",
            "DescribeSubnets", "subnetSet",
            "DescribeRouteTables", "routeTableSet",
            "DescribeNatGateways", "natGatewaySet",
            "DescribeVpcEndpoints", "vpcEndpointSet",
            "DescribeVpcPeeringConnections", "vpcPeeringConnectionSet",
            "DescribeSecurityGroups", "securityGroupInfo");
    private static final Map<String, String> BALANCING = Map.of(
            "DescribeLoadBalancers", "LoadBalancers",
            "DescribeTags", "TagDescriptions",
            "DescribeListeners", "Listeners",
            "DescribeTargetGroups", "TargetGroups",
            "DescribeTargetHealth", "TargetHealthDescriptions",
            "DescribeInstanceHealth", "InstanceStates");

    /** What each operation lists, as XML or JSON of its service. */
    final Map<String, List<String>> items = new ConcurrentHashMap<>();

    private final WireServer server = new WireServer(this::answer);
    private volatile Function<Request, @Nullable Reply> before = request -> null;
    private volatile int pageSize = 100;

    /** To be asked by tests. */
    public WireServer server() {
        return server;
    }

    /** Answers first; where it has no answer the resources are served. */
    public void before(Function<Request, @Nullable Reply> answer) {
        before = answer;
    }

    void pageSize(int size) {
        pageSize = size;
    }

    /** What an operation lists. */
    public void has(String operation, String... all) {
        items.put(operation, List.of(all));
    }

    /** A filter of EC2 as it was asked for. */
    static String filter(Request request) {
        return request.parameter("Filter.1.Name") + "=" + request.parameter("Filter.1.Value.1");
    }

    /** As the service of the operation refuses what IAM does not allow. */
    public static Reply denial(Request request) {
        if (EC2.containsKey(request.operation())) {
            return ec2Error(403, "UnauthorizedOperation");
        }
        return request.headers().containsKey("X-Amz-Target")
                ? Reply.refusal(400, "AccessDeniedException", "not authorized")
                : Reply.xmlRefusal(403, "AccessDenied", "not authorized");
    }

    static Reply throttle(Request request) {
        if (EC2.containsKey(request.operation())) {
            return ec2Error(503, "RequestLimitExceeded");
        }
        return request.headers().containsKey("X-Amz-Target")
                ? Reply.refusal(400, "ThrottlingException", "Rate exceeded")
                : Reply.xmlRefusal(400, "Throttling", "Rate exceeded");
    }

    private static Reply ec2Error(int status, String code) {
        return Reply.xml(
                status,
                "<Response><Errors><Error><Code>" + code + "</Code><Message>no</Message></Error></Errors>"
                        + "<RequestID>r</RequestID></Response>");
    }

    /** {@code <name>…</name>} for each pair of a name and a text. */
    static String xml(String... namesAndTexts) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            out.append('<').append(namesAndTexts[i]).append('>').append(namesAndTexts[i + 1]);
            out.append("</").append(namesAndTexts[i]).append('>');
        }
        return out.toString();
    }

    private Reply answer(Request request) {
        Reply first = before.apply(request);
        if (first != null) {
            return first;
        }
        String operation = request.operation();
        String set = EC2.get(operation);
        if (set != null) {
            return ec2(request, set);
        }
        return switch (operation) {
            case "ListHostedZones" -> zones(request);
            case "ListResourceRecordSets" -> records(request);
            case "DescribeRepositories" -> json(request, "repositories");
            case "ListImages" -> json(request, "imageIds");
            case "DescribeCertificate" ->
                items.containsKey(operation)
                        ? Reply.json(
                                200, "{\"Certificate\":" + items.get(operation).getFirst() + "}")
                        : Reply.refusal(400, "ResourceNotFoundException", "no such certificate");
            case "GetMetricData" ->
                Reply.xml(200, CloudWatchWire.page(String.join("", items.getOrDefault(operation, List.of())), ""));
            default ->
                BALANCING.containsKey(operation) ? balancing(request) : Reply.xmlRefusal(400, "InvalidAction", "");
        };
    }

    private record Page(String items, String next) {}

    private Page page(String key, String from, String open, String close) {
        List<String> all = items.getOrDefault(key, List.of());
        int start = from.isEmpty() ? 0 : Integer.parseInt(from);
        int end = Math.min(all.size(), start + pageSize);
        return new Page(
                all.subList(start, end).stream()
                        .map(each -> open + each + close)
                        .collect(Collectors.joining()),
                end < all.size() ? String.valueOf(end) : "");
    }

    private Reply ec2(Request request, String set) {
        Page page = page(request.operation(), request.parameter("NextToken"), "<item>", "</item>");
        String next = page.next().isEmpty() ? "" : xml("nextToken", page.next());
        return Reply.xml(
                200,
                "<" + request.operation() + "Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
                        + xml("requestId", "r", set, page.items()) + next + "</" + request.operation() + "Response>");
    }

    private Reply balancing(Request request) {
        boolean classic = request.parameter("Version").equals("2012-06-01");
        String operation = request.operation();
        String list = classic && operation.equals("DescribeLoadBalancers")
                ? "LoadBalancerDescriptions"
                : BALANCING.getOrDefault(operation, "");
        Page page = page((classic ? "Classic" : "") + operation, request.parameter("Marker"), "<member>", "</member>");
        String next = page.next().isEmpty() ? "" : xml("NextMarker", page.next());
        String result = xml(operation + "Result", xml(list, page.items()) + next);
        return Reply.xml(200, xml(operation + "Response", result + xml("ResponseMetadata", xml("RequestId", "r"))));
    }

    private Reply zones(Request request) {
        Page page = page("ListHostedZones", request.parameter("marker"), "<HostedZone>", "</HostedZone>");
        return rest(
                "ListHostedZonesResponse",
                xml(
                                "HostedZones",
                                page.items(),
                                "IsTruncated",
                                String.valueOf(!page.next().isEmpty()))
                        + (page.next().isEmpty() ? "" : xml("NextMarker", page.next())));
    }

    private Reply records(Request request) {
        Page page = page(
                "ListResourceRecordSets", request.parameter("name"), "<ResourceRecordSet>", "</ResourceRecordSet>");
        return rest(
                "ListResourceRecordSetsResponse",
                xml(
                                "ResourceRecordSets",
                                page.items(),
                                "IsTruncated",
                                String.valueOf(!page.next().isEmpty()))
                        + (page.next().isEmpty() ? "" : xml("NextRecordName", page.next(), "NextRecordType", "A")));
    }

    private static Reply rest(String name, String content) {
        return Reply.xml(
                200,
                "<" + name + " xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">" + content + "</" + name + ">");
    }

    private Reply json(Request request, String list) {
        String token = request.body().replaceAll("(?s).*\"nextToken\":\"(\\d+)\".*|.*", "$1");
        Page page = page(request.operation(), token, "", ",");
        String all = page.items().isEmpty()
                ? ""
                : page.items().substring(0, page.items().length() - 1);
        return Reply.json(
                200,
                "{\"" + list + "\":[" + all + "]"
                        + (page.next().isEmpty() ? "" : ",\"nextToken\":\"" + page.next() + "\"") + "}");
    }

    @Override
    public void close() {
        server.close();
    }
}
