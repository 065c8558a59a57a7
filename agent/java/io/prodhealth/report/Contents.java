package io.prodhealth.report;

import io.prodhealth.practice.Status;
import io.prodhealth.practice.review.PracticeReview;
import io.prodhealth.signal.prometheus.Standing;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.readiness.Condition;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.snapshot.FiringAlerts;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.SourceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where on the page what is, and in a word how it is there.
 *
 * @param places in the order of the page
 */
record Contents(List<Place> places) {

    /**
     * A section of the page.
     *
     * @param id of its element
     * @param look as of {@link Headline}
     */
    record Place(String id, String name, String look, String words) {}

    static Contents of(Report report, List<ApiDetail> apis) {
        List<Place> places = new ArrayList<>();
        alerts(places, report.evaluation().snapshot().firingAlerts());
        apis(places, apis);
        queues(places, report.evaluation().queues().queues());
        families(places, report.evaluation().provisioning().families().orElse(List.of()));
        Standing standing = report.evaluation().prometheus().standing();
        places.add(new Place(
                "prometheus",
                "Prometheus",
                PrometheusSection.look(standing),
                PrometheusSection.standing(standing, report.at())));
        practices(places, report.evaluation().practices());
        components(places, report.evaluation().readiness());
        sources(places, report.sources());
        return new Contents(List.copyOf(places));
    }

    private static void alerts(List<Place> places, Observed<FiringAlerts> firing) {
        places.add(
                switch (firing) {
                    case Observed.Known<FiringAlerts>(FiringAlerts known, Instant at) -> {
                        String look = known.alerts().isEmpty()
                                ? "ok"
                                : AlertSection.look(known.alerts().getFirst().urgency());
                        yield new Place(
                                "alerts",
                                "Alerts",
                                look,
                                known.firing() == 0 ? "none fires" : known.firing() + " firing");
                    }
                    case Observed.Unknown<FiringAlerts> unknown ->
                        new Place("alerts", "Alerts", "unknown", "not known");
                });
    }

    private static void apis(List<Place> places, List<ApiDetail> apis) {
        long wanting =
                apis.stream().filter(api -> api.condition().needsAttention()).count();
        if (!apis.isEmpty()) {
            String look = apis.stream().anyMatch(api -> api.condition() == Condition.DOWN) ? "bad" : "warn";
            places.add(new Place(
                    wanting == 0 ? "apis" : "attention",
                    "APIs",
                    wanting == 0 ? "ok" : look,
                    wanting == 0 ? apis.size() + " in order" : wanting + " of " + apis.size() + " need attention"));
        }
    }

    private static void queues(List<Place> places, List<QueueFigures> queues) {
        long stuck = QueueTable.stuck(queues);
        if (!queues.isEmpty()) {
            places.add(new Place(
                    "queues",
                    "Queues",
                    stuck == 0 ? "ok" : "bad",
                    stuck == 0 ? queues.size() + ", none stuck" : stuck + " of " + queues.size() + " stuck"));
        }
    }

    private static void families(List<Place> places, List<FamilyProvisioning> all) {
        List<FamilyProvisioning> families = FamilyTable.withSpot(all);
        if (!families.isEmpty()) {
            String worst = FamilyTable.worst(families);
            long wanting = families.stream()
                    .filter(said -> Found.state(FamilyTable.mark(said.state())).equals(Found.ATTENTION))
                    .count();
            places.add(new Place(
                    "families",
                    "Nodes",
                    worst,
                    wanting == 0
                            ? Words.count(families.size(), "family", "families")
                            : wanting + " of " + Words.count(families.size(), "family", "families")
                                    + (wanting == 1 ? " lacks spot" : " lack spot")));
        }
    }

    private static void practices(List<Place> places, PracticeReview review) {
        if (review.at() != null) {
            long failing = PracticeSection.count(review.verdicts(), Status.FAIL);
            long warning = PracticeSection.count(review.verdicts(), Status.WARN);
            long unknown = PracticeSection.count(review.verdicts(), Status.UNKNOWN);
            places.add(new Place(
                    "practices",
                    "Guide",
                    failing > 0 ? "bad" : warning > 0 ? "warn" : unknown > 0 ? "unknown" : "ok",
                    failing + " fail, " + warning + " warn, " + unknown + " unknown"));
        }
    }

    private static void components(List<Place> places, Readiness readiness) {
        readiness.components().known().filter(all -> !all.isEmpty()).ifPresent(all -> {
            long lacking =
                    all.stream().filter(one -> one.ready() < one.desired()).count();
            places.add(new Place(
                    "components",
                    "Cortex itself",
                    lacking == 0 ? "ok" : "bad",
                    lacking == 0 ? "complete" : lacking + " of " + all.size() + " lack pods"));
        });
    }

    private static void sources(List<Place> places, List<SourceStatus> sources) {
        long failing = sources.stream()
                .filter(source -> !source.up() && !Tables.isStarting(source))
                .count();
        places.add(new Place(
                "sources",
                "Sources",
                failing == 0 ? "ok" : "bad",
                failing == 0 ? "read" : failing + " of " + sources.size() + " cannot be read"));
    }

    void write(Html html) {
        html.open("nav", "id", "contents", "aria-label", "On this page").open("ul");
        for (Place place : places) {
            html.open("li").open("a", "href", "#" + place.id());
            html.element("span", place.name(), "class", "mark " + place.look());
            html.element("span", " " + place.words(), "class", "kind");
            html.close().close();
        }
        html.close().close();
    }
}
