package io.prodhealth.cli.replay;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.snapshot.Observed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** States of the families that have spot: those of the metric {@code prodhealth_spot_fallback_state}. */
public final class FamilyTracker implements Tracker {

    @Override
    public Subject.Kind kind() {
        return Subject.Kind.NODE_FAMILY;
    }

    @Override
    public Observed<Map<Subject, State>> states(Evaluation evaluation) {
        return evaluation.provisioning().families().map(this::states);
    }

    private Map<Subject, State> states(List<FamilyProvisioning> families) {
        Map<Subject, State> states = HashMap.newHashMap(families.size());
        for (FamilyProvisioning family : families) {
            if (family.family().hasSpot()) {
                String reason =
                        family.fallback().map(open -> open.reason().word()).orElse("");
                states.put(
                        new Subject(kind(), family.family().name(), "", ""),
                        new State(family.state().word(), reason));
            }
        }
        return states;
    }
}
