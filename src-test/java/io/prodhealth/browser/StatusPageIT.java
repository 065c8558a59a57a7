package io.prodhealth.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status page of a whole agent as it is read: on a desk, on a phone, in the dark, on paper, and without script. */
class StatusPageIT extends BrowserTest {

    private static final Pattern ALL_WELL = Pattern.compile("All \\d+ APIs have all their replicas");
    /** Breaks out of attributes and of elements, turns the direction of what follows, and is longer than any line. */
    private static final String HOSTILE =
            "<script>document.title='owned'</script>\"'><img src=x onerror=document.title='owned'>\u202E%41&amp;"
                    + "w".repeat(300);

    @Override
    WatchedCluster begin() throws Exception {
        return WatchedCluster.well();
    }

    private Visit visit(Look look) {
        return new Visit(browser, look.options()).open(cluster.url());
    }

    @ParameterizedTest
    @EnumSource
    void in_health_it_is_sound_on_every_screen(Look look) {
        cluster.awaitPage("<h1 id=\"headline\">All ");
        try (Visit visit = visit(look)) {
            assertThat(visit.find("h1")).hasText(ALL_WELL);
            assertSound(visit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void in_an_incident_it_is_sound_on_every_screen(Look look) {
        cluster.deploy("slow-starter", false);
        try {
            cluster.awaitPage("id=\"attention\"");
            try (Visit visit = visit(look)) {
                assertThat(visit.find("#attention article")).containsText("slow-starter");
                assertSound(visit);
            }
        } finally {
            cluster.removeApi("slow-starter");
        }
    }

    /** With all of it unfolded, and with a search that finds nothing. */
    private static void assertSound(Visit visit) {
        assertThat(visit.overflow()).isZero();
        visit.page().evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)");
        assertThat(visit.overflow()).isZero();
        assertThat(visit.faults()).isEmpty();
        visit.find("#search").fill("no such thing");
        assertThat(visit.find("#hits")).hasText("Nothing on this page matches.");
        assertThat(visit.complaints()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DESKTOP", "PHONE"})
    void a_hostile_name_stays_text(Look look) {
        cluster.deployNamed(HOSTILE, false);
        try {
            cluster.awaitPage("&lt;script&gt;");
            try (Visit visit = visit(look)) {
                assertThat(visit.find("#attention article h3")).containsText("<script>document.title=");
                assertThat(visit.page()).hasTitle(Pattern.compile("APIs have all their replicas|API"));
                assertThat(visit.find("main img, main script")).hasCount(0);
                assertThat(visit.overflow()).isZero();
                assertThat(visit.faults()).isEmpty();
                assertThat(visit.complaints()).isEmpty();
            }
        } finally {
            cluster.removeApi(HOSTILE);
        }
    }

    @Test
    void with_all_that_it_needs_it_is_light() {
        int bytes = Stream.of("/", "/page/page.css", "/page/page.js", "/page/icon.svg")
                .mapToInt(path -> cluster.agent().get(path).getBytes(StandardCharsets.UTF_8).length)
                .sum();

        assertThat(bytes).isBetween(50 * 1024, 200 * 1024);
    }

    @Test
    void without_script_it_is_read_and_addresses_lead_to_their_place() {
        Browser.NewContextOptions noScript = Look.DESKTOP.options().setJavaScriptEnabled(false);
        try (Visit visit = new Visit(browser, noScript).open(cluster.url() + "#practice=single_replica")) {
            assertThat(visit.find("h1")).isVisible();
            assertThat(visit.find("#find")).isHidden();
            assertThat(visit.find("#pause")).isHidden();
            assertThat(visit.byId("practice=single_replica")).isInViewport();
            visit.open(cluster.url() + "#api=iris");
            assertThat(visit.byId("api=default/RealtimeAPI/iris")).isInViewport();
        }
    }

    @Test
    void on_paper_it_is_black_on_white_with_all_of_it_and_nothing_to_click() {
        try (Visit visit = visit(Look.DARK)) {
            assertThat(visit.find(".chapter:not([open]) .line").first()).isHidden();
            visit.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            assertThat(visit.find("button:visible, select:visible, input:visible, nav:visible"))
                    .hasCount(0);
            assertThat(visit.find(".chapter:not([open]) .line").first()).isVisible();
            assertThat(visit.find("body")).hasCSS("background-color", "rgb(255, 255, 255)");
            assertThat(visit.find("h1")).hasCSS("color", "rgb(0, 0, 0)");
            assertThat(visit.page().pdf().length).isGreaterThan(10_000);
        }
    }
}
