package io.prodhealth.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.yaml.WrongYaml;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkedYamlTest {

    @Test
    void every_value_has_its_line_and_column() throws WrongYaml {
        MarkedNode root =
                MarkedYaml.read("# one\n- name: a\n  pod: {port: 80}\n").orElseThrow();

        MarkedNode api = ((MarkedNode.Sequence) root).items().getFirst();
        MarkedNode port = api.at("pod").orElseThrow().at("port").orElseThrow();
        assertThat(List.of(api.line(), api.column())).containsExactly(2, 3);
        assertThat(List.of(port.line(), port.column())).containsExactly(3, 15);
        assertThat(port.json().intValue()).isEqualTo(80);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
        a: 1\\nb: 2\\na: 3#3:1#the key "a" is there already, in line 1
        a: *none#1:4#*none names no anchor before it
        a: 1\\n---\\nb: 2#2:1#a second document starts here
        a: [1, 2#2:1#is not YAML
        a:\\n\\tb: 1#2:1#a tab; indent with spaces
        a: "\\u0000"#1:5#holds the character U+0000
        [a, b]: 1#1:1#is a key; expected a word
        """)
    void what_is_no_yaml_is_said_with_its_place(String text, String place, String what) {
        String yaml = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0000", "\u0000");

        WrongYaml wrong = catchThrowableOfType(WrongYaml.class, () -> MarkedYaml.read(yaml + "\n"));

        assertThat(wrong.line() + ":" + wrong.column()).isEqualTo(place);
        assertThat(wrong).hasMessageContaining(what);
    }

    @Test
    void an_alias_is_the_same_value_once_more_and_a_merged_key_yields_to_one_that_is_written() throws WrongYaml {
        MarkedNode root = MarkedYaml.read("base: &b {cpu: 1, mem: 2}\nmine: {<<: *b, mem: 3}\n")
                .orElseThrow();

        MarkedNode mine = root.at("mine").orElseThrow();
        assertThat(mine.json().toString()).isEqualTo("{\"mem\":3,\"cpu\":1}");
        assertThat(mine.at("cpu").orElseThrow().line()).isEqualTo(1);
    }

    @Test
    void a_few_lines_that_stand_for_a_billion_values_are_refused_at_once() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }

        WrongYaml wrong = catchThrowableOfType(WrongYaml.class, () -> MarkedYaml.read(laughs.toString()));

        assertThat(wrong).hasMessageContaining("more than 100000 values");
    }

    @Test
    void what_is_nested_too_deeply_is_refused_however_it_is_nested() {
        String brackets = "[".repeat(100_000);
        StringBuilder chain = new StringBuilder("a0: &a0 [1]\n");
        for (int i = 1; i < 5_000; i++) {
            chain.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }

        assertThat(catchThrowableOfType(WrongYaml.class, () -> MarkedYaml.read(brackets)))
                .hasMessageContaining("nested too deeply");
        assertThat(catchThrowableOfType(WrongYaml.class, () -> MarkedYaml.read(chain.toString())))
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void nothing_but_comments_is_no_document() throws WrongYaml {
        assertThat(MarkedYaml.read("# nothing\n")).isEmpty();
        assertThat(MarkedYaml.read("---\n")).isEmpty();
    }

    @Test
    void what_has_an_anchor_is_where_the_anchor_is_even_when_the_word_is_in_the_next_line() throws WrongYaml {
        MarkedNode word = MarkedYaml.read("a: &x\n  b\n").orElseThrow().at("a").orElseThrow();

        assertThat(List.of(word.line(), word.column())).containsExactly(1, 4);
        assertThat(word.json().stringValue()).isEqualTo("b");
    }

    /** Whatever the text, it is read or refused; and each word stands where its place says. */
    @Property(tries = 20_000)
    void places_point_at_what_they_are_of(@ForAll("texts") String text) {
        String[] lines = text.split("\n", -1);
        try {
            MarkedYaml.read(text).ifPresent(root -> {
                for (MarkedNode.Scalar scalar : words(root, new ArrayList<>())) {
                    String line = lines[scalar.line() - 1];
                    // What has an anchor begins with it, and its word may stand in a later line.
                    String word = line.substring(scalar.column() - 1).replaceFirst("^&x *", "");
                    if (!line.startsWith("&x", scalar.column() - 1) || !word.matches("|#.*")) {
                        assertThat(word).startsWith(scalar.text());
                    }
                }
            });
        } catch (WrongYaml refused) {
            assertThat(refused.line()).isBetween(1, lines.length + 1);
            assertThat(refused.column()).isPositive();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "b: ", "c", "- ", "\n", "  ", ": ", "[", "]", "{", "}", ", ", "&x ", "*x", "<<", "#", "7")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    private static List<MarkedNode.Scalar> words(MarkedNode node, List<MarkedNode.Scalar> words) {
        switch (node) {
            case MarkedNode.Scalar scalar when scalar.text().matches("[abc7]") -> words.add(scalar);
            case MarkedNode.Scalar ignored -> {}
            case MarkedNode.Sequence list -> list.items().forEach(item -> words(item, words));
            case MarkedNode.Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    words(entry.key(), words);
                    words(entry.value(), words);
                });
        }
        return words;
    }
}
