package io.prodhealth.practice;

import io.prodhealth.signal.provisioning.Fitting;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.snapshot.PodTemplate;
import java.util.Optional;

/**
 * How many pods of a template the node groups have room for that it may use, if it had them alone.
 *
 * @param most as many
 * @param known whether every group's size is known; where not, there may be more
 */
public record Replicas(long most, boolean known) {

    /** Cortex's default of {@code max_replicas} (pkg/consts): nobody has chosen it. */
    public static final int DEFAULT = 100;

    /** The room at those places. */
    public static Replicas room(PodTemplate template, Places places) {
        long room = 0;
        boolean all = true;
        for (NodeGroup group : places.admitting(template)) {
            Optional<Fitting.Fit> fit = places.fitting().fit(template, group);
            if (fit.isEmpty() || group.max().isEmpty()) {
                all = false;
            } else {
                room += (long) group.max().getAsInt() * fit.get().pods();
            }
        }
        return new Replicas(room, all);
    }
}
