package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadTest {

    private static final Subject API = Subject.api(new Workload("default", "", "broken"));

    private static List<Verdict> verdicts(Unread unread) {
        return Audit.of(
                        new PracticeLab(RecordedFolder.production()).snapshot(),
                        Evidence.Origin.DUMP,
                        Config.defaults(),
                        unread)
                .verdicts();
    }

    @Test
    void with_a_file_of_which_nothing_is_known_nothing_passes_and_what_was_found_stays() {
        List<Verdict> before = verdicts(Unread.NOTHING);
        List<Verdict> after = verdicts(new Unread(List.of(), false, true));

        assertThat(before).anyMatch(verdict -> verdict.status() == Status.PASS);
        assertThat(after).noneMatch(verdict -> verdict.status() == Status.PASS);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).findings()).isEqualTo(before.get(i).findings());
        }
    }

    @Test
    void an_api_that_cannot_be_read_is_unjudged_by_practices_of_apis_alone() {
        for (Verdict verdict : verdicts(new Unread(List.of(API), false, false))) {
            assertThat(verdict.unjudged().contains(new Unjudged(API, "invalid")))
                    .as(verdict.rule().id())
                    .isEqualTo(verdict.rule().waivedByApi());
        }
    }

    @Test
    void a_configuration_read_in_part_is_the_matter_of_the_other_practices() {
        Unjudged part = new Unjudged(Subject.CLUSTER, "invalid");
        for (Verdict verdict : verdicts(new Unread(List.of(), true, false))) {
            assertThat(verdict.unjudged().contains(part))
                    .as(verdict.rule().id())
                    .isEqualTo(!verdict.rule().waivedByApi());
        }
    }
}
