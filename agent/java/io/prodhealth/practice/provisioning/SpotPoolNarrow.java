package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Observed;
import java.util.List;
import java.util.Optional;

/**
 * A spot group may use several instance types: each is a pool of its own, and one alone runs dry. The nodes that are there tell
 * nothing of it. A type that has no equal is only worth a word.
 */
public final class SpotPoolNarrow implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "spot_pool_narrow",
            "4.11",
            Section.PROVISIONING,
            "A spot node group may use more than one instance type.",
            "Add a spot node group whose spot_config.instance_distribution names equal and larger types, and remove"
                    + " this one: the types of a node group cannot be changed.",
            true);

    private static final String FIELD = "spot_config.instance_distribution";

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Workers workers = Workers.of(evidence, findings).orElse(null);
        if (workers == null) {
            return;
        }
        for (NodeGroup spot : workers.spot()) {
            Subject subject = Workers.subject(spot);
            Optional<List<String>> types = types(spot, evidence);
            if (types.isEmpty()) {
                findings.unknown(subject, "instance_types_unknown");
            } else if (types.get().stream().distinct().count() > 1) {
                findings.pass(subject);
            } else {
                boolean alone = !workers.fitting().replaceable(spot).orElse(true);
                findings.add(
                        subject,
                        alone || leftOut(spot, evidence) ? Severity.INFO : Severity.WARNING,
                        "one instance type, " + types.get().getFirst() + (alone ? ", which has no equal" : ""),
                        "several instance types",
                        FIELD);
            }
        }
    }

    /** The guide's own sample leaves spot_config out, and with it the question; in a cluster Cortex has filled it in. */
    private static boolean leftOut(NodeGroup spot, Evidence evidence) {
        return evidence.origin() == Evidence.Origin.FILES
                && evidence.config().known().stream()
                        .flatMap(config -> config.nodeGroups().stream())
                        .anyMatch(group -> group.eksctlName().equals(spot.ownName())
                                && group.maxPrice().isEmpty());
    }

    private static Optional<List<String>> types(NodeGroup spot, Evidence evidence) {
        Observed<ClusterConfig> config = evidence.config();
        return config.known()
                .flatMap(known -> known.nodeGroups().stream()
                        .filter(group -> group.eksctlName().equals(spot.ownName()))
                        .map(ClusterConfig.Group::instanceTypes)
                        .filter(types -> !types.isEmpty())
                        .findFirst())
                .or(() -> evidence.snapshot()
                        .autoScaling()
                        .known()
                        .flatMap(known -> known.groups().stream()
                                .filter(group -> group.name().equals(spot.asgName()))
                                .map(AutoScaling.Group::instanceTypes)
                                // One may be all that it has launched.
                                .filter(types -> types.size() > 1)
                                .findFirst()));
    }
}
