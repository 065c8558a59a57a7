package io.prodhealth.practice.provisioning;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Places;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Replicas;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Scope;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Templates;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.NodeFamily;
import io.prodhealth.signal.provisioning.NodeGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * On-demand may have as many nodes as spot: enough when all of spot is lost. And the groups of an API have room for the most
 * replicas that somebody has chosen for it; Cortex's default of 100 is nobody's choice.
 */
public final class PartnerMaxTooLow implements Practice {

    static final Limit WAITING = Limit.duration(
            "partner_max_too_low_waiting",
            "15m",
            "1m",
            "1d",
            "How long pods may wait while the on-demand node group is at its largest.",
            "What Cortex itself calls stalled (pkg/types/status).");

    public static final Rule RULE = Rule.ofCluster(
            "partner_max_too_low",
            "4.10",
            Section.PROVISIONING,
            "On-demand node groups may grow as large as the spot that they stand in for, and node groups as the APIs"
                    + " need.",
            "Raise max_instances of the on-demand node group (cortex cluster configure).",
            true,
            WAITING);

    private static final String FIELD = "max_instances";

    private final Duration waiting;

    /** With the limits that are set. */
    public PartnerMaxTooLow(Limits limits) {
        this.waiting = limits.duration(WAITING);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Workers workers = Workers.of(evidence, findings).orElse(null);
        if (workers == null) {
            return;
        }
        workers.families().stream().filter(NodeFamily::hasSpot).forEach(family -> size(family, findings));
        if (evidence.origin() != Evidence.Origin.FILES) {
            evidence.provisioning().families().orElse(List.of()).stream()
                    .filter(family -> family.family().hasSpot())
                    .forEach(family -> headroom(family, evidence.at(), findings));
        }
        replicas(evidence, findings);
    }

    private static void size(NodeFamily family, Findings findings) {
        List<NodeGroup> partners =
                family.onDemand().stream().filter(Workers::mayGrow).toList();
        if (partners.isEmpty()) {
            return;
        }
        OptionalInt spot = most(family.spot());
        OptionalInt onDemand = most(partners);
        Subject subject = Workers.subject(partners.getFirst());
        if (spot.isEmpty() || onDemand.isEmpty()) {
            findings.unknown(subject, "node_group_size_unknown");
        } else if (onDemand.getAsInt() < spot.getAsInt()) {
            findings.add(
                    subject,
                    Severity.WARNING,
                    "at most " + onDemand.getAsInt() + " on-demand nodes for " + spot.getAsInt() + " spot nodes of "
                            + family.name(),
                    "at least " + spot.getAsInt(),
                    FIELD);
        } else {
            partners.forEach(partner -> findings.pass(Workers.subject(partner)));
        }
    }

    private static OptionalInt most(List<NodeGroup> groups) {
        return groups.stream().allMatch(group -> group.max().isPresent())
                ? OptionalInt.of(groups.stream()
                        .mapToInt(group -> group.max().getAsInt())
                        .sum())
                : OptionalInt.empty();
    }

    private void headroom(FamilyProvisioning family, Instant now, Findings findings) {
        List<NodeGroup> partners =
                family.family().onDemand().stream().filter(Workers::mayGrow).toList();
        boolean waits = family.waitingSince()
                .map(since -> !since.plus(waiting).isAfter(now))
                .orElse(false);
        if (!partners.isEmpty() && waits && partners.stream().allMatch(NodeGroup::atMax)) {
            findings.add(
                    Workers.subject(partners.getFirst()),
                    Severity.WARNING,
                    "at its largest while " + family.waitingPods() + " pods have waited since "
                            + family.waitingSince().orElseThrow(),
                    "an instance to spare",
                    FIELD);
        }
    }

    private static void replicas(Evidence evidence, Findings findings) {
        List<ApiSpec> apis = Scope.declared(
                evidence,
                findings,
                api -> api.api().autoscaling() != null && api.api().maxReplicas() != null);
        Optional<Places> places = apis.isEmpty() ? Optional.empty() : Places.of(evidence, findings);
        if (places.isEmpty()) {
            return;
        }
        Templates templates = Templates.of(evidence);
        for (ApiSpec api : apis) {
            Optional<Replicas> room = templates.of(api).map(template -> Replicas.room(template, places.get()));
            Integer max = api.api().maxReplicas();
            if (max == null || room.isEmpty()) {
                continue;
            }
            if (room.get().most() >= max || max == Replicas.DEFAULT) {
                findings.pass(api.subject());
            } else if (!room.get().known()) {
                findings.unknown(api.subject(), "instance_type_or_size_unknown");
            } else {
                findings.add(
                        api.subject(),
                        Severity.CRITICAL,
                        "max_replicas " + max + ", and its node groups have room for "
                                + room.get().most(),
                        "room for max_replicas",
                        FIELD);
            }
        }
    }
}
