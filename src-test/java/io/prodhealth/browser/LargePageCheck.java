package io.prodhealth.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.prodhealth.Awaited;
import io.prodhealth.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The status page of a made-up cluster of 1 000 APIs: how large it is, how long the agent takes to answer and the browser to show,
 * to search and to update it. By hand: {@code mvn -B -ntp test -Dtest=LargePageCheck}, half a minute.
 */
@NeedsBrowser
class LargePageCheck {

    private static final int APIS = 1_000;
    private static final int ANSWERS = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void a_page_of_1000_APIs_stays_usable() throws Exception {
        try (WatchedCluster cluster = WatchedCluster.of(new SimulatorOptions.Size(300, 3_000, APIS));
                Playwright driver = Chromium.driver();
                Browser browser = Chromium.launch(driver);
                Visit visit = new Visit(browser, Look.DESKTOP.options())) {
            new Awaited()
                    .until(
                            "every API has a place on the page",
                            PATIENCE,
                            () -> apis(cluster.agent().get("/")) >= APIS);
            say("{0} KiB of HTML", cluster.agent().get("/").length() / 1024);
            say("answered in {0} ms at the median", answered(cluster));

            visit.open(cluster.url());
            say("timing in the browser (ms): {0}", visit.page().evaluate("""
                () => {
                  const [at] = performance.getEntriesByType('navigation');
                  return `interactive ${Math.round(at.domInteractive)}, loaded ${Math.round(at.loadEventEnd)}`;
                }\
                """));
            say("a search takes {0} ms", visit.page().evaluate("""
                () => {
                  const search = document.getElementById('search');
                  const began = performance.now();
                  search.value = '99';
                  search.dispatchEvent(new Event('input', { bubbles: true }));
                  document.body.getBoundingClientRect();
                  return Math.round(performance.now() - began);
                }\
                """));
            assertThat(visit.find("#hits")).hasText(Pattern.compile("\\d+ of \\d+ shown\\."));
            visit.find("#clear").click();
            say("longest task of ten updates: {0} ms", visit.page().evaluate("""
                () => new Promise(done => {
                  let longest = 0;
                  let updates = 0;
                  new PerformanceObserver(list => {
                    for (const task of list.getEntries()) longest = Math.max(longest, Math.round(task.duration));
                  }).observe({ type: 'longtask' });
                  new MutationObserver(() => { if (++updates === 10) done(longest); })
                    .observe(document.querySelector('#state time'), { attributes: true });
                })\
                """));
            assertThat(visit.overflow()).isZero();
            assertThat(visit.complaints()).isEmpty();
        }
    }

    private static long answered(WatchedCluster cluster) {
        long[] millis = new long[ANSWERS];
        for (int i = 0; i < ANSWERS; i++) {
            long again = System.nanoTime() + Duration.ofMillis(1_100).toNanos(); // it is kept for a second
            new Awaited().until("it is written anew", () -> System.nanoTime() > again);
            long began = System.nanoTime();
            cluster.agent().get("/");
            millis[i] = (System.nanoTime() - began) / 1_000_000;
        }
        Arrays.sort(millis);
        return millis[ANSWERS / 2];
    }

    private static int apis(String page) {
        return page.split("id=\"api=default/", -1).length - 1;
    }

    private static void say(String what, Object... figures) {
        System.getLogger("test")
                .log(System.Logger.Level.INFO, what, List.of(figures).toArray());
    }
}
