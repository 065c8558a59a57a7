package io.prodhealth.report;

import io.prodhealth.signal.readiness.Condition;
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
    static final int MAX_ROWS = 40;

    static final String NONE = "–";

    private Tables() {}

    static void apis(Html html, String title, List<ApiDetail> apis, Instant now) {
        html.open("section", "id", "apis", "aria-labelledby", "apis-title");
        html.element("h2", title, "id", "apis-title");
        start(html, "APIs with their replicas", "API", "Replicas", "Scale", "Time to ready", "Restarts");
        apis.stream().limit(MAX_ROWS).forEach(api -> {
            html.open("tr", "role", "row", "id", ApiCards.id(api.api()));
            html.open("th", "scope", "row", "role", "rowheader");
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
            boolean none = api.condition() == Condition.NO_REPLICAS;
            cell(html, "Scale", none ? NONE : ApiWords.scale(api.readiness()));
            cell(
                    html,
                    "Time to ready",
                    none ? NONE : ApiWords.timeToReady(api.readiness().history()));
            cell(
                    html,
                    "Restarts",
                    none ? NONE : ApiWords.restarts(api.readiness().history(), now));
            html.close();
        });
        end(html);
        more(html, apis.size());
        html.close();
    }

    /** What lacks pods in the open, all of it behind a sentence: in order it is of no interest. */
    static void components(Html html, List<Readiness.Component> components) {
        List<Readiness.Component> sorted = components.stream()
                .sorted(Comparator.comparing(Readiness.Component::namespace).thenComparing(Readiness.Component::name))
                .toList();
        List<Readiness.Component> lacking =
                sorted.stream().filter(one -> one.ready() < one.desired()).toList();
        html.open("section", "id", "components", "aria-labelledby", "components-title");
        html.element("h2", "Cortex itself", "id", "components-title");
        if (!lacking.isEmpty()) {
            rows(html, "System workloads that lack pods", lacking);
        }
        String whole = (sorted.size() - lacking.size()) + " of "
                + Words.count(
                        sorted.size(), "system workload has all its pods", "system workloads have all their pods");
        html.open("details", "id", "all-components").element("summary", whole);
        rows(html, "System workloads with their ready pods", sorted);
        html.close().close();
    }

    private static void rows(Html html, String caption, List<Readiness.Component> components) {
        start(html, caption, "Workload", "Namespace", "Ready");
        for (Readiness.Component component : components.subList(0, Math.min(MAX_ROWS, components.size()))) {
            String look = component.ready() < component.desired() ? "bad" : "ok";
            html.open("tr", "role", "row").open("th", "scope", "row", "role", "rowheader");
            html.name(component.name()).close();
            html.open("td", "role", "cell", "data-label", "Namespace")
                    .name(component.namespace())
                    .close();
            mark(html, "Ready", look, component.ready() + " of " + component.desired());
            html.close();
        }
        end(html);
        more(html, components.size());
    }

    static void sources(Html html, List<SourceStatus> sources, Instant now) {
        start(html, "Sources and their age", "Source", "State", "Last read", "Readings", "Problem");
        for (SourceStatus source : sources) {
            Instant last = source.lastSuccess();
            html.open("tr", "role", "row").open("th", "scope", "row", "role", "rowheader");
            html.name(source.name()).close();
            mark(html, "State", source.up() ? "ok" : isStarting(source) ? "unknown" : "bad", state(source));
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
        return isStarting(source) ? "not read yet" : "cannot be read";
    }

    /** Whether it has neither been read nor failed yet. */
    static boolean isStarting(SourceStatus source) {
        return source.lastSuccess() == null && source.problem().isEmpty();
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
    static void start(Html html, String caption, String... columns) {
        html.open("table", "role", "table").element("caption", caption);
        html.open("thead", "role", "rowgroup").open("tr", "role", "row");
        for (String column : columns) {
            html.element("th", column, "scope", "col", "role", "columnheader");
        }
        html.close().close().open("tbody", "role", "rowgroup");
    }

    static void cell(Html html, String label, String text) {
        html.element("td", text, "role", "cell", "data-label", label, "class", text.equals(NONE) ? "none" : "");
    }

    static void mark(Html html, String label, String look, String text) {
        html.open("td", "role", "cell", "data-label", label);
        html.element("span", text, "class", "mark " + look).close();
    }

    static void end(Html html) {
        html.close().close();
    }

    private static void more(Html html, int all) {
        more(html, all, MAX_ROWS);
    }

    static void more(Html html, int all, int shown) {
        if (all > shown) {
            html.open("p", "class", "quiet").text((all - shown) + " more are in ");
            html.element("a", "the report", "href", "api/v1/report").text(".").close();
        }
    }
}
