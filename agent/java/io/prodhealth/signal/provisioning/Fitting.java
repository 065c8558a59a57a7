package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.PodTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which groups take the pods of a template, and how many of them an empty node takes. For one thread. */
public final class Fitting {

    /** Cortex's DaemonSets on every worker: 260m and 350Mi. */
    private static final double DAEMON_CPUS = 0.26;

    private static final double DAEMON_BYTES = 350.0 * (1 << 20);
    /** Those of GPU nodes besides: 150m and 150Mi. */
    private static final double GPU_DAEMON_CPUS = 0.15;

    private static final double GPU_DAEMON_BYTES = 150.0 * (1 << 20);

    private final InstanceTypes types;
    private final PodPlacement placement;
    /** What pods find on an empty node, by its type. */
    private final Map<String, Optional<InstanceType>> rooms = new HashMap<>();
    /** The same template is asked about for one group after the other. */
    private @Nullable PodTemplate last;

    private PodNeeds needed = new PodNeeds(0, 0, 0, 0);

    /** With what these nodes tell of their types; those of a cluster that is only planned have none. */
    public Fitting(List<Node> nodes) {
        this.types = InstanceTypes.with(nodes);
        this.placement = new PodPlacement(types, nodes);
    }

    /**
     * Pods on an empty node.
     *
     * @param pods how many fit; those that ask for nothing fit without end
     * @param share of the resource that a pod takes most of, 0 to 1 where it fits
     */
    public record Fit(int pods, double share) {}

    /** The groups of a configuration, for when there is no cluster to look at. */
    public static List<NodeGroup> configured(ClusterConfig config) {
        GroupInputs inputs = new GroupInputs(config, null, null, null, null, true, false);
        return GroupAssembly.of(inputs, NodeGroups.NONE);
    }

    /** Whether pods may run on the group, their size left aside. */
    public boolean admits(PodTemplate template, NodeGroup group) {
        return placement.admits(template, needs(template), group);
    }

    @SuppressWarnings("ReferenceEquality") // to compare templates takes longer than to add up another
    private PodNeeds needs(PodTemplate template) {
        if (template != last) {
            last = template;
            needed = PodNeeds.of(template);
        }
        return needed;
    }

    /** On a node of the group's primary type, which the autoscaler reckons with; empty where nothing tells its size. */
    public Optional<Fit> fit(PodTemplate template, NodeGroup group) {
        if (group.instanceTypes().isEmpty()) {
            return Optional.empty();
        }
        PodNeeds needs = needs(template);
        return rooms.computeIfAbsent(
                        group.instanceTypes().getFirst(),
                        type -> types.room(type).map(Fitting::withoutDaemons))
                .map(room -> fit(needs, room));
    }

    /**
     * Whether nodes of a group have at least what those of another have, by the primary types, which pods are made for; empty
     * where nothing tells the size of one.
     */
    public Optional<Boolean> covers(NodeGroup group, NodeGroup other) {
        return primary(group).flatMap(type -> primary(other).map(type::covers));
    }

    /** Whether there is another type, of those that are known, on which the group's pods fit; empty for an unknown type. */
    public Optional<Boolean> replaceable(NodeGroup group) {
        return primary(group).map(types::hasAnother);
    }

    private Optional<InstanceType> primary(NodeGroup group) {
        return group.instanceTypes().stream().findFirst().flatMap(types::named);
    }

    /** Whether nodes of the group have GPUs or Inferentia devices; empty where nothing tells. */
    public Optional<Boolean> accelerated(NodeGroup group) {
        return primary(group).map(type -> type.gpus() > 0 || type.neurons() > 0);
    }

    private static InstanceType withoutDaemons(InstanceType room) {
        boolean gpu = room.gpus() > 0;
        return new InstanceType(
                room.name(),
                Math.max(0, room.cpus() - DAEMON_CPUS - (gpu ? GPU_DAEMON_CPUS : 0)),
                Math.max(0, room.memoryBytes() - DAEMON_BYTES - (gpu ? GPU_DAEMON_BYTES : 0)),
                room.gpus(),
                room.neurons());
    }

    private static Fit fit(PodNeeds needs, InstanceType room) {
        double share = Math.max(
                Math.max(share(needs.cpus(), room.cpus()), share(needs.memoryBytes(), room.memoryBytes())),
                Math.max(share(needs.gpus(), room.gpus()), share(needs.neurons(), room.neurons())));
        int pods = share == 0 ? Integer.MAX_VALUE : (int) Math.floor(1 / share + 1e-9);
        return new Fit(pods, share);
    }

    private static double share(double asked, double there) {
        if (asked <= 0) {
            return 0;
        }
        return there <= 0 ? Double.POSITIVE_INFINITY : asked / there;
    }
}
