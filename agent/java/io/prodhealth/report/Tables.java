package io.prodhealth.report;

import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.KindStatus;
import io.prodhealth.source.SourceStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of the status page: APIs in order, Cortex' own workloads, sources and kinds. */
final class Tables {

    /** Past these the JSON report is the better reading. */
    static final int MAX_ROWS = 60;

    private static final String NONE = "–";

    private Tables() {}

    static void apis(Html html, String title, List<ApiDetail> apis, Instant now) {
        html.open("section", "id", "apis", "aria-labelledby", "apis-title");
        html.element("h2", title, "id", "apis-title");
        start(html, "APIs with their replicas", "API", "Replicas", "Scale", "Time to ready", "Restarts");
        apis.stream().limit(MAX_ROWS).forEach(api -> {
            html.open("tr", "role", "row", "id", ApiCards.id(api.api()));
            html.open("th", "scope", "row", "role", "rowheader");
            html.name(api.api().workload().name()).open("span", "class", "kind");
            ApiCards.kind(html, api.api());
            html.close().close();
            html.open("td", "role", "cell", "data-label", "Replicas");
            if (Bar.isWorthDrawing(api.readiness())) {
                Bar.write(html, api.readiness());
            }
            html.element("span", ApiCards.replicas(api.readiness())).close();
            boolean none = api.condition() == Condition.NO_REPLICAS;
            cell(html, "Scale", none ? NONE : ApiCards.scale(api.readiness()));
            cell(
                    html,
                    "Time to ready",
                    none ? NONE : ApiCards.timeToReady(api.readiness().history()));
            cell(
                    html,
                    "Restarts",
                    none ? NONE : ApiCards.restarts(api.readiness().history(), now));
            html.close();
        });
        end(html);
        more(html, apis.size());
        html.close();
    }

    static void components(Html html, List<Readiness.Component> components) {
        html.open("section", "id", "components", "aria-labelledby", "components-title");
        html.element("h2", "Cortex itself", "id", "components-title");
        start(html, "System workloads with their ready pods", "Workload", "Ready");
        components.stream()
                .sorted(Comparator.comparing(
                                (Readiness.Component component) -> component.ready() >= component.desired())
                        .thenComparing(Readiness.Component::namespace)
                        .thenComparing(Readiness.Component::name))
                .limit(MAX_ROWS)
                .forEach(component -> {
                    boolean lacks = component.ready() < component.desired();
                    html.open("tr", "role", "row");
                    html.open("th", "scope", "row", "role", "rowheader").name(component.name());
                    html.open("span", "class", "kind")
                            .text("in ")
                            .name(component.namespace())
                            .close()
                            .close();
                    mark(html, "Ready", lacks ? "bad" : "ok", component.ready() + " of " + component.desired());
                    html.close();
                });
        end(html);
        more(html, components.size());
        html.close();
    }

    static void sources(Html html, List<SourceStatus> sources, Instant now) {
        start(html, "Sources and their age", "Source", "State", "Last read", "Readings", "Problem");
        for (SourceStatus source : sources) {
            Instant last = source.lastSuccess();
            html.open("tr", "role", "row").open("th", "scope", "row", "role", "rowheader");
            html.name(source.name()).close();
            mark(html, "State", source.up() ? "ok" : last == null ? "unknown" : "bad", state(source));
            cell(html, "Last read", last == null ? "never" : Words.ago(last, now));
            cell(html, "Readings", source.collections() + failures(source));
            problem(html, source.problem());
            html.close();
        }
        end(html);
    }

    private static String state(SourceStatus source) {
        if (source.up()) {
            return "read every " + Words.time(source.interval());
        }
        return source.lastSuccess() == null ? "not read yet" : "cannot be read";
    }

    private static String failures(SourceStatus source) {
        String reasons = source.failures().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(FailureReason::label)))
                .map(entry -> entry.getValue() + " " + entry.getKey().label().replace('_', ' '))
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "" : ", failed: " + reasons;
    }

    static void kinds(Html html, List<KindStatus> kinds, Instant now) {
        long live = kinds.stream().filter(kind -> kind.trouble().isEmpty()).count();
        html.open("details", "id", "kinds")
                .element("summary", live + " of " + kinds.size() + " kinds of Kubernetes objects are live");
        start(html, "Kinds of Kubernetes objects", "Kind", "State", "Objects", "Last contact", "Problem");
        for (KindStatus kind : kinds) {
            Instant last = kind.lastContact();
            html.open("tr", "role", "row").open("th", "scope", "row", "role", "rowheader");
            html.name(kind.kind()).close();
            String word = kind.trouble()
                    .map(reason -> reason.word().replace('_', ' '))
                    .orElse("live");
            mark(html, "State", kind.trouble().isEmpty() ? "ok" : "unknown", word);
            cell(html, "Objects", kind.trouble().isPresent() ? NONE : String.format(Locale.ROOT, "%d", kind.objects()));
            cell(html, "Last contact", last == null ? "never" : Words.ago(last, now));
            problem(html, kind.problem());
            html.close();
        }
        end(html);
        html.close();
    }

    private static void problem(Html html, String problem) {
        if (problem.isEmpty()) {
            cell(html, "Problem", NONE);
        } else {
            html.open("td", "role", "cell", "data-label", "Problem")
                    .foreign(problem, 300)
                    .close();
        }
    }

    /** The roles are said although tables have them: on a phone the rows are laid out as blocks, which takes them away. */
    private static void start(Html html, String caption, String... columns) {
        html.open("table", "role", "table").element("caption", caption);
        html.open("thead", "role", "rowgroup").open("tr", "role", "row");
        for (String column : columns) {
            html.element("th", column, "scope", "col", "role", "columnheader");
        }
        html.close().close().open("tbody", "role", "rowgroup");
    }

    private static void cell(Html html, String label, String text) {
        html.element("td", text, "role", "cell", "data-label", label, "class", text.equals(NONE) ? "none" : "");
    }

    private static void mark(Html html, String label, String look, String text) {
        html.open("td", "role", "cell", "data-label", label);
        html.element("span", text, "class", "mark " + look).close();
    }

    private static void end(Html html) {
        html.close().close();
    }

    private static void more(Html html, int all) {
        if (all > MAX_ROWS) {
            html.open("p", "class", "quiet").text((all - MAX_ROWS) + " more are in ");
            html.element("a", "the report", "href", "api/v1/report").text(".").close();
        }
    }
}
