package io.prodhealth.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How something is found on the status page: by searching, by filters, by its address, and by the keyboard. */
class StatusPageSearchIT extends BrowserTest {

    private static final Pattern COUNTED = Pattern.compile("\\d+ of \\d+ shown\\.");

    @Override
    WatchedCluster begin() throws Exception {
        return WatchedCluster.recorded();
    }

    private Visit visit(String address) {
        return new Visit(browser, Look.DESKTOP.options()).open(cluster.url() + address);
    }

    @Test
    void a_search_leaves_what_has_all_its_words_and_counts_it() {
        try (Visit visit = visit("")) {
            visit.find("#search").fill("IRIS realtime");

            assertThat(visit.find("#apis tr[data-state]:visible")).hasCount(1);
            assertThat(visit.find("#apis tr[data-state]:visible")).containsText("iris");
            assertThat(visit.find("#sources")).isHidden();
            assertThat(visit.find("#hits")).hasText(COUNTED);
            visit.find("#clear").click();
            assertThat(visit.find("#sources")).isVisible();
            assertThat(visit.find("#hits")).hasText("");
            assertThat(visit.find("#search")).isFocused();
        }
    }

    @Test
    void a_search_finds_what_is_folded_and_folds_it_again() {
        try (Visit visit = visit("")) {
            assertThat(visit.find("#kinds")).not().hasAttribute("open", "");
            visit.find("#search").fill("virtualservices");

            assertThat(visit.find("#kinds tr[data-state]:visible")).hasCount(1);
            visit.find("#search").fill("");
            assertThat(visit.find("#kinds")).not().hasAttribute("open", "");
        }
    }

    @Test
    void what_needs_attention_is_left_when_that_is_asked_for() {
        try (Visit visit = visit("")) {
            visit.find("#show").selectOption("attention");

            assertThat(visit.find("#attention article")).hasCount(1);
            assertThat(visit.find("#attention article")).isVisible();
            assertThat(visit.find("#apis")).isHidden();
            assertThat(visit.find("[data-state=calm]:visible")).hasCount(0);
            assertThat(visit.find("[data-state=attention]:visible").first()).isVisible();
        }
    }

    @Test
    void practices_are_filtered_by_their_verdict_and_the_address_keeps_that() {
        try (Visit visit = visit("")) {
            visit.find("#verdict").selectOption("pass");

            assertThat(visit.find("[data-verdict=pass]:visible").first()).isVisible();
            assertThat(visit.find("[data-state]:visible:not([data-verdict=pass])"))
                    .hasCount(0);
            assertThat(visit.page()).hasURL(Pattern.compile("\\?verdict=pass$"));
            visit.page().reload();
            assertThat(visit.find("#verdict")).hasValue("pass");
            assertThat(visit.find("[data-state]:visible:not([data-verdict=pass])"))
                    .hasCount(0);
        }
    }

    @Test
    void an_address_unfolds_what_it_names_and_marks_it() {
        try (Visit visit = visit("#practice=version_outdated")) {
            assertThat(visit.byId("practice=version_outdated")).isInViewport();
            assertThat(visit.byId("practice=version_outdated")).hasCSS("outline-style", "solid");
            visit.page().evaluate("() => { location.hash = 'practice=single_replica' }");
            assertThat(visit.byId("practice=single_replica")).isInViewport();
            assertThat(visit.byId("practice=version_outdated")).hasCSS("outline-style", "none");
        }
    }

    @Test
    void an_address_is_stronger_than_a_search_that_hides_what_it_names() {
        try (Visit visit = visit("?q=text-generator#api=iris")) {
            assertThat(visit.byId("api=default/RealtimeAPI/iris")).isInViewport();
            assertThat(visit.find("#search")).hasValue("");
        }
    }

    @Test
    void two_APIs_of_one_name_have_an_address_each() {
        cluster.deployAsync("iris");
        try {
            cluster.awaitPage("id=\"api=default/AsyncAPI/iris\"");
            try (Visit visit = visit("#api=default/AsyncAPI/iris")) {
                assertThat(visit.byId("api=default/AsyncAPI/iris")).isInViewport();
                assertThat(visit.byId("api=default/AsyncAPI/iris")).hasCSS("outline-style", "solid");
                assertThat(visit.byId("api=default/RealtimeAPI/iris")).hasCSS("outline-style", "none");
                assertThat(visit.byId("api=iris")).hasCount(1);
            }
        } finally {
            cluster.removeAsync("iris");
        }
    }

    @Test
    void a_name_of_any_characters_has_an_address() {
        String name = "50% <b>\"two\"</b> & #1?/é";
        cluster.deployNamed(name, true);
        try {
            cluster.awaitPage("&lt;b&gt;");
            String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            try (Visit visit = visit("#api=" + encoded)) {
                assertThat(visit.find("tr:has(:target)")).containsText(name);
                assertThat(visit.find("tr:has(:target)")).isInViewport();
            }
        } finally {
            cluster.removeApi(name);
        }
    }

    @Test
    void what_is_not_there_is_said() {
        try (Visit visit = visit("#api=nobody")) {
            assertThat(visit.find("#hits")).hasText("api=nobody is not on this page.");
        }
    }

    @Test
    void the_keyboard_is_enough() {
        try (Visit visit = visit("")) {
            visit.page().keyboard().press("Tab");
            assertThat(visit.find(".skip")).isFocused();
            assertThat(visit.find(".skip")).isInViewport();
            assertThat(visit.find(".skip")).hasCSS("outline-style", "solid");
            visit.page().keyboard().press("Enter");
            assertThat(visit.find("main")).isFocused();
            visit.page().keyboard().press("/");
            assertThat(visit.find("#search")).isFocused();
            visit.page().keyboard().type("iris/");
            assertThat(visit.find("#search")).hasValue("iris/");
            visit.page().keyboard().press("Escape");
            assertThat(visit.find("#search")).hasValue("");
            assertThat(visit.find("#hits")).hasText("");
            visit.find("#kinds > summary").focus();
            visit.page().keyboard().press("Enter");
            assertThat(visit.find("#kinds tbody tr").first()).isVisible();
            assertThat(visit.complaints()).isEmpty();
        }
    }
}
