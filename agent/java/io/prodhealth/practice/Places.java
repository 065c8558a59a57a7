package io.prodhealth.practice;

import io.prodhealth.signal.provisioning.Fitting;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.PodTemplate;
import java.util.List;
import java.util.Optional;

/**
 * The node groups that workloads may run on.
 *
 * @param groups as they are in effect; of a configuration alone, as they are asked for
 * @param fitting what their nodes take
 */
public record Places(List<NodeGroup> groups, Fitting fitting) {

    /** Of the cluster, or of its configuration where there is no cluster; otherwise it is unjudged why not. */
    public static Optional<Places> of(Evidence evidence, Findings findings) {
        if (evidence.origin() == Evidence.Origin.FILES) {
            return findings.need(evidence.config(), Subject.CLUSTER)
                    .map(config -> new Places(Fitting.configured(config), new Fitting(List.of())));
        }
        return findings.need(evidence.provisioning().groups(), Subject.CLUSTER)
                .map(groups -> new Places(
                        groups, new Fitting(evidence.kubernetes().nodes().orElse(List.of()))));
    }

    /** Those that pods of the template may run on, whether they fit or not. */
    public List<NodeGroup> admitting(PodTemplate template) {
        return groups.stream()
                .filter(NodeGroup::worker)
                .filter(group -> fitting.admits(template, group))
                .toList();
    }
}
