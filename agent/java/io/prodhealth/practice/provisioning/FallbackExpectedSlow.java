package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.signal.provisioning.AutoscalerFlags;
import io.prodhealth.signal.provisioning.ExpectedFallback;
import io.prodhealth.signal.provisioning.NodeFamily;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.NodeGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Without spot capacity on-demand is reached in time. The autoscaler tries every spot group that ranks above on-demand, and
 * from two on it begins again with the first before it has given up the last: predicted from the groups, their effective
 * priorities, and the autoscaler's flags and version. What time is enough is {@code provisioning.fallback_objective}.
 */
public final class FallbackExpectedSlow implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "fallback_expected_slow",
            "4.15",
            Section.PROVISIONING,
            "On-demand is predicted to be reached in time when there is no spot capacity.",
            "Rank fewer spot node groups above on-demand, or name several instance types in one instead.",
            true);

    /** A family and what is predicted of it. */
    private record Predicted(NodeFamily family, Optional<ExpectedFallback> expected) {}

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Duration objective = evidence.provisioning().objective();
        for (Predicted one : predicted(evidence, objective, findings)) {
            boolean partner = one.family().partners().stream().anyMatch(Workers::mayGrow);
            if (one.family().hasSpot() && partner) {
                judge(one, objective, findings);
            }
        }
    }

    private static List<Predicted> predicted(Evidence evidence, Duration objective, Findings findings) {
        List<Predicted> predicted = new ArrayList<>();
        if (evidence.origin() == Evidence.Origin.FILES) {
            findings.need(evidence.config(), Subject.CLUSTER).ifPresent(config -> {
                NodeGroups groups = NodeGroups.planned(config);
                for (NodeFamily family : groups.families()) {
                    predicted.add(new Predicted(
                            family,
                            Optional.of(ExpectedFallback.of(family, groups, AutoscalerFlags.ofCortex(), objective))));
                }
            });
        } else if (Workers.ordered(evidence, findings)) {
            findings.need(evidence.provisioning().families(), Subject.CLUSTER).orElse(List.of()).stream()
                    .map(family -> new Predicted(family.family(), family.expected()))
                    .forEach(predicted::add);
        }
        return predicted;
    }

    private static void judge(Predicted one, Duration objective, Findings findings) {
        Subject subject = Workers.subject(one.family().spot().getFirst());
        if (one.expected().isEmpty()) {
            findings.unknown(subject, "autoscaler_flags_unknown");
            return;
        }
        ExpectedFallback expected = one.expected().get();
        String tried = expected.tried().isEmpty()
                ? ""
                : " after " + expected.tried().stream().map(NodeGroup::name).collect(Collectors.joining(", "));
        String within = "within " + objective.toMinutes() + " min";
        if (expected.after().isEmpty()) {
            findings.fail(subject, "on-demand is never reached" + tried, within);
        } else if (expected.after().get().compareTo(objective) > 0) {
            findings.warn(
                    subject, "on-demand is reached " + expected.after().get().toMinutes() + " min" + tried, within);
        } else {
            findings.pass(subject);
        }
    }
}
