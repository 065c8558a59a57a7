package io.prodhealth.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the status page stays true while somebody looks at it. */
class StatusPageLiveIT extends BrowserTest {

    private static final String EVENTS = "**/api/v1/events";

    @Override
    WatchedCluster begin() throws Exception {
        return WatchedCluster.well();
    }

    private Visit visitor() {
        return new Visit(browser, Look.DESKTOP.options());
    }

    @Test
    void an_incident_appears_and_the_reader_stays_where_he_is() {
        String api = "breaks-while-read";
        cluster.deploy(api, true);
        try (Visit visit = visitor()) {
            cluster.awaitPage(api);
            visit.open(cluster.url());
            assertThat(visit.find("#mode")).hasText("live");
            visit.page().evaluate("() => { window.sameDocument = true }");
            visit.find("#kinds > summary").click();
            visit.find("#search").fill("breaks pods");
            visit.find("#search").fill("");
            visit.find("#kinds > summary").focus();
            visit.find("#all-components > summary").scrollIntoViewIfNeeded();
            int before = top(visit, "#kinds > summary");

            cluster.deploy(api, false);

            assertThat(visit.find("#attention article")).containsText(api);
            assertThat(visit.find("#attention article")).containsText("0 of 1 ready");
            assertThat(visit.find("#kinds")).hasAttribute("open", "");
            assertThat(visit.find("#kinds > summary")).isFocused();
            assertThat(top(visit, "#kinds > summary")).isCloseTo(before, org.assertj.core.data.Offset.offset(2));
            assertThat(visit.page().evaluate("() => window.sameDocument === true"))
                    .isEqualTo(true);
            assertThat(visit.complaints()).isEmpty();
        } finally {
            cluster.removeApi(api);
        }
    }

    /** As anybody may write it who may write rules. */
    private static final String FIRING = """
        [{"labels":{"alertname":"CortexApiNoReadyReplicas","notify":"page","severity":"critical",
          "product":"cortex-serving","namespace":"default","api_name":"iris"},
          "annotations":{"summary":"<img src=x onerror=alert(1)> has no replica.",
            "runbook_url":"https://wiki.example/CortexApiNoReadyReplicas"},
          "state":"firing","activeAt":"2026-01-15T09:00:00Z","value":"0e+00"},
         {"labels":{"alertname":"Bad","severity":"critical"},
          "annotations":{"summary":"bad","runbook_url":"javascript:alert(1)"},
          "state":"firing","activeAt":"2026-01-15T09:00:00Z","value":"0e+00"}]\
        """;

    @Test
    void an_alert_appears_with_its_runbook_and_goes() {
        try (Visit visit = visitor().open(cluster.url())) {
            assertThat(visit.find("#alerts")).containsText("None fires in Prometheus");

            cluster.alerts(FIRING);

            assertThat(visit.find("#alerts li")).hasCount(2);
            assertThat(visit.find("#alerts li").first()).containsText("page CortexApiNoReadyReplicas critical");
            assertThat(visit.find("#alerts li").first()).containsText("<img src=x onerror=alert(1)> has no replica.");
            assertThat(visit.find("#alerts a[href='https://wiki.example/CortexApiNoReadyReplicas']"))
                    .hasText("Runbook");
            assertThat(visit.find("#alerts a[href^='javascript']")).hasCount(0);
            assertThat(visit.faults()).isEmpty();

            cluster.alerts("[]");

            assertThat(visit.find("#alerts")).containsText("None fires in Prometheus");
            assertThat(visit.complaints()).isEmpty();
        }
    }

    /** What cannot be answered would be a failing source in everybody's demo. */
    @Test
    void no_answer_of_a_cluster_that_is_well_is_one_that_the_agent_does_not_understand() {
        assertThat(cluster.agent().get("/metrics"))
                .contains("prodhealth_source_failures_total{")
                .doesNotContainPattern("prodhealth_source_failures_total\\{reason=\"invalid_response\"[^}]*\\} [1-9]");
    }

    private static int top(Visit visit, String selector) {
        Object pixels = visit.page()
                .evaluate(
                        "selector => Math.round(document.querySelector(selector).getBoundingClientRect().top)",
                        selector);
        return ((Number) pixels).intValue();
    }

    @Test
    void a_search_outlives_an_update() {
        String api = "comes-while-searched";
        try (Visit visit = visitor().open(cluster.url())) {
            visit.find("#search").fill("while-searched");
            assertThat(visit.find("#hits")).hasText("Nothing on this page matches.");
            assertThat(visit.find("#apis")).isHidden();

            cluster.deploy(api, false);

            assertThat(visit.find("#attention article")).containsText(api);
            assertThat(visit.find("#hits")).hasText(Pattern.compile("\\d+ of \\d+ shown\\."));
            assertThat(visit.find("#search")).hasValue("while-searched");
            assertThat(visit.find("#apis")).isHidden();
        } finally {
            cluster.removeApi(api);
        }
    }

    @Test
    void where_no_more_listeners_are_taken_the_page_asks_every_5_seconds() {
        String api = "comes-while-polled";
        try (Visit visit = visitor()
                .prepare(page -> page.route(EVENTS, route -> route.fulfill(new Route.FulfillOptions().setStatus(503))))
                .open(cluster.url())) {
            assertThat(visit.find("#mode")).hasText("every 5 s");

            cluster.deploy(api, false);

            assertThat(visit.find("#attention")).containsText(api);
        } finally {
            cluster.removeApi(api);
        }
    }

    @Test
    void when_nothing_is_heard_for_half_a_minute_the_page_asks_by_itself() {
        AtomicInteger asked = new AtomicInteger();
        try (Visit visit = visitor()
                .prepare(page -> {
                    page.clock().install();
                    page.route(EVENTS, route -> {}); // never answered
                    page.onRequest(request -> {
                        if (request.url().equals(cluster.url()) && !request.isNavigationRequest()) {
                            asked.incrementAndGet();
                        }
                    });
                })
                .open(cluster.url())) {
            visit.page().clock().fastForward(29_000);
            assertThat(asked).hasValue(0);
            visit.page()
                    .waitForRequest(cluster.url(), () -> visit.page().clock().fastForward(2_000));
            assertThat(visit.find("#mode")).hasText("every 5 s");
        }
    }

    @Test
    void a_paused_page_asks_nothing_until_it_goes_on() {
        String api = "comes-while-paused";
        AtomicInteger asked = new AtomicInteger();
        try (Visit visit = visitor().open(cluster.url())) {
            assertThat(visit.find("#mode")).hasText("live");
            Page page = visit.page();
            visit.find("#pause").click();
            assertThat(visit.find("#mode")).hasText("paused");
            page.onRequest(request -> asked.incrementAndGet());

            cluster.deploy(api, false);
            cluster.awaitPage(api);

            // What the page was told before the browser had seen this is long here.
            page.evaluate("() => fetch('livez').then(answer => answer.text())");
            assertThat(asked).hasValue(1);
            assertThat(visit.find("main")).not().containsText(api);
            visit.find("#pause").click();
            assertThat(visit.find("#attention")).containsText(api);
            assertThat(visit.find("#mode")).hasText("live");
        } finally {
            cluster.removeApi(api);
        }
    }

    @Test
    void when_the_agent_is_gone_the_page_says_since_when_it_has_no_news() {
        try (Visit visit = visitor().prepare(page -> page.clock().install()).open(cluster.url())) {
            assertThat(visit.find("#mode")).hasText("live");
            assertThat(visit.find("#offline")).isHidden();

            visit.context().setOffline(true);
            visit.page().clock().fastForward(31_000);

            assertThat(visit.find("#offline"))
                    .hasText(Pattern.compile("No news from the agent since \\d\\d:\\d\\d:\\d\\d UTC.*"));
            visit.context().setOffline(false);
            visit.page().clock().fastForward(6_000);
            assertThat(visit.find("#offline")).isHidden();
        }
    }
}
