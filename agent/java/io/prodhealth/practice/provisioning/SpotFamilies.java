package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Unjudged;
import io.prodhealth.signal.provisioning.FallbackCause;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.NodeGroup;
import java.util.List;
import java.util.stream.Collectors;

/** The families that have spot, as the signal of provisioning tells of them: for practices about what really happens. */
final class SpotFamilies {

    static final String QUOTA = "Ask for more of the account's quota: the instances are there, they may not be used.";

    private SpotFamilies() {}

    /** Those that are live; what is not known of is unjudged, and so is everything where there is no cluster. */
    static List<FamilyProvisioning> of(Evidence evidence, Findings findings) {
        if (evidence.origin() == Evidence.Origin.FILES) {
            findings.unknown(Subject.CLUSTER, Unjudged.NEEDS_LIVE);
            return List.of();
        }
        List<FamilyProvisioning> families =
                findings.need(evidence.provisioning().families(), Subject.CLUSTER).orElse(List.of()).stream()
                        .filter(one -> one.family().hasSpot())
                        .toList();
        families.stream()
                .filter(one -> one.state() == FallbackState.UNKNOWN)
                .forEach(one ->
                        subjects(one).forEach(subject -> findings.unknown(subject, "state_unknown" + why(one))));
        return families.stream()
                .filter(one -> one.state() != FallbackState.UNKNOWN)
                .toList();
    }

    /** The spot groups that it is about: those that fail, or all. */
    static List<Subject> subjects(FamilyProvisioning family) {
        List<NodeGroup> failing =
                family.family().spot().stream().filter(NodeGroup::backoff).toList();
        List<NodeGroup> about = failing.isEmpty() ? family.family().spot() : failing;
        return about.stream().map(Workers::subject).toList();
    }

    /** What stands behind its state, for people; empty, or begun with a colon. */
    static String why(FamilyProvisioning family) {
        return family.causes().isEmpty()
                ? ""
                : family.causes().stream().map(FallbackCause::text).collect(Collectors.joining("; ", ": ", ""));
    }
}
