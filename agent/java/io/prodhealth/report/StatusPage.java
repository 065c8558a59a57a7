package io.prodhealth.report;

import io.prodhealth.config.BuildInfo;
import io.prodhealth.signal.history.History;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.source.SourceStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The report as a page for someone who was woken up: what is wrong first, then why, then what the agent cannot see. It needs
 * no script; with one it keeps itself up to date.
 */
public final class StatusPage {

    private StatusPage() {}

    /** {@code report} in UTF-8. */
    public static byte[] write(Report report) {
        List<ApiDetail> apis = new ArrayList<>(ApiDetail.all(report.evaluation(), report.at()));
        apis.sort(ApiDetail.WORST_API_FIRST);
        Headline headline = Headline.of(report, apis);
        Html html = new Html();
        html.open("html", "lang", "en");
        head(html, headline);
        html.open("body");
        html.element("a", "Skip to the state of the cluster", "class", "skip", "href", "#main");
        top(html);
        html.open("main", "id", "main", "tabindex", "-1");
        state(html, report, headline);
        Notices.write(html, report);
        Contents.of(report, apis).write(html);
        Finder.write(html);
        AlertSection.write(html, report.evaluation().snapshot().firingAlerts(), report.at());
        History history = report.evaluation().history();
        apis(html, apis, history, report.at());
        List<QueueFigures> queues = report.evaluation().queues().queues();
        if (!queues.isEmpty()) {
            QueueTable.write(html, queues, history, report.at());
        }
        List<FamilyProvisioning> families =
                report.evaluation().provisioning().families().orElse(List.of());
        if (!FamilyTable.withSpot(families).isEmpty()) {
            FamilyTable.write(html, families, history, report.at());
        }
        PrometheusSection.write(html, report.evaluation().prometheus(), report.alerting(), history, report.at());
        PracticeSection.write(html, report.evaluation().practices(), report.at());
        report.evaluation().readiness().components().known().ifPresent(components -> {
            if (!components.isEmpty()) {
                Tables.components(html, components);
            }
        });
        sources(html, report);
        html.close();
        foot(html, report);
        return html.close().close().bytes();
    }

    private static void head(Html html, Headline headline) {
        html.open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", headline.mark() + " " + headline.sentence() + " – prodhealth");
        html.empty("link", "rel", "icon", "href", "page/icon.svg", "type", "image/svg+xml");
        html.empty("link", "rel", "stylesheet", "href", "page/page.css");
        html.open("script", "src", "page/page.js", "defer", "").close();
        html.close();
    }

    private static void top(Html html) {
        html.open("header", "class", "top").element("p", "prodhealth", "class", "brand");
        html.open("nav", "aria-label", "Other forms of this page");
        html.element("a", "Metrics", "href", "metrics").element("a", "JSON report", "href", "api/v1/report");
        html.close();
        html.element("p", "", "id", "mode", "class", "quiet");
        html.element("button", "Pause", "type", "button", "id", "pause", "aria-label", "Pause updates", "hidden", "");
        html.close();
        html.element("p", "", "id", "offline", "role", "alert", "class", "notice bad", "hidden", "");
    }

    private static void state(Html html, Report report, Headline headline) {
        Instant taken = report.evaluation().snapshot().at();
        html.open("section", "id", "state", "class", headline.look(), "aria-labelledby", "headline");
        html.open("div", "role", "status")
                .element("h1", headline.sentence(), "id", "headline")
                .close();
        html.open("ul");
        headline.details()
                .forEach(
                        detail -> html.open("li").foreign(detail, 200).text(".").close());
        html.close();
        html.open("p", "class", "quiet").text("As of ");
        html.element("time", Words.clock(taken), "datetime", Words.machineTime(taken));
        html.text(", " + Words.ago(taken, report.at()) + ".").close();
        html.close();
    }

    private static void apis(Html html, List<ApiDetail> apis, History history, Instant now) {
        List<ApiDetail> worst = apis.stream()
                .filter(api -> api.condition().needsAttention())
                .limit(ApiCards.MAX_CARDS)
                .toList();
        Anchors anchors = Anchors.of(apis.stream().map(ApiDetail::api).toList());
        if (!worst.isEmpty()) {
            ApiCards.write(html, worst, anchors, history, now);
        }
        List<ApiDetail> rest = apis.subList(worst.size(), apis.size());
        boolean allWell = rest.stream().noneMatch(api -> api.condition().needsAttention());
        if (!rest.isEmpty()) {
            ApiTable.write(
                    html,
                    worst.isEmpty() ? "APIs" : allWell ? "In order" : "All other APIs",
                    rest,
                    anchors,
                    history,
                    now);
        }
    }

    private static void sources(Html html, Report report) {
        html.open("section", "id", "sources", "aria-labelledby", "sources-title");
        html.element("h2", "What the agent reads", "id", "sources-title");
        Tables.sources(
                html,
                report.sources().stream()
                        .sorted(Comparator.comparing(SourceStatus::name))
                        .toList(),
                report.at());
        Tables.kinds(
                html,
                report.kinds().stream()
                        .sorted(Comparator.comparing(kind -> kind.kind()))
                        .toList(),
                report.at());
        html.close();
    }

    private static void foot(Html html, Report report) {
        BuildInfo build = report.build();
        ConfigStatus config = report.config();
        html.open("footer").open("p");
        html.text("prodhealth " + build.version());
        html.text(build.revision().isEmpty() ? "" : " (" + build.revision() + ")");
        html.text(", Java " + build.javaVersion() + ". Configuration ")
                .open("code")
                .text(config.hash())
                .close();
        html.text(config.file().isEmpty() ? " (defaults)" : " from ")
                .open("code")
                .name(config.file())
                .close();
        html.text(", " + Words.ago(config.loadedAt(), report.at()) + ". An API should serve ");
        html.text(percent(report.evaluation().readiness().availabilityObjective()) + " of the time.");
        html.close().close();
    }

    private static String percent(double ratio) {
        return new BigDecimal(Double.toString(ratio))
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString() + " %";
    }
}
