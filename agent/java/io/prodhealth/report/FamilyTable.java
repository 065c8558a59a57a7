package io.prodhealth.report;

import io.prodhealth.signal.history.History;
import io.prodhealth.signal.history.Measure;
import io.prodhealth.signal.history.Track;
import io.prodhealth.signal.provisioning.ExpectedFallback;
import io.prodhealth.signal.provisioning.FallbackCause;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.NodeGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Families of node groups that have spot, on the status page: what is stuck first. */
final class FamilyTable {

    private static final Comparator<FamilyProvisioning> WORST_FIRST = Comparator.comparingInt(
                    (FamilyProvisioning said) -> look(said.state()))
            .thenComparing(said -> said.family().name());

    static final int MAX_ROWS = 15;

    private static final List<String> LOOKS = List.of("bad", "warn", "unknown", "ok");

    private FamilyTable() {}

    static void write(Html html, List<FamilyProvisioning> all, History history, Instant now) {
        List<FamilyProvisioning> families = withSpot(all);
        html.open("section", "id", "families", "aria-labelledby", "families-title");
        html.element("h2", "Spot and on-demand", "id", "families-title");
        Tables.start(
                html,
                "Families of node groups that stand in for each other",
                "Family",
                "Spot",
                "On-demand",
                "Pods waiting",
                "On-demand after",
                "State");
        families.stream().sorted(WORST_FIRST).limit(MAX_ROWS).forEach(said -> row(html, said, history, now));
        Tables.end(html);
        Tables.more(html, families.size(), MAX_ROWS);
        html.close();
    }

    static List<FamilyProvisioning> withSpot(List<FamilyProvisioning> all) {
        return all.stream().filter(said -> said.family().hasSpot()).toList();
    }

    /** How many of them are stuck. */
    static long stuck(List<FamilyProvisioning> all) {
        return withSpot(all).stream()
                .filter(said -> said.state() == FallbackState.FALLBACK_STUCK)
                .count();
    }

    private static void row(Html html, FamilyProvisioning said, History history, Instant now) {
        Tables.row(html, mark(said.state()));
        html.name(said.family().name());
        html.element("span", causes(said), "class", "kind").close();
        Optional<Track> track = history.family(said.family().name());
        Plots.cell(html, "Spot", nodes(said.family().spot()), track, Measure.SPOT_NODES);
        Plots.cell(html, "On-demand", nodes(said.family().onDemand()), track, Measure.ON_DEMAND_NODES);
        Plots.cell(
                html,
                "Pods waiting",
                said.waiting().known().isPresent() ? Integer.toString(said.waitingPods()) : Tables.NONE,
                track,
                Measure.UNSCHEDULABLE);
        Tables.cell(
                html, "On-demand after", said.expected().map(FamilyTable::after).orElse(Tables.NONE));
        Tables.mark(html, "State", mark(said.state()), words(said, now));
        html.close();
    }

    /** Nodes there are, of those that there may be. */
    private static String nodes(List<NodeGroup> groups) {
        if (groups.isEmpty()) {
            return "none";
        }
        int nodes = groups.stream()
                .mapToInt(group -> group.nodes().map(count -> count.all()).orElse(0))
                .sum();
        boolean bounded = groups.stream().allMatch(group -> group.max().isPresent());
        return nodes
                + (bounded
                        ? " of "
                                + groups.stream()
                                        .mapToInt(group -> group.max().orElse(0))
                                        .sum()
                        : "");
    }

    private static String after(ExpectedFallback expected) {
        return expected.after().map(Words::time).orElse("never");
    }

    private static String words(FamilyProvisioning said, Instant now) {
        String state = switch (said.state()) {
            case NORMAL -> "in order";
            case SCALING_SPOT -> "adding spot nodes";
            case SPOT_EXHAUSTED -> "spot has failed";
            case FALLBACK_ACTIVE -> "on-demand stands in";
            case FALLBACK_STUCK -> "stuck";
            case RECOVERING -> "recovering";
            case UNKNOWN -> "not known";
        };
        String reason =
                said.fallback().map(open -> " (" + open.reason().word() + ")").orElse("");
        return state
                + reason
                + (said.state() == FallbackState.NORMAL ? "" : ", " + Words.time(Duration.between(said.since(), now)));
    }

    /** Below the name, where it may take several lines. */
    private static String causes(FamilyProvisioning said) {
        return said.causes().stream().map(FallbackCause::text).collect(Collectors.joining("; "));
    }

    /** The look of the worst of them. */
    static String worst(List<FamilyProvisioning> families) {
        return LOOKS.get(
                families.stream().mapToInt(said -> look(said.state())).min().orElse(LOOKS.indexOf("ok")));
    }

    private static int look(FallbackState state) {
        return LOOKS.indexOf(mark(state));
    }

    static String mark(FallbackState state) {
        return switch (state) {
            case NORMAL, SCALING_SPOT -> "ok";
            case SPOT_EXHAUSTED, FALLBACK_ACTIVE, RECOVERING -> "warn";
            case FALLBACK_STUCK -> "bad";
            case UNKNOWN -> "unknown";
        };
    }
}
