package io.prodhealth.dashboards;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a value on a colour. Only values that need no setting: 0, and 1 for all of something. What can be set is a series.
 *
 * @param from null for what is below all others
 */
record Step(@Nullable Double from, Colour colour) {

    /** Nothing is said by its colour. */
    static final List<Step> PLAIN = List.of(new Step(null, Colour.BLUE));

    /** None is good. */
    static final List<Step> NONE_WANTED = List.of(new Step(null, Colour.GREEN), new Step(1.0, Colour.RED));

    /** None is better, and nobody is woken by some. */
    static final List<Step> FEW_WANTED = List.of(new Step(null, Colour.GREEN), new Step(1.0, Colour.ORANGE));

    /** A share of what there may be: all of it is too much. */
    static final List<Step> UP_TO_ALL = List.of(new Step(null, Colour.GREEN), new Step(1.0, Colour.RED));

    /** A share that should be nothing: some of it is seen, all of it is a fire. */
    static final List<Step> FIRE =
            List.of(new Step(null, Colour.GREEN), new Step(0.000001, Colour.ORANGE), new Step(1.0, Colour.RED));

    /** What is left of something. */
    static final List<Step> SOME_LEFT = List.of(new Step(null, Colour.RED), new Step(0.0, Colour.GREEN));

    /** 1 is good, 0 is not. */
    static final List<Step> UP = List.of(new Step(null, Colour.RED), new Step(1.0, Colour.GREEN));

    /** Any of it is seen. */
    static final List<Step> ANY = List.of(new Step(null, Colour.GREEN), new Step(0.000001, Colour.ORANGE));
}
