package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the pod template of a workload. */
final class TemplateReader {

    private static final String NODE_GROUP_LABEL = "alpha.eksctl.io/nodegroup-name";
    private static final int LONGEST_ARGUMENT = 1024;
    private static final int MOST_ENVIRONMENT = 100;

    private final Pool<String> names;

    TemplateReader(Pool<String> names) {
        this.names = names;
    }

    PodTemplate read(JsonNode template) {
        JsonNode spec = template.path("spec");
        return new PodTemplate(
                Json.map(names, Json.at(template, "metadata", "labels"), label -> true),
                Json.list(spec.path("containers"), this::container),
                Json.list(spec.path("initContainers"), this::container),
                Json.map(names, spec.path("nodeSelector"), label -> true),
                requiredNodeGroups(spec),
                Json.integer(spec, 30, "terminationGracePeriodSeconds"));
    }

    private Container container(JsonNode container) {
        return new Container(
                names.share(Json.text(container, "name")),
                names.share(Json.cut(Json.text(container, "image"), LONGEST_ARGUMENT)),
                arguments(container),
                Json.map(names, Json.at(container, "resources", "requests"), resource -> true),
                Json.map(names, Json.at(container, "resources", "limits"), resource -> true),
                environment(container),
                probe(container.path("readinessProbe")),
                probe(container.path("livenessProbe")),
                Json.text(container, "restartPolicy").equals("Always"));
    }

    private List<String> arguments(JsonNode container) {
        List<String> arguments = new ArrayList<>();
        for (String field : List.of("command", "args")) {
            for (String argument : Json.list(container.path(field), value -> value.asString(""))) {
                arguments.add(names.share(Json.cut(argument, LONGEST_ARGUMENT)));
            }
        }
        return List.copyOf(arguments);
    }

    private Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode variable : container.path("env")) {
            if (variable.has("value") && environment.size() < MOST_ENVIRONMENT) {
                environment.put(
                        names.share(Json.text(variable, "name")),
                        names.share(Json.cut(Json.text(variable, "value"), LONGEST_ARGUMENT)));
            }
        }
        return Map.copyOf(environment);
    }

    static @Nullable Probe probe(JsonNode probe) {
        Probe.Type type;
        JsonNode target;
        if (probe.has("httpGet")) {
            type = Probe.Type.HTTP_GET;
            target = probe.path("httpGet");
        } else if (probe.has("tcpSocket")) {
            type = Probe.Type.TCP_SOCKET;
            target = probe.path("tcpSocket");
        } else if (probe.has("exec")) {
            type = Probe.Type.EXEC;
            target = probe.path("exec");
        } else if (probe.has("grpc")) {
            type = Probe.Type.GRPC;
            target = probe.path("grpc");
        } else {
            return null;
        }
        return new Probe(
                type,
                Json.text(target, "path"),
                Json.scalar(target, "port"),
                Json.integer(probe, 0, "initialDelaySeconds"),
                Json.integer(probe, 1, "timeoutSeconds"),
                Json.integer(probe, 10, "periodSeconds"),
                Json.integer(probe, 1, "successThreshold"),
                Json.integer(probe, 3, "failureThreshold"));
    }

    private List<String> requiredNodeGroups(JsonNode spec) {
        List<String> groups = new ArrayList<>();
        JsonNode terms = Json.at(
                spec,
                "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms");
        for (JsonNode term : terms) {
            for (JsonNode expression : term.path("matchExpressions")) {
                if (Json.text(expression, "key").equals(NODE_GROUP_LABEL)
                        && Json.text(expression, "operator").equals("In")) {
                    groups.addAll(Json.list(expression.path("values"), value -> names.share(value.asString(""))));
                }
            }
        }
        String selected = Json.text(spec.path("nodeSelector"), NODE_GROUP_LABEL);
        if (!selected.isEmpty()) {
            groups.add(names.share(selected));
        }
        return List.copyOf(groups);
    }
}
