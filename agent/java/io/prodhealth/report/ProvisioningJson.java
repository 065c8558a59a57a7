package io.prodhealth.report;

import io.prodhealth.signal.provisioning.ExpectedFallback;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.Provisioning;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The part {@code provisioning} of the JSON report. */
final class ProvisioningJson {

    private ProvisioningJson() {}

    static void write(JsonWriter json, Provisioning provisioning) {
        json.object("provisioning");
        ReadinessJson.state(json, "", provisioning.families());
        json.seconds("objective_seconds", provisioning.objective());
        autoscaler(json, provisioning);
        json.object("spot_interruptions");
        provisioning.interruptions().forEach(json::number);
        json.endObject().array("families");
        provisioning.families().orElse(List.of()).stream()
                .sorted(Comparator.comparing(said -> said.family().name()))
                .forEach(said -> family(json, said));
        json.endArray().array("node_groups");
        provisioning.groups().orElse(List.of()).stream()
                .sorted(Comparator.comparing(NodeGroup::name).thenComparing(NodeGroup::lifecycle))
                .forEach(group -> group(json, group));
        json.endArray().endObject();
    }

    private static void autoscaler(JsonWriter json, Provisioning provisioning) {
        json.object("cluster_autoscaler");
        ReadinessJson.state(json, "", provisioning.autoscaler());
        provisioning
                .autoscaler()
                .known()
                .ifPresentOrElse(
                        known -> json.truth("healthy", known.healthy()).time("updated_at", known.updatedAt()),
                        () -> json.nothing("healthy").nothing("updated_at"));
        provisioning
                .flags()
                .known()
                .ifPresentOrElse(
                        flags -> json.seconds("provision_timeout_seconds", flags.maxNodeProvisionTime()),
                        () -> json.nothing("provision_timeout_seconds"));
        json.endObject();
    }

    private static void family(JsonWriter json, FamilyProvisioning said) {
        json.object().text("name", said.family().name());
        json.textOrNull("state", said.family().hasSpot() ? said.state().word() : "");
        json.time("since", said.since()).array("causes");
        said.causes().forEach(cause -> json.value(cause.word()));
        json.endArray();
        fallback(json, said.fallback());
        boolean podsKnown = said.waiting().known().isPresent();
        json.number("waiting_pods", podsKnown ? Integer.valueOf(said.waitingPods()) : null)
                .time("waiting_since", said.waitingSince().orElse(null));
        expected(json, said.expected().orElse(null));
        json.array("stand_ins");
        said.standIns().forEach(json::value);
        json.endArray().fraction("extra_cost_usd_per_hour", said.extraCost()).endObject();
    }

    private static void fallback(JsonWriter json, Optional<FamilyProvisioning.Fallback> open) {
        if (open.isEmpty()) {
            json.nothing("fallback");
            return;
        }
        FamilyProvisioning.Fallback fallback = open.get();
        json.object("fallback")
                .text("reason", fallback.reason().word())
                .time("triggered_at", fallback.triggeredAt())
                .time("failed_at", fallback.failedAt())
                .number("attempts", fallback.attempts())
                .time("on_demand_chosen_at", fallback.chosenAt())
                .time("on_demand_ready_at", fallback.readyAt())
                .time("ended_at", fallback.endedAt())
                .endObject();
    }

    /** Never is told by a truth of its own: JSON has no word for a time that does not end. */
    private static void expected(JsonWriter json, @Nullable ExpectedFallback expected) {
        if (expected == null) {
            json.nothing("expected_seconds").nothing("reaches_on_demand");
        } else {
            expected.after()
                    .ifPresentOrElse(
                            time -> json.seconds("expected_seconds", time), () -> json.nothing("expected_seconds"));
            json.truth("reaches_on_demand", expected.after().isPresent());
        }
        json.array("slow_node_groups");
        if (expected != null) {
            expected.slow().forEach(group -> json.value(group.name()));
        }
        json.endArray();
    }

    private static void group(JsonWriter json, NodeGroup group) {
        json.object()
                .text("name", group.name())
                .text("node_family", group.nodeFamily())
                .text("lifecycle", group.lifecycle().word())
                .array("instance_types");
        group.instanceTypes().forEach(json::value);
        json.endArray();
        number(json, "min", group.min());
        number(json, "max", group.max());
        number(json, "target", group.target());
        json.number("nodes", group.nodes().map(nodes -> nodes.all()).orElse(null));
        number(json, "priority", group.priority());
        json.truth("backoff", group.backoff())
                .textOrNull("backoff_message", group.backoffMessage())
                .endObject();
    }

    private static void number(JsonWriter json, String field, OptionalInt value) {
        json.number(field, value.isPresent() ? Integer.valueOf(value.getAsInt()) : null);
    }
}
