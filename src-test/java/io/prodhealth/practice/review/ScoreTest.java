package io.prodhealth.practice.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Status;
import io.prodhealth.practice.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScoreTest {

    private static final Rule RULE = Rule.ofApi("fake", "9.99", Section.PODS, "summary", "remedy");

    private static List<Verdict> verdicts(List<Status> statuses) {
        return statuses.stream()
                .map(status -> new Verdict(RULE, status, "", Instant.EPOCH, 1, List.of(), List.of(), List.of()))
                .toList();
    }

    @Test
    void it_is_the_mean_of_what_counts() {
        assertThat(Score.of(verdicts(List.of(Status.PASS, Status.WARN, Status.FAIL, Status.UNKNOWN))))
                .containsEntry(Section.PODS, 1.5 / 4);
        assertThat(Score.of(verdicts(List.of(Status.PASS, Status.WAIVED, Status.NOT_APPLICABLE))))
                .containsEntry(Section.PODS, 1.0);
        assertThat(Score.of(verdicts(List.of(Status.WAIVED, Status.NOT_APPLICABLE))))
                .isEmpty();
    }

    @Property
    void to_know_less_never_helps(@ForAll @Size(min = 1, max = 10) List<Status> statuses) {
        double before = Score.of(verdicts(statuses)).getOrDefault(Section.PODS, 1.0);
        for (int i = 0; i < statuses.size(); i++) {
            int at = i;
            List<Status> less = Stream.iterate(0, index -> index + 1)
                    .limit(statuses.size())
                    .map(index -> index == at ? Status.UNKNOWN : statuses.get(index))
                    .toList();

            assertThat(Score.of(verdicts(less)).getOrDefault(Section.PODS, 1.0)).isLessThanOrEqualTo(before);
        }
    }
}
