package io.prodhealth.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoPatternTest {

    private static final String NAME = "eksctl-cortex-nodegroup-cx-ws-gpu-2-NodeGroup-1F5TKS610A9N4";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".*cx-ws-gpu.*",
                "cx-ws-gpu",
                ".*",
                "",
                "^eksctl",
                "N4$",
                "(?i)CX-WS-GPU",
                "cx-(ws|wd)-gpu",
                "(?P<lifecycle>ws|wd)-gpu",
                "(?<lifecycle>ws|wd)-gpu",
                "gpu-[[:digit:]]-",
                "gpu-[^[:alpha:]]",
                "[*+]*gpu",
                "gpu-\\d{1,3}?",
                "(?U)cx-w.+gpu",
                "(?s-i:gpu)",
                "\\Qcx-ws\\E-gpu",
                "\\bgpu\\b",
                "[]c]x-ws",
                "g{1}pu",
                "(g{1}p{1}){1}u",
                "(?:(?i)g){1,10}pu"
            })
    void what_go_finds_is_found(String pattern) {
        assertThat(GoPattern.compile(pattern))
                .hasValueSatisfying(found -> assertThat(found.findsIn(NAME)).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"^cx-ws", "gpu$", "cx-ws-gpu-3", "gpu.{2000}", "a{,3}", "gpu}", "[[a]&&[b]]", "x*?y", "cx\\.ws"})
    void what_go_does_not_find_is_not_found(String pattern) {
        assertThat(GoPattern.compile(pattern).map(found -> found.findsIn(NAME)).orElse(false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpu(?!-2)",
                "(?=gpu)",
                "(?<=ws-)gpu",
                "(?<!wd-)gpu",
                "(?>gpu)",
                "(w)\\1",
                "g*+",
                "g++",
                "g?+",
                "g{1}+",
                "g**",
                "g{1001}",
                "((g{100}){20})",
                "((()){1000}){1000}",
                "(((){10}){10}){11}x",
                "(gpu",
                "gpu)",
                "[gpu",
                "*gpu",
                "gpu\\",
                "\\Zgpu",
                "(?#comment)",
                "[b-a]"
            })
    void what_go_refuses_is_refused(String pattern) {
        assertThat(GoPattern.compile(pattern)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a}, a}", "a{, a{", "a{x}, a{x}", "[a[], [", "[&&], &", "'a{,3}', 'a{,3}'"})
    void braces_and_brackets_are_letters_where_go_takes_them_for_such(String pattern, String text) {
        assertThat(GoPattern.compile(pattern))
                .hasValueSatisfying(found -> assertThat(found.findsIn(text)).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "((a|a)*)*b", "(x+x+)+y", "(.*)*(.*)*(.*)*b", "(a|aa)+$"})
    void no_search_takes_for_ever(String pattern) {
        String text = "a".repeat(200) + "x".repeat(200) + "!";

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(GoPattern.compile(pattern).orElseThrow().findsIn(text))
                        .isFalse());
    }

    @Test
    void what_is_longer_than_any_name_or_pattern_is_not_looked_at() {
        assertThat(GoPattern.compile("a".repeat(1025))).isEmpty();
        assertThat(GoPattern.compile("a").orElseThrow().findsIn("a".repeat(513)))
                .isFalse();
        assertThat(GoPattern.compile("(".repeat(500) + "a" + ")".repeat(500))).isPresent();
    }

    @Property(tries = 2000)
    void any_text_is_a_pattern_or_none(
            @ForAll @StringLength(max = 40) @CharRange(from = '!', to = '~') @Chars({'(', ')', '[', ']', '*', '\\'})
                    String text) {
        GoPattern.compile(text)
                .ifPresent(pattern -> assertThat(pattern.findsIn(NAME)).isIn(true, false));
    }

    @Property(tries = 500)
    void a_name_of_a_group_in_stars_finds_itself(
            @ForAll @StringLength(min = 1, max = 26) @CharRange(from = 'a', to = 'z') @Chars('-') String name) {
        assertThat(GoPattern.compile(".*cx-ws-" + name + ".*")
                        .orElseThrow()
                        .findsIn("eksctl-c-nodegroup-cx-ws-" + name + "-NodeGroup-A"))
                .isTrue();
    }
}
