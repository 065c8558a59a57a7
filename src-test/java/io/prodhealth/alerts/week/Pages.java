package io.prodhealth.alerts.week;

import io.prodhealth.alerts.Inhibition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the example Alertmanager makes of alerts that page: which it holds back, and which it tells as one.
 */
final class Pages {

    /** Told as one for as long as any of the group fires: whoever is paged sees one incident. */
    record Page(Map<String, String> group, int from, int to, List<String> alerts) {}

    private static final List<Inhibition> INHIBITIONS = inhibitions();

    private Pages() {}

    private static List<Inhibition> inhibitions() {
        try {
            return Inhibition.all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By API, else by node family, else by alert. */
    static Map<String, String> group(Firing firing) {
        for (String label : List.of("api_name", "node_family")) {
            if (!firing.label(label).isEmpty()) {
                return Map.of("cluster", firing.label("cluster"), label, firing.label(label));
            }
        }
        return Map.of("cluster", firing.label("cluster"), "alertname", firing.alert());
    }

    /** The pages of a week, first to last. A group whose alerts ended a moment ago and begin again is a page of its own. */
    static List<Page> of(List<Firing> firings) {
        Map<Map<String, String>, List<Firing>> groups = new LinkedHashMap<>();
        firings.stream()
                .sorted(Comparator.comparingInt(Firing::from))
                .forEach(firing -> groups.computeIfAbsent(group(firing), none -> new ArrayList<>())
                        .add(firing));
        List<Page> pages = new ArrayList<>();
        groups.forEach((group, all) -> {
            Page open = null;
            for (Firing firing : all) {
                if (heldBack(firing, firings)) {
                    continue;
                }
                if (open != null && firing.from() <= open.to + 1) {
                    List<String> alerts = new ArrayList<>(open.alerts);
                    alerts.add(firing.alert());
                    open = new Page(group, open.from, Math.max(open.to, firing.to()), alerts);
                } else {
                    if (open != null) {
                        pages.add(open);
                    }
                    open = new Page(group, firing.from(), firing.to(), List.of(firing.alert()));
                }
            }
            if (open != null) {
                pages.add(open);
            }
        });
        pages.sort(Comparator.comparingInt(Page::from));
        return pages;
    }

    /** One that fires only while another holds it back is told by nobody. */
    private static boolean heldBack(Firing target, List<Firing> all) {
        Predicate<Firing> covers = source -> source.from() <= target.from() && source.to() >= target.to();
        return INHIBITIONS.stream()
                .anyMatch(one -> all.stream()
                        .anyMatch(source -> one.holdsBack(source.labels(), target.labels()) && covers.test(source)));
    }
}
