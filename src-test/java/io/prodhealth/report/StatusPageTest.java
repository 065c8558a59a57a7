package io.prodhealth.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusPageTest {

    private static final int LIMIT = 100 * 1024;
    /** Of an API that has neither a card nor a row. */
    private static final int LINE = 250;

    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)((?: [a-zA-Z-]+=\"[^\"<>]*\")*)(/?)>");

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void the_page_is_as_expected(String name, Supplier<Report> sample) throws IOException {
        Golden.assertMatches("page/" + name + ".html", page(sample.get()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void the_page_has_no_script_or_style_within_and_is_small(String name, Supplier<Report> sample) {
        String page = page(sample.get());

        assertThat(page.getBytes(StandardCharsets.UTF_8).length).as(name).isLessThan(LIMIT);
        assertThat(page).doesNotContain(" style=", "<style", "javascript:").doesNotContainPattern(" on[a-z]+=\"");
        assertThat(page.split("<script", -1)).hasSize(2);
        assertThat(page).contains("<script src=\"page/page.js\" defer=\"\"></script>");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void every_tag_is_written_whole_and_closed(String name, Supplier<Report> sample) {
        Deque<String> open = new ArrayDeque<>();
        String page = page(sample.get()).substring("<!doctype html>\n".length());
        Matcher tag = TAG.matcher(page);
        StringBuilder text = new StringBuilder();
        int end = 0;
        while (tag.find()) {
            text.append(page, end, tag.start());
            end = tag.end();
            if (!tag.group(1).isEmpty()) {
                assertThat(open.pop()).as(name).isEqualTo(tag.group(2));
            } else if (tag.group(4).isEmpty()
                    && !List.of("meta", "link", "input").contains(tag.group(2))) {
                open.push(tag.group(2));
            }
        }
        text.append(page.substring(end));

        assertThat(open).isEmpty();
        assertThat(text.toString()).doesNotContain("<", ">", "\"");
    }

    @Test
    void a_hostile_name_is_text_and_nothing_else() {
        String page = page(Samples.hostile());

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\n\t\uFFFD🙈 שלום \uFFFDgnp.exe \uFFFD")
                .doesNotContain("<script>", "\u202E", "\u0000");
    }

    @Test
    void the_state_of_the_cluster_is_a_sentence() {
        assertThat(headline(Samples.healthy())).isEqualTo("All 4 APIs have all their replicas");
        assertThat(headline(Samples.incident())).isEqualTo("4 of 6 APIs have all their replicas");
        assertThat(page(Samples.incident())).contains("<li><bdi>1 more only splits traffic</bdi>.</li>");
        assertThat(headline(Samples.notSynced())).isEqualTo("Reading the cluster for the first time");
        assertThat(headline(Samples.stale())).isEqualTo("The cluster cannot be read any more");
        assertThat(headline(Samples.denied())).isEqualTo("The agent may not read what it needs");
        assertThat(headline(Samples.crowded(0, 0))).isEqualTo("No API is deployed");
        assertThat(headline(Samples.crowded(1, 3))).isEqualTo("The one API lacks replicas");
    }

    @Test
    void the_worst_API_comes_first() {
        String page = page(Samples.incident());

        assertThat(page.indexOf("id=\"api=default/RealtimeAPI/text-generator\""))
                .isPositive()
                .isLessThan(page.indexOf("id=\"api=default/RealtimeAPI/iris-classifier\""));
        assertThat(page.indexOf("id=\"api=default/RealtimeAPI/iris-classifier\""))
                .isLessThan(page.indexOf("id=\"api=default/RealtimeAPI/embedder\""));
    }

    @Test
    void a_queue_that_is_stuck_comes_first_and_says_why() {
        String page = page(Samples.incident());

        assertThat(page).contains("1 queue is stuck", "nothing is completed, 15 min", "<td role=\"cell\"", "never");
        assertThat(page.indexOf("nothing is completed"))
                .isPositive()
                .isLessThan(page.indexOf("watched for too short a time"));
        assertThat(page).contains("left by <bdi>old-tagger</bdi>", "dead letters", "not Cortex&#39;s");
        assertThat(page(Samples.healthy())).contains("id=\"queues\"").doesNotContain("is stuck", "are stuck");
        assertThat(page(Samples.notSynced())).doesNotContain("id=\"queues\"");
    }

    @Test
    void before_the_first_sync_the_page_says_what_it_waits_for_and_why() {
        assertThat(page(Samples.notSynced()))
                .contains("Waiting for the first complete list of pods")
                .contains("Waiting for the first complete list of deployments: connect timed out: 10.100.0.1:443")
                .contains("<code><bdi>list events</bdi></code>");
    }

    @Test
    void what_is_too_old_is_not_shown_but_said() {
        assertThat(page(Samples.stale()))
                .contains("<bdi>kubernetes</bdi> cannot be read, and what depends on it is unknown: <bdi>Connection"
                        + " refused")
                .contains("No contact any more with <bdi>nodes, pods</bdi>")
                .doesNotContain("iris-classifier");
    }

    @Test
    void what_is_denied_is_named_with_the_verb_to_grant() {
        assertThat(page(Samples.denied()))
                .contains("<code><bdi>list pods</bdi></code>")
                .contains("The last reload of the configuration was refused:")
                .contains("line 4: readiness.availability_objective must be below 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 3_000})
    void however_much_is_wrong_the_page_stays_small_and_says_what_it_leaves_out(int apis) {
        String page = page(Samples.crowded(apis, 40));

        int lines = Math.clamp(apis - ApiCards.MAX_CARDS - Tables.MAX_ROWS, 0, ApiTable.MAX_LINES);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(LIMIT + lines * LINE);
        assertThat(page).contains("20 more pods do not serve.");
        assertThat(page.split("id=\"api=default/", -1)).hasSize(1 + Math.min(apis, 2_048));
        if (apis > 2_048) {
            assertThat(page).contains((apis - 2_048) + " more are in");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page.css", "page.js", "icon.svg"})
    void an_asset_is_small_and_loads_nothing_from_elsewhere(String asset) throws IOException {
        try (InputStream in = Objects.requireNonNull(StatusPageTest.class.getResourceAsStream("/page/" + asset))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text.length()).isLessThan(LIMIT);
            assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                    .doesNotContain("://", "@import", "url(", "innerHTML", "eval(", "Function(");
        }
    }

    private static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of("healthy", (Supplier<Report>) Samples::healthy),
                Arguments.of("incident", (Supplier<Report>) Samples::incident),
                Arguments.of("not_synced", (Supplier<Report>) Samples::notSynced),
                Arguments.of("stale", (Supplier<Report>) Samples::stale),
                Arguments.of("denied", (Supplier<Report>) Samples::denied),
                Arguments.of("hostile", (Supplier<Report>) Samples::hostile));
    }

    private static String page(Report report) {
        return new String(StatusPage.write(report), StandardCharsets.UTF_8);
    }

    private static String headline(Report report) {
        Matcher heading = Pattern.compile("<h1 id=\"headline\">([^<]*)</h1>").matcher(page(report));
        assertThat(heading.find()).isTrue();
        return heading.group(1);
    }
}
