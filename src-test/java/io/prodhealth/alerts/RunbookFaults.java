package io.prodhealth.alerts;

import io.prodhealth.AllFamilies;
import io.prodhealth.Links;
import io.prodhealth.metrics.Family;
import io.prodhealth.practice.PracticeAlerts;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with a runbook: nothing, if it can be trusted at night. */
final class RunbookFaults {

    static final int MOST_LINES = 80;
    private static final List<String> SECTIONS = List.of("Meaning", "Impact", "Diagnosis", "Mitigation");
    private static final Pattern TOLD =
            Pattern.compile("\\*\\*(Page|Page or ticket|Ticket|Ticket or digest|Digest|Nobody)\\.\\*\\* [A-Z`].+");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:prodhealth|cortex|istio|kube|container|node)_[a-z0-9_]+");
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]+");
    private static final Pattern PRACTICE =
            Pattern.compile("\\[`(\\w+)`]\\(\\.\\./\\.\\./docs/practices\\.md#\\d+-(\\w+)\\)");

    /** What Cortex's own Prometheus has, as far as runbooks may name it, and what looks like a metric and is a setting. */
    private static final Set<String> FOREIGN = Set.of(
            "cortex_in_flight_requests",
            "cortex_async_in_flight",
            "cortex_async_request_count",
            "istio_requests_total",
            "node_groups",
            "node_family");

    private RunbookFaults() {}

    static List<String> of(Runbook runbook) {
        List<String> faults = new ArrayList<>();
        head(runbook, faults);
        sections(runbook, faults);
        RunbookCommands.check(runbook, faults);
        metrics(runbook, faults);
        practices(runbook, faults);
        Links.broken(runbook.file(), runbook.text()).forEach(link -> faults.add("leads nowhere: " + link));
        return faults;
    }

    private static void head(Runbook runbook, List<String> faults) {
        List<String> lines = runbook.lines();
        if (lines.size() > MOST_LINES) {
            faults.add("is too long: " + lines.size() + " lines");
        }
        if (!lines.getFirst().equals("# " + runbook.name())) {
            faults.add("has another title: " + lines.getFirst());
        }
        if (lines.size() < 7 || !TOLD.matcher(lines.get(2)).matches()) {
            faults.add("does not say below its title who is told and when");
        } else if (!lines.subList(3, 7).equals(List.of("", "<!-- thresholds -->", "<!-- /thresholds -->", ""))) {
            faults.add("has no place for its thresholds");
        }
    }

    private static void sections(Runbook runbook, List<String> faults) {
        if (!runbook.sections().equals(SECTIONS)) {
            faults.add("has other sections: " + runbook.sections());
        }
        if (Runbook.blocks("sh", runbook.section("Diagnosis")).isEmpty()) {
            faults.add("has no command in its diagnosis");
        }
        String mitigation = runbook.section("Mitigation");
        int live = mitigation.indexOf("\nOn a live cluster");
        if (live < 0 || mitigation.indexOf("\nNeeds a new cluster: ") < live) {
            faults.add("does not tell what works on a live cluster from what needs a new one");
        }
        if (runbook.text()
                                .lines()
                                .filter(line -> line.strip().startsWith("```"))
                                .count()
                        % 2
                != 0) {
            faults.add("has a block that does not end");
        }
    }

    private static void metrics(Runbook runbook, List<String> faults) {
        Set<String> known = new HashSet<>(FOREIGN);
        for (Family family : AllFamilies.all()) {
            known.add(family.name());
            if (family.type() == Family.Type.HISTOGRAM || family.type() == Family.Type.SUMMARY) {
                Stream.of("_bucket", "_sum", "_count")
                        .map(family.name()::concat)
                        .forEach(known::add);
            }
        }
        // What is generated comes from the rules, which are checked themselves.
        METRIC.matcher(String.join("\n", runbook.lines()))
                .results()
                .map(MatchResult::group)
                .filter(name -> !known.contains(name) && !practices().contains(name))
                .forEach(name -> faults.add("names no metric that exists: " + name));
    }

    private static void practices(Runbook runbook, List<String> faults) {
        Set<String> feeding = practices().stream()
                .filter(id -> PracticeAlerts.of(id).equals(runbook.name()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = WORD.matcher(runbook.text())
                .results()
                .map(MatchResult::group)
                .filter(practices()::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> linked = PRACTICE.matcher(runbook.text())
                .results()
                .filter(link -> link.group(1).equals(link.group(2)))
                .map(link -> link.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!named.equals(feeding)) {
            faults.add("names the practices " + named + " where " + feeding + " feed the alert");
        }
        if (!linked.containsAll(feeding)) {
            faults.add("links only the practices " + linked + " where " + feeding + " feed the alert");
        }
    }

    private static Set<String> practices() {
        return Practices.rules().stream().map(Rule::id).collect(Collectors.toSet());
    }
}
