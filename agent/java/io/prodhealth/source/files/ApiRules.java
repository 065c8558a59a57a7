package io.prodhealth.source.files;

import io.prodhealth.source.files.Faults.Grade;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What must hold between the values of an API spec for Cortex to take it. */
final class ApiRules {

    private ApiRules() {}

    /** What is wrong between values; each by itself is held against its shape. */
    static Grade check(MarkedNode api, Faults faults) {
        Grade worst = Grade.NONE;
        Optional<MarkedNode> scaling = api.at("autoscaling");
        if (scaling.isPresent()) {
            worst = scaling(scaling.get(), faults);
        }
        List<MarkedNode> containers = api.at("pod")
                .flatMap(pod -> pod.at("containers"))
                .map(node -> node instanceof MarkedNode.Sequence list ? list.items() : List.<MarkedNode>of())
                .orElse(List.of());
        for (MarkedNode container : containers) {
            for (String name : List.of("readiness_probe", "liveness_probe")) {
                Optional<MarkedNode> probe = container.at(name);
                if (probe.isPresent()) {
                    worst = worst.and(probe(probe.get(), name, faults));
                }
            }
        }
        return worst;
    }

    private static Grade scaling(MarkedNode scaling, Faults faults) {
        OptionalLong least = number(scaling, "min_replicas");
        OptionalLong most = number(scaling, "max_replicas");
        if (least.orElse(1) > most.orElse(100)) {
            faults.say(
                    scaling,
                    "autoscaling.min_replicas is " + least.orElse(1) + "; expected at most max_replicas, "
                            + most.orElse(100));
            return Grade.WRONG;
        }
        return Grade.NONE;
    }

    private static Grade probe(MarkedNode probe, String name, Faults faults) {
        long asked = List.of("http_get", "tcp_socket", "exec").stream()
                .filter(key -> probe.at(key).isPresent())
                .count();
        if (asked != 1) {
            faults.say(probe, name + " asks in " + asked + " ways; expected one of http_get, tcp_socket, exec");
            return Grade.WRONG;
        }
        return Grade.NONE;
    }

    private static OptionalLong number(MarkedNode node, String key) {
        return node.at(key)
                .filter(value -> value instanceof MarkedNode.Scalar scalar
                        && scalar.json().isIntegralNumber())
                .map(value -> OptionalLong.of(value.json().longValue()))
                .orElse(OptionalLong.empty());
    }
}
