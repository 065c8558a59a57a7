package io.prodhealth.dashboards;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expressions as all dashboards write them: of one cluster, and the replicas of the agent joined into one, because one of
 * them exports the state of the cluster and during a handover both may.
 */
final class Expr {

    /** The agent's own process. */
    static final String AGENT = "job=\"prodhealth\", cluster=\"$cluster\"";

    /** Of the chosen APIs. */
    static final String API = "api_name=~\"$api_name\"";

    static final String NAMED = "namespace, api_name";

    private Expr() {}

    /** Series of one cluster. */
    static String series(String family, String... matchers) {
        return family
                + Stream.concat(Stream.of("cluster=\"$cluster\""), Stream.of(matchers))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A gauge. */
    static String max(String by, String family, String... matchers) {
        return "max by (" + by + ") (" + series(family, matchers) + ")";
    }

    /** A gauge of the chosen APIs, by API. */
    static String api(String family, String... matchers) {
        return max(NAMED, family, with(API, matchers));
    }

    /** A second, of a counter. */
    static String rate(String by, String family, String... matchers) {
        return "sum by (" + by + ") (rate(" + series(family, matchers) + "[$__rate_interval]))";
    }

    /** Between two points of the graph, of a counter. */
    static String increase(String by, String family, String... matchers) {
        return "sum by (" + by + ") (increase(" + series(family, matchers) + "[$__rate_interval]))";
    }

    /** Over all of the time that is shown, of a counter. */
    static String total(String by, String family, String... matchers) {
        return "sum by (" + by + ") (increase(" + series(family, matchers) + "[$__range]))";
    }

    /** Of a histogram. */
    static String quantile(double share, String by, String family, String... matchers) {
        return "histogram_quantile(" + share + ", sum by (" + by + ", le) (rate(" + series(family + "_bucket", matchers)
                + "[$__rate_interval])))";
    }

    /** Mean of a summary or a histogram. */
    static String mean(String by, String family, String... matchers) {
        return over(rate(by, family + "_sum", matchers), rate(by, family + "_count", matchers));
    }

    /** A share, nothing where there is no whole. */
    static String over(String part, String whole) {
        return part + " / (" + whole + " > 0)";
    }

    /** Of the most nodes that groups may have; one of a fixed size is always there, and left out. */
    static String shareOfMost(String by, String... matchers) {
        String most = max(by, "prodhealth_node_group_max_nodes", matchers);
        return over(max(by, "prodhealth_node_group_target_nodes", matchers), most) + " unless on (node_group) " + most
                + " == " + max(by, "prodhealth_node_group_min_nodes", matchers);
    }

    /** How many; 0 only where what is counted is known at all. */
    static String count(String found, String known) {
        return "count(" + found + ") or 0 * count(" + known + ")";
    }

    /** A number for the label whose series is 1: the place of its value in the list, from 1. */
    static String code(String by, String family, String label, List<String> values, String... matchers) {
        return Stream.iterate(0, i -> i < values.size(), i -> i + 1)
                .map(i -> series(family, with(label + "=\"" + values.get(i) + "\"", matchers)) + " * " + (i + 1))
                .collect(Collectors.joining(" or ", "max by (" + by + ") (", ")"));
    }

    private static String[] with(String first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }
}
