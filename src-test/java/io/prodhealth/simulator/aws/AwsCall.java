package io.prodhealth.simulator.aws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call in one of the two protocols that the agent's clients speak: awsJson 1.0 (SQS) and awsQuery (CloudWatch, Auto
 * Scaling).
 *
 * @param service as policies name it: sqs, cloudwatch, autoscaling
 * @param region for which it was signed; empty when it was not signed
 * @param parameters of the query protocol; empty in the JSON protocol
 */
record AwsCall(
        String service, String operation, String region, boolean json, Map<String, String> parameters, Buffer body) {
    private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d{8}/([^/]+)/([^/]+)/aws4_request");
    private static final String SQS = "AmazonSQS.";

    static AwsCall read(HttpServerRequest request, Buffer body) {
        String authorization = request.getHeader("Authorization");
        Matcher scope = SCOPE.matcher(authorization == null ? "" : authorization);
        boolean signed = scope.find();
        String region = signed ? scope.group(1) : "";
        String target = request.getHeader("X-Amz-Target");
        if (target != null && target.startsWith(SQS)) {
            return new AwsCall("sqs", target.substring(SQS.length()), region, true, Map.of(), body);
        }
        Map<String, String> parameters = form(body.toString(StandardCharsets.UTF_8));
        // In policies and in signatures CloudWatch has different names.
        String service = signed ? scope.group(2).replace("monitoring", "cloudwatch") : "";
        return new AwsCall(service, parameters.getOrDefault("Action", ""), region, false, parameters, body);
    }

    String action() {
        return service + ":" + operation;
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The parameters of each member of a list, in order: {@code prefix.member.N.rest} under {@code rest}. */
    List<Map<String, String>> members(String prefix) {
        TreeMap<Integer, Map<String, String>> members = new TreeMap<>();
        Pattern member = Pattern.compile(Pattern.quote(prefix) + "\\.member\\.(\\d{1,6})(?:\\.(.+))?");
        parameters.forEach((name, value) -> {
            Matcher matcher = member.matcher(name);
            if (matcher.matches()) {
                String rest = matcher.group(2) == null ? "" : matcher.group(2);
                members.computeIfAbsent(Integer.valueOf(matcher.group(1)), n -> new HashMap<>())
                        .put(rest, value);
            }
        });
        return List.copyOf(members.values());
    }

    /** The values of a list of plain values. */
    List<String> values(String prefix) {
        List<String> values = new ArrayList<>();
        members(prefix).forEach(member -> values.add(member.getOrDefault("", "")));
        return values;
    }

    private static Map<String, String> form(String body) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return Map.copyOf(parameters);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
