package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the pods of workloads may run, each looked up once for as long as neither workloads nor groups change. It fills
 * itself as it is asked; one thread asks.
 */
final class Places {

    private record From(
            @Nullable Object groups,
            @Nullable Object nodes,
            @Nullable Object deployments,
            @Nullable Object jobs,
            @Nullable Object statefulSets) {

        static From of(KubernetesObjects objects, NodeGroups groups) {
            return new From(
                    groups,
                    part(objects.nodes()),
                    part(objects.deployments()),
                    part(objects.jobs()),
                    part(objects.statefulSets()));
        }

        private static <T> @Nullable List<T> part(Observed<List<T>> observed) {
            return observed.known().orElse(null);
        }

        /** The snapshot promises: the same object means that nothing has changed. */
        @SuppressWarnings("ReferenceEquality")
        boolean same(From other) {
            return groups == other.groups
                    && nodes == other.nodes
                    && deployments == other.deployments
                    && jobs == other.jobs
                    && statefulSets == other.statefulSets;
        }
    }

    private record Place(Workload workload, GroupKey group) {}

    static final Places NONE = new Places(null, new From(null, null, null, null, null));

    private final @Nullable EligibleFamilies eligible;
    private final From from;
    private final Map<Workload, Optional<String>> families = new HashMap<>();
    private final Map<Place, Boolean> allowed = new HashMap<>();

    private Places(@Nullable EligibleFamilies eligible, From from) {
        this.eligible = eligible;
        this.from = from;
    }

    /** Those of {@code objects} and of the groups that were read of the same. */
    Places next(KubernetesObjects objects, NodeGroups groups) {
        From now = From.of(objects, groups);
        return eligible != null && now.same(from) ? this : new Places(new EligibleFamilies(objects, groups), now);
    }

    /** The family that is to take the workload's pods. */
    Optional<String> familyOf(Workload workload) {
        EligibleFamilies known = eligible;
        return known == null ? Optional.empty() : families.computeIfAbsent(workload, known::familyOf);
    }

    /** Whether they may run in the group. */
    boolean allows(Workload workload, NodeGroup group) {
        EligibleFamilies known = eligible;
        return known != null
                && allowed.computeIfAbsent(new Place(workload, group.key()), _ -> known.allows(workload, group));
    }
}
