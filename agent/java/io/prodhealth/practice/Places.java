package io.prodhealth.practice;

import io.prodhealth.signal.provisioning.Fitting;
import io.prodhealth.signal.provisioning.Fitting.Fit;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.PodTemplate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** The node groups that workloads may run on. For one thread. */
public final class Places {

    private final List<NodeGroup> groups;
    private final Fitting fitting;
    /** Several practices ask for each template; to compare templates takes longer than to place another. */
    private final IdentityHashMap<PodTemplate, List<Place>> placed = new IdentityHashMap<>();

    private Places(List<NodeGroup> groups, Fitting fitting) {
        this.groups = groups;
        this.fitting = fitting;
    }

    /**
     * A group that pods may run on.
     *
     * @param fit how many of them an empty node of it takes; empty where nothing tells its size
     */
    public record Place(NodeGroup group, Optional<Fit> fit) {}

    /** Of the cluster, or of its configuration where there is no cluster; otherwise it is unjudged why not. */
    public static Optional<Places> of(Evidence evidence, Findings findings) {
        if (evidence.origin() == Evidence.Origin.FILES) {
            return findings.need(evidence.config(), Subject.CLUSTER)
                    .map(config -> of(evidence, Fitting.configured(config)));
        }
        return findings.need(evidence.provisioning().groups(), Subject.CLUSTER).map(groups -> of(evidence, groups));
    }

    private static Places of(Evidence evidence, List<NodeGroup> groups) {
        return evidence.shared(Places.class, same -> new Places(groups, fitting(evidence)));
    }

    /** What the nodes of groups take; of files no node tells. */
    public static Fitting fitting(Evidence evidence) {
        boolean files = evidence.origin() == Evidence.Origin.FILES;
        return evidence.shared(
                Fitting.class,
                same -> new Fitting(
                        files ? List.of() : evidence.kubernetes().nodes().orElse(List.of())));
    }

    /** All groups: as they are in effect; of a configuration alone, as they are asked for. */
    public List<NodeGroup> groups() {
        return groups;
    }

    /** What nodes of the groups take. */
    public Fitting fitting() {
        return fitting;
    }

    /** Those that pods of the template may run on, whether they fit or not. */
    public List<Place> admitting(PodTemplate template) {
        return placed.computeIfAbsent(template, this::place);
    }

    private List<Place> place(PodTemplate template) {
        List<Place> places = new ArrayList<>();
        for (NodeGroup group : groups) {
            if (group.worker() && fitting.admits(template, group)) {
                places.add(new Place(group, fitting.fit(template, group)));
            }
        }
        return List.copyOf(places);
    }
}
