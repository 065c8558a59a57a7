package io.prodhealth.report;

import io.prodhealth.signal.history.History;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import java.time.Instant;
import java.util.List;

/** The APIs that someone should look at, one card each. */
final class ApiCards {

    /** Past these the rest stands in the table; nobody mends more at once. */
    static final int MAX_CARDS = 8;

    private static final int MAX_GROUPS = 5;
    private static final int MAX_MESSAGE = 240;

    private ApiCards() {}

    static void write(Html html, List<ApiDetail> apis, Anchors anchors, History history, Instant now) {
        html.open("section", "id", "attention", "aria-labelledby", "attention-title");
        html.element("h2", "Needs attention", "id", "attention-title");
        apis.forEach(api -> card(html, api, anchors, history, now));
        html.close();
    }

    private static void card(Html html, ApiDetail detail, Anchors anchors, History history, Instant now) {
        html.open(
                "article",
                "class",
                "card " + look(detail),
                "id",
                Anchors.id(detail.api()),
                "data-state",
                Found.ATTENTION);
        anchors.write(html, detail.api());
        html.open("header");
        html.open("h3").name(detail.api().workload().name()).close();
        html.open("p", "class", "kind");
        ApiWords.kind(html, detail.api());
        html.close();
        html.element("p", ApiWords.replicas(detail.readiness()), "class", "replicas");
        html.close();
        Bar.write(html, detail.readiness());
        states(html, detail.readiness());
        pods(html, detail);
        Plots.api(html, history.api(detail.api().workload()));
        facts(html, detail, now);
        html.close();
    }

    static String look(ApiDetail detail) {
        return switch (detail.condition()) {
            case DOWN -> "bad";
            case SHORT, TROUBLED -> "warn";
            case UNKNOWN -> "unknown";
            case COMPLETE, NO_REPLICAS -> "ok";
        };
    }

    private static void states(Html html, ApiReadiness api) {
        html.open("ul", "class", "states");
        for (PodState state : PodState.values()) {
            int count = api.podsByState().getOrDefault(state, 0);
            if (count > 0) {
                html.open("li", "class", Bar.look(state));
                html.text(count + " " + Words.of(state)).close();
            }
        }
        if (api.api().rolloutInProgress()) {
            html.element("li", "rolling out a new revision", "class", "wait");
        }
        html.close();
    }

    private static void pods(Html html, ApiDetail detail) {
        List<PodDetail> pods = detail.notReady();
        if (pods == null) {
            html.element("p", "Its pods cannot be read.", "class", "quiet");
            return;
        }
        List<PodGroup> groups = PodGroup.of(pods);
        html.open("ul", "class", "pods");
        groups.stream().limit(MAX_GROUPS).forEach(group -> group(html, group));
        html.close();
        long listed = groups.stream()
                .limit(MAX_GROUPS)
                .mapToLong(group -> group.pods().size())
                .sum();
        long all = detail.readiness().podsByState().entrySet().stream()
                .filter(entry -> entry.getKey() != PodState.READY)
                .mapToLong(entry -> entry.getValue())
                .sum();
        if (all > listed) {
            html.element("p", (all - listed) + " more pods do not serve.", "class", "quiet");
        }
    }

    private static void group(Html html, PodGroup group) {
        PodGroup.Cause cause = group.cause();
        html.open("li").open("p");
        html.element("strong", Words.count(group.pods().size(), "pod ", "pods ") + Words.of(cause.state()));
        if (!cause.reason().isEmpty()) {
            html.text(": ").name(cause.reason());
            if (!cause.container().isEmpty()) {
                html.text(" in container ").name(cause.container());
            }
        }
        if (!cause.lastReason().isEmpty()) {
            html.text(", last ended by ").name(cause.lastReason()).text(" with exit code " + cause.lastExitCode());
        }
        html.text("; " + (group.pods().size() == 1 ? "" : "the oldest is ")
                + Words.time(group.oldest().age()) + " old.");
        html.close();
        if (!cause.message().isEmpty()) {
            html.open("p", "class", "message")
                    .foreign(cause.message(), MAX_MESSAGE)
                    .close();
        }
        PodDetail example = group.oldest();
        html.open("p", "class", "quiet").open("code").name(example.pod().name()).close();
        if (!example.pod().node().isEmpty()) {
            html.text(" on ").open("code").name(example.pod().node()).close();
        }
        html.close().close();
    }

    private static void facts(Html html, ApiDetail detail, Instant now) {
        Restart last = detail.lastRestart();
        html.open("dl", "class", "facts");
        fact(html, "Scale", ApiWords.scale(detail.readiness()));
        fact(html, "Time to ready", ApiWords.timeToReady(detail.readiness().history()));
        fact(html, "Restarts", ApiWords.restarts(detail.readiness().history(), now));
        if (last != null) {
            html.open("div").element("dt", "Last restart").open("dd");
            html.name(last.container()).text(" " + Words.ago(last.at(), now));
            if (!last.reason().isEmpty()) {
                html.text(", ").name(last.reason()).text(" with exit code " + last.exitCode());
            }
            html.close().close();
        }
        html.close();
    }

    private static void fact(Html html, String what, String value) {
        html.open("div").element("dt", what).element("dd", value).close();
    }
}
