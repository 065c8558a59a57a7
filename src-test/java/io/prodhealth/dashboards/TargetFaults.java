package io.prodhealth.dashboards;

import io.prodhealth.metrics.Family;
import io.prodhealth.rules.ExpressionFaults;
import io.prodhealth.rules.Promql;
import io.prodhealth.rules.Rule;
import io.prodhealth.rules.RuleFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with a question of a dashboard.
 *
 * @param expr with variables
 * @param variables that the dashboard has
 */
record TargetFaults(String expr, Set<String> variables) {

    /** Nothing that cuts: a fire could be what is left out. */
    private static final Set<String> FUNCTIONS = Set.of(
            "avg",
            "clamp_min",
            "count",
            "histogram_quantile",
            "increase",
            "label_join",
            "label_replace",
            "max",
            "min",
            "rate",
            "round",
            "sort",
            "sort_desc",
            "sum",
            "time");

    /** What Prometheus has of itself, of the agent's process, and in a stock Cortex of its gateway and kubelets. */
    private static final Set<String> OTHERS = Set.of(
            "ALERTS",
            "ALERTS_FOR_STATE",
            "up",
            "scrape_samples_scraped",
            "process_start_time_seconds",
            "process_cpu_usage",
            "jvm_memory_used_bytes",
            "jvm_memory_max_bytes",
            "jvm_gc_pause_seconds_sum",
            "istio_request_duration_milliseconds_bucket",
            "container_cpu_usage_seconds_total",
            "container_memory_working_set_bytes",
            "kube_pod_container_resource_requests");

    /** And what the shipped rules record. */
    private static final Set<String> FOREIGN = Stream.concat(
                    OTHERS.stream(),
                    RuleFiles.all().stream()
                            .flatMap(file -> file.groups().stream())
                            .flatMap(group -> group.rules().stream())
                            .filter(Rule.Recording.class::isInstance)
                            .map(Rule::name))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> GIVEN = Set.of("__rate_interval", "__range");

    private static final Pattern CHOICE = Pattern.compile(",? *\\w+=~?\"\\$\\w+\"");
    private static final Pattern COUNTER = Pattern.compile(".*_(total|bucket|count|sum)");
    private static final Pattern WITHIN = Pattern.compile("(?s).*\\b(rate|increase)\\($");

    List<String> all() {
        if (expr.isBlank()) {
            return List.of("asks nothing");
        }
        // A choice is a label of a family, and its value is not known here.
        Promql bare = new Promql(CHOICE.matcher(expr).replaceAll("").replace("{, ", "{"));
        List<String> faults = new ArrayList<>(new ExpressionFaults(FUNCTIONS, FOREIGN, Set.of("cluster")).of(bare));
        labels(faults);
        counters(faults);
        times(faults);
        Pattern.compile("\\$\\{?([A-Za-z_]\\w*)")
                .matcher(expr)
                .results()
                .map(name -> name.group(1))
                .filter(name -> !variables.contains(name) && !GIVEN.contains(name))
                .forEach(name -> faults.add("asks with a variable that is not there: " + name));
        return faults;
    }

    /** Those of the choices, too; and that ours are of one cluster. */
    private void labels(List<String> faults) {
        for (Promql.Selector selector : new Promql(expr).selectors()) {
            if (!selector.name().startsWith("prodhealth_")) {
                continue;
            }
            List<String> own =
                    ExpressionFaults.family(selector.name()).map(Family::labels).orElse(List.of());
            selector.asked().stream()
                    .map(Promql.Asked::label)
                    .filter(label -> !own.contains(label) && !label.equals("cluster"))
                    .forEach(label -> faults.add("asks " + selector.name() + " for a label that it has not: " + label));
            boolean ofCluster =
                    selector.asked().stream().anyMatch(asked -> asked.label().equals("cluster"));
            if (!ofCluster && !selector.name().equals("prodhealth_build_info")) {
                faults.add("asks " + selector.name() + " of all clusters");
            }
        }
    }

    /** A counter begins anew with each start of the agent: as it stands it tells nothing. */
    private void counters(List<String> faults) {
        Promql promql = new Promql(expr);
        for (Promql.Selector selector : promql.selectors()) {
            boolean counts = ExpressionFaults.family(selector.name())
                    .map(family -> family.type() != Family.Type.GAUGE && family.type() != Family.Type.INFO)
                    .orElse(COUNTER.matcher(selector.name()).matches());
            if (counts && !WITHIN.matcher(expr.substring(0, selector.begins())).matches()) {
                faults.add("shows a counter as it stands: " + selector.name());
            }
        }
    }

    private void times(List<String> faults) {
        Pattern.compile("(\\w+)\\([^()\\[]*\\[([^]]*)]")
                .matcher(expr)
                .results()
                .filter(range -> !range.group(2).equals("$__rate_interval")
                        && !(range.group(2).equals("$__range") && range.group(1).equals("increase")))
                .forEach(
                        range -> faults.add("looks back over a time that is not that of the graph: " + range.group(2)));
    }
}
