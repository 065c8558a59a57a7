package io.prodhealth.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.cli.replay.ExpectedTimeline.Reached;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ExpectedTimelineTest {

    private static final String PLAIN = """
        "timeline":[
          {"at":0,"fallback_state":"normal","tolerance_s":0},
          {"at":74,"fallback_state":"scaling_spot","tolerance_s":30},
          {"at":500,"fallback_state":"recovering","tolerance_s":45}]\
        """;

    @Test
    void states_in_time_are_right() {
        assertThat(wrong(PLAIN, "0 normal", "74 scaling_spot", "500 recovering"))
                .isEmpty();
        assertThat(wrong(PLAIN, "0 normal", "103.9 scaling_spot", "545 recovering"))
                .isEmpty();
    }

    @Test
    void a_state_that_comes_too_late_too_early_or_not_at_all_is_wrong() {
        assertThat(wrong(PLAIN, "0 normal", "105 scaling_spot", "500 recovering"))
                .containsExactly("from 104.0 to 105.0: normal, not one of [scaling_spot]");
        assertThat(wrong(PLAIN, "0 normal", "73 scaling_spot", "500 recovering"))
                .containsExactly("from 73.0 to 74.0: scaling_spot, not one of [normal]");
        assertThat(wrong(PLAIN, "0 normal", "74 scaling_spot"))
                .containsExactly("from 545.0 to 600.0: scaling_spot, not one of [recovering]");
        assertThat(wrong(PLAIN, "5 normal", "74 scaling_spot", "500 recovering"))
                .containsExactly("from 0.0 to 5.0: nothing, not one of [normal]");
    }

    @Test
    void a_state_that_comes_in_between_is_wrong() {
        assertThat(wrong(PLAIN, "0 normal", "74 scaling_spot", "200 normal", "201 scaling_spot", "500 recovering"))
                .containsExactly("from 200.0 to 201.0: normal, not one of [scaling_spot]");
    }

    @Test
    void what_is_asked_of_an_agent_started_in_the_middle_begins_there() {
        assertThat(wrong(300, PLAIN, "290 scaling_spot", "500 recovering")).isEmpty();
        assertThat(wrong(300, PLAIN, "310 scaling_spot", "500 recovering"))
                .containsExactly("from 300.0 to 310.0: nothing, not one of [scaling_spot]");
    }

    @Test
    void another_state_may_be_right_too_and_the_last_moment_may_be_told() {
        String expected = """
            "timeline":[
              {"at":0,"fallback_state":"normal","tolerance_s":0},
              {"at":100,"fallback_state":"spot_exhausted","tolerance_s":30,"also_accept":["fallback_stuck"]},
              {"at":200,"fallback_state":"fallback_stuck","tolerance_s":30,"no_later_than":290}]\
            """;

        assertThat(wrong(expected, "0 normal", "100 spot_exhausted", "290 fallback_stuck"))
                .isEmpty();
        assertThat(wrong(expected, "0 normal", "130 fallback_stuck")).isEmpty();
        assertThat(wrong(expected, "0 normal", "100 spot_exhausted", "300 fallback_stuck"))
                .containsExactly("from 290.0 to 300.0: spot_exhausted, not one of [fallback_stuck]");
    }

    @Test
    void an_entry_may_be_missed() {
        String expected = """
            "timeline":[
              {"at":0,"fallback_state":"normal","tolerance_s":0},
              {"at":74,"fallback_state":"scaling_spot","tolerance_s":30,"may_be_skipped":true},
              {"at":110,"fallback_state":"spot_exhausted","tolerance_s":30}]\
            """;

        assertThat(wrong(expected, "0 normal", "130 spot_exhausted")).isEmpty();
        assertThat(wrong(expected, "0 normal", "80 scaling_spot", "130 spot_exhausted"))
                .isEmpty();
        assertThat(wrong(expected, "0 normal", "141 spot_exhausted")).hasSize(1);
    }

    @Test
    void windows_widen_and_forbidden_states_narrow() {
        String windows = PLAIN
                + ",\"accept_windows\":[{\"from\":200,\"to\":300,\"states\":[\"scaling_spot\",\"normal\"]}]"
                + ",\"forbidden\":[{\"from\":400,\"to\":420,\"states\":[\"scaling_spot\"]}]";

        assertThat(wrong(windows, "0 normal", "74 scaling_spot", "200 normal", "300 scaling_spot", "500 recovering"))
                .containsExactly("from 400.0 to 420.0: scaling_spot, not one of []");
        assertThat(wrong(
                        PLAIN + ",\"forbidden_states\":[\"recovering\"]",
                        "0 normal",
                        "74 scaling_spot",
                        "520 recovering"))
                .containsExactly(
                        "from 520.0 to 545.0: recovering, not one of [scaling_spot]",
                        "from 545.0 to 600.0: recovering, not one of []");
    }

    @Test
    void what_aws_tells_has_a_timeline_and_windows_of_its_own() {
        String expected = PLAIN + """
            ,"timeline_with_aws":[{"at":0,"fallback_state":"spot_exhausted","tolerance_s":0}],
            "accept_windows":[{"from":10,"to":20,"states":["normal"],"if":"it can be read"}]\
            """;

        assertThat(timeline(expected, true).right(5)).containsExactly("spot_exhausted");
        assertThat(timeline(expected, true).right(15)).containsExactly("normal", "spot_exhausted");
        assertThat(timeline(expected, false).right(15)).containsExactly("normal");
        assertThat(timeline(PLAIN, true).right(200)).containsExactly("scaling_spot");
    }

    private static List<String> wrong(String expected, String... reached) {
        return wrong(0, expected, reached);
    }

    private static List<String> wrong(double from, String expected, String... reached) {
        List<Reached> states = new ArrayList<>();
        for (String state : reached) {
            String[] parts = state.split(" ", 2);
            states.add(new Reached(Double.parseDouble(parts[0]), parts[1]));
        }
        return timeline(expected, false).wrong(states, from);
    }

    private static ExpectedTimeline timeline(String expected, boolean withAws) {
        String json = "{\"node_family\":\"g4dn.xlarge\",\"ends_at\":600," + expected + "}";
        return ExpectedTimeline.of(new JsonMapper().readTree(json), withAws);
    }
}
