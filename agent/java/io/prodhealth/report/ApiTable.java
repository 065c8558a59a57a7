package io.prodhealth.report;

import io.prodhealth.signal.history.History;
import io.prodhealth.signal.history.Measure;
import io.prodhealth.signal.readiness.Condition;
import java.time.Instant;
import java.util.List;

/** The APIs that have no card: the first in a table, the rest as lines, so that a search finds each of them. */
final class ApiTable {

    /** Past these the JSON report is the better reading, and the page too long to be sent again and again. */
    static final int MAX_LINES = 2_000;

    private ApiTable() {}

    static void write(Html html, String title, List<ApiDetail> apis, Anchors anchors, History history, Instant now) {
        html.open("section", "id", "apis", "aria-labelledby", "apis-title");
        html.element("h2", title, "id", "apis-title");
        Tables.start(
                html, "APIs with their replicas", "API", "Replicas", "In flight", "Scale", "Time to ready", "Restarts");
        int rows = Math.min(Tables.MAX_ROWS, apis.size());
        apis.subList(0, rows).forEach(api -> row(html, api, anchors, history, now));
        Tables.end(html);
        lines(html, apis.subList(rows, apis.size()), anchors);
        html.close();
    }

    private static void row(Html html, ApiDetail api, Anchors anchors, History history, Instant now) {
        Tables.row(html, look(api), "id", Anchors.id(api.api()));
        anchors.write(html, api.api());
        html.name(api.api().workload().name()).open("span", "class", "kind");
        ApiWords.kind(html, api.api());
        html.close().close();
        html.open("td", "role", "cell", "data-label", "Replicas");
        if (Bar.isWorthDrawing(api.readiness())) {
            Bar.write(html, api.readiness());
        }
        html.element("span", ApiWords.replicas(api.readiness()));
        html.element("span", ApiWords.otherPods(api.readiness()), "class", "kind")
                .close();
        Plots.cell(html, history.api(api.api().workload()), Measure.IN_FLIGHT);
        boolean none = api.condition() == Condition.NO_REPLICAS;
        Tables.cell(html, "Scale", none ? Tables.NONE : ApiWords.scale(api.readiness()));
        Tables.cell(
                html,
                "Time to ready",
                none ? Tables.NONE : ApiWords.timeToReady(api.readiness().history()));
        Tables.cell(
                html,
                "Restarts",
                none ? Tables.NONE : ApiWords.restarts(api.readiness().history(), now));
        html.close();
    }

    private static void lines(Html html, List<ApiDetail> apis, Anchors anchors) {
        if (apis.isEmpty()) {
            return;
        }
        html.open("details", "id", "more-apis").element("summary", Words.count(apis.size(), "more API", "more APIs"));
        html.open("ul", "class", "lines many");
        apis.stream().limit(MAX_LINES).forEach(api -> {
            html.open("li", "id", Anchors.id(api.api()), "data-state", Found.state(look(api)));
            anchors.write(html, api.api());
            html.name(api.api().workload().name()).text(" ");
            html.open("span", "class", "kind")
                    .text(ApiWords.replicas(api.readiness()) + ", ")
                    .text(api.api().workload().kind() + " in ")
                    .name(api.api().workload().namespace());
            html.close().close();
        });
        html.close();
        Tables.more(html, apis.size(), MAX_LINES);
        html.close();
    }

    /** That an API is not known to be well is a reason to look at it. */
    private static String look(ApiDetail api) {
        return api.condition().needsAttention() ? "warn" : "ok";
    }
}
