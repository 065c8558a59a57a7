package io.prodhealth.practice;

import io.prodhealth.practice.Places.Place;
import io.prodhealth.snapshot.PodTemplate;
import java.util.OptionalInt;

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
        for (Place place : places.admitting(template)) {
            OptionalInt max = place.group().max();
            if (place.fit().isEmpty() || max.isEmpty()) {
                all = false;
            } else {
                room += (long) max.getAsInt() * place.fit().get().pods();
            }
        }
        return new Replicas(room, all);
    }
}
