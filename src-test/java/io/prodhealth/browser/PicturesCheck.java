package io.prodhealth.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.prodhealth.Awaited;
import io.prodhealth.simulator.Incidents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures of the documentation, in health and in an incident of the simulated cluster, so that they never lie. By hand:
 * {@code docs/pictures/make.sh}, which is {@code mvn -B -ntp test -Dtest=PicturesCheck}. The cluster is watched for some minutes
 * before the first, so that its plots have something to show; {@code -Dprodhealth.minutes=60} for a whole hour of them.
 */
@NeedsBrowser
class PicturesCheck {

    private static final Path FOLDER = Path.of("docs", "pictures");
    private static final int MINUTES = Integer.getInteger("prodhealth.minutes", 12);
    private static final int LARGEST = 300 * 1024;

    @Test
    void the_page_is_pictured_in_health_and_in_an_incident() throws Exception {
        try (WatchedCluster cluster = WatchedCluster.well();
                Playwright driver = Chromium.driver();
                Browser browser = Chromium.launch(driver)) {
            cluster.awaitJudged();
            ordinaryWork(cluster);
            cluster.awaitPage("<h1 id=\"headline\">All ");
            picture(browser, cluster, Look.DESKTOP, "status-page-health.png", 1_700);

            cluster.incidents().crashLoop("text-generator", () -> {});
            cluster.incidents().spotExhaustion("iris", Incidents.SPOT, Incidents.ON_DEMAND, () -> {});
            new Awaited()
                    .until(
                            "pods crash and find no node",
                            Duration.ofMinutes(2),
                            () -> cluster.agent().get("/").contains("without a node"));
            picture(browser, cluster, Look.DESKTOP, "status-page.png", 2_000);
            picture(browser, cluster, Look.DARK, "status-page-dark.png", 1_400);
            picture(browser, cluster, Look.PHONE, "status-page-phone.png", 1_500);
            guide(browser, cluster);
        }
    }

    /** Rollouts and changes of scale, as on any day. */
    private static void ordinaryWork(WatchedCluster cluster) {
        Incidents incidents = cluster.incidents();
        incidents.rollout(
                "text-generator",
                () -> incidents.scale(
                        "iris",
                        4,
                        () -> incidents.rollout(
                                "iris", () -> incidents.scale("iris", 2, () -> incidents.scale("iris", 3, () -> {})))));
        long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        new Awaited()
                .until(
                        "the plots have something to show",
                        Duration.ofMinutes(MINUTES + 1),
                        () -> System.nanoTime() > end);
    }

    private static void picture(Browser browser, WatchedCluster cluster, Look look, String name, int height)
            throws IOException {
        try (Visit visit = new Visit(browser, look.options()).open(cluster.url())) {
            assertThat(visit.find("#mode")).hasText(Pattern.compile("live|every 5 s"));
            visit.page().setViewportSize(visit.page().viewportSize().width, height);
            Path file = FOLDER.resolve(name);
            visit.page().screenshot(new Page.ScreenshotOptions().setPath(file));
            assertThat(Files.size(file)).as(name).isLessThan(LARGEST);
        }
    }

    private static void guide(Browser browser, WatchedCluster cluster) throws IOException {
        try (Visit visit = new Visit(browser, Look.DESKTOP.options()).open(cluster.url() + "#practices")) {
            assertThat(visit.find("#practices")).isInViewport();
            Path file = FOLDER.resolve("status-page-guide.png");
            visit.page().screenshot(new Page.ScreenshotOptions().setPath(file));
            assertThat(Files.size(file)).isLessThan(LARGEST);
        }
    }
}
