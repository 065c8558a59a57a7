package io.prodhealth.report;

import io.prodhealth.practice.Waiver;
import io.prodhealth.practice.review.PracticeReview;
import io.prodhealth.practice.review.Score;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The review of the guide's practices as JSON. */
final class ReviewJson {

    private ReviewJson() {}

    static void write(JsonWriter json, PracticeReview review) {
        Instant at = review.at();
        PracticeJson.write(json, review.verdicts());
        json.array("sections");
        Score.of(review.verdicts())
                .forEach((section, score) -> json.object()
                        .text("section", section.word())
                        .text("heading", section.heading())
                        .fraction("score_ratio", score)
                        .endObject());
        json.endArray().array("waivers");
        if (at != null) {
            sorted(review.waivers())
                    .forEach(waiver -> json.object()
                            .text("practice", waiver.practice())
                            .text("namespace", waiver.namespace())
                            .text("object", waiver.object())
                            .text("reason", waiver.reason())
                            .text("owner", waiver.owner())
                            .text("until", waiver.until().toString())
                            .text("state", waiver.state(at).word())
                            .endObject());
        }
        json.endArray();
    }

    /** The first to end first. */
    static List<Waiver> sorted(List<Waiver> waivers) {
        return waivers.stream()
                .sorted(Comparator.comparing(Waiver::until)
                        .thenComparing(Waiver::practice)
                        .thenComparing(Waiver::object))
                .toList();
    }
}
