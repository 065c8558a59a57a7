package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.practice.Places.Place;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.PodTemplate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private record Counted(int made) {}

    private record Other(Counted counted) {}

    private static final Evaluation EVALUATION = new PracticeLab(RecordedFolder.production())
            .audit(Evidence.Origin.DUMP, Config.defaults())
            .evaluation();

    @Test
    void what_practices_share_is_worked_out_once_and_may_stand_on_what_they_share_too() {
        AtomicInteger made = new AtomicInteger();
        Evidence evidence = evidence();

        Other other = evidence.shared(
                Other.class,
                same -> new Other(same.shared(Counted.class, again -> new Counted(made.incrementAndGet()))));

        assertThat(evidence.shared(Counted.class, again -> new Counted(made.incrementAndGet())))
                .isSameAs(other.counted());
        assertThat(made).hasValue(1);
    }

    @Test
    void another_review_shares_nothing_with_the_one_before() {
        assertThat(Templates.of(evidence())).isNotSameAs(Templates.of(evidence()));
    }

    @Test
    void the_places_of_each_template_are_its_own_whichever_is_asked_for_first() {
        Evidence evidence = evidence();
        Rule any =
                Practices.all(Config.defaults().practices().limits()).getFirst().rule();
        Places places = Places.of(evidence, new Findings(any, evidence)).orElseThrow();
        List<PodTemplate> templates = evidence.apis().orElse(List.of()).stream()
                .flatMap(api -> Templates.of(evidence).of(api).stream())
                .toList();
        assertThat(templates).hasSizeGreaterThan(1);

        for (PodTemplate template : templates) {
            assertThat(places.admitting(template))
                    .containsExactlyElementsOf(places.groups().stream()
                            .filter(group -> group.worker() && places.fitting().admits(template, group))
                            .map(group -> new Place(group, places.fitting().fit(template, group)))
                            .toList())
                    .isSameAs(places.admitting(template));
        }
    }

    private static Evidence evidence() {
        return new Evidence(
                Evidence.Origin.DUMP,
                EVALUATION.snapshot(),
                EVALUATION.readiness(),
                EVALUATION.queues(),
                EVALUATION.provisioning(),
                EVALUATION.prometheus());
    }
}
