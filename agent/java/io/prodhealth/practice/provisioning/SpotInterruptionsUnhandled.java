package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.DaemonSet;
import io.prodhealth.snapshot.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something drains a spot node in the two minutes before AWS takes it: a node termination handler, as a DaemonSet or as a
 * Deployment that reads a queue, or Karpenter. Cortex brings none.
 */
public final class SpotInterruptionsUnhandled implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "spot_interruptions_unhandled",
            "4.14",
            Section.PROVISIONING,
            "Spot nodes are drained before AWS takes them back.",
            "Install aws-node-termination-handler (IMDS mode needs no queue), and let APIs have two replicas and more.",
            true);

    private static final List<String> HANDLERS = List.of("node-termination-handler", "karpenter");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (!Scope.live(evidence, findings)) {
            return;
        }
        Optional<List<NodeGroup>> groups = findings.need(evidence.provisioning().groups(), Subject.CLUSTER);
        Optional<List<DaemonSet>> daemons =
                findings.needIfAny(evidence.kubernetes().daemonSets(), Subject.CLUSTER);
        Optional<List<Deployment>> deployments =
                findings.need(evidence.kubernetes().deployments(), Subject.CLUSTER);
        if (groups.isEmpty() || daemons.isEmpty() || deployments.isEmpty()) {
            return;
        }
        if (groups.get().stream().noneMatch(NodeGroup::spot)) {
            findings.notApplicable("no_spot");
            return;
        }
        boolean handled = Stream.concat(
                        daemons.get().stream()
                                .filter(one -> one.ready() > 0)
                                .filter(one -> handles(one.name(), one.labels())),
                        deployments.get().stream()
                                .filter(one -> one.ready() > 0)
                                .filter(one -> handles(one.name(), one.labels())))
                .findAny()
                .isPresent();
        if (handled) {
            findings.pass(Subject.CLUSTER);
        } else {
            long lost = evidence.provisioning().interruptions().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            findings.info(
                    Subject.CLUSTER,
                    "nothing handles spot interruptions; " + lost + " spot nodes lost since "
                            + evidence.provisioning().countingSince(),
                    "a node termination handler");
        }
    }

    /** By its name, or by that of its chart. */
    private static boolean handles(String name, Map<String, String> labels) {
        String chart = labels.getOrDefault("app.kubernetes.io/name", "");
        return HANDLERS.stream().anyMatch(handler -> name.contains(handler) || chart.contains(handler));
    }
}
