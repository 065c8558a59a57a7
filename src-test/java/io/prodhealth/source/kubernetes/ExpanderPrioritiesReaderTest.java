package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.ExpanderPriorities.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpanderPrioritiesReaderTest {

    @Test
    void the_recorded_list_is_read_highest_first() {
        ExpanderPriorities list =
                ExpanderPrioritiesReader.read(RecordedConfigMaps.recorded("cluster-autoscaler-priority-expander")
                        .orElseThrow());

        assertThat(list.problem()).isEmpty();
        assertThat(list.levels())
                .containsExactly(
                        new Level(100, List.of(".*cx-ws-gpu-spot.*")),
                        new Level(50, List.of(".*cx-ws-cpu-spot.*", ".*cx-wd-cpu-on-demand.*")),
                        new Level(1, List.of(".*cx-wd-gpu-on-demand.*")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "high: [a]|a priority is not a whole number: high",
                "1.5: [a]|a priority is not a whole number: 1.5",
                "99999999999: [a]|a priority is not a whole number: 99999999999",
                "1: a|priority 1 has no list of patterns",
                "1: {a: b}|priority 1 has no list of patterns",
                "1: ['(a']|priority 1 has a pattern that is no regular expression of Go: (a",
                "{1: [a], 2: ['a(?!b)']}|priority 2 has a pattern that is no regular expression of Go: a(?!b)",
                "[a, b]|it is no YAML map of priorities",
                "a: b: c|it is no YAML map of priorities",
                "1: [&a a, *a]|it is no YAML map of priorities"
            })
    void one_fault_makes_all_of_it_useless(String text, String problem) {
        assertThat(read(text)).isEqualTo(new ExpanderPriorities(List.of(), problem));
    }

    @Test
    void a_map_without_the_key_is_useless() {
        assertThat(ExpanderPrioritiesReader.read(new ConfigMap("", "", Map.of(), Map.of(), Map.of()))
                        .problem())
                .isNotEmpty();
        assertThat(read(" \n").problem()).isNotEmpty();
    }

    @Test
    void patterns_without_number_are_refused() {
        assertThat(read("1:\n" + "- a\n".repeat(501)).problem()).contains("more than 500 patterns");
        assertThat(read("1:\n" + "- a\n".repeat(500)).problem()).isEmpty();
    }

    @Test
    void numbers_and_empty_lists_are_what_go_reads() {
        assertThat(read("10: [123]\n-5:\n").levels())
                .containsExactly(new Level(10, List.of("123")), new Level(-5, List.of()));
    }

    private static ExpanderPriorities read(String text) {
        return ExpanderPrioritiesReader.read(RecordedConfigMaps.holding("priorities", text));
    }
}
