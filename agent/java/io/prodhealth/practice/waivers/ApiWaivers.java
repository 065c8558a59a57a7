package io.prodhealth.practice.waivers;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Practices;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.Waiver;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.VirtualService;
import io.prodhealth.snapshot.Workload;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Waivers in annotations of APIs, {@code prodhealth.io/waive-<practice>: "reason; owner=…; until=YYYY-MM-DD"}, on the
 * Deployment or the VirtualService of the API. Whoever deploys may write them, so they reach no further than their own API,
 * and not to what is the cluster owner's to decide.
 *
 * @param valid those that hold or have held
 * @param invalid the others, each with what is wrong
 */
public record ApiWaivers(List<Waiver> valid, List<Invalid> invalid) {

    static final String PREFIX = "prodhealth.io/waive-";

    /** More than an API can have practices: the rest is somebody's joke. */
    private static final int MOST_OF_AN_API = 50;

    /** Characters of a word that is repeated to the reader. */
    private static final int SHOWN = 60;

    private static final Map<String, Rule> RULES =
            Practices.rules().stream().collect(Collectors.toUnmodifiableMap(Rule::id, Function.identity()));

    /** A waiver that does not hold. */
    public record Invalid(Subject api, String practice, String problem) {}

    /** All of them. */
    public static ApiWaivers of(Evidence evidence) {
        Map<String, Map<String, String>> annotations = annotations(evidence);
        List<Waiver> valid = new ArrayList<>();
        List<Invalid> invalid = new ArrayList<>();
        if (!annotations.isEmpty()) {
            LocalDate today = LocalDate.ofInstant(evidence.at(), ZoneOffset.UTC);
            for (ApiReadiness one : evidence.readiness().apis().orElse(List.of())) {
                Workload workload = one.api().workload();
                Subject api = Subject.api(workload);
                annotations
                        .getOrDefault(workload.namespace() + "/" + workload.name(), Map.of())
                        .forEach((practice, text) -> {
                            List<String> problems = new ArrayList<>();
                            read(api, practice, text, today, problems).ifPresent(valid::add);
                            problems.forEach(problem -> invalid.add(new Invalid(api, shown(practice), problem)));
                        });
            }
        }
        return new ApiWaivers(List.copyOf(valid), List.copyOf(invalid));
    }

    /** By namespace and name of the API, the text of each practice. */
    private static Map<String, Map<String, String>> annotations(Evidence evidence) {
        Map<String, Map<String, String>> all = new HashMap<>();
        for (Deployment one : evidence.kubernetes().deployments().orElse(List.of())) {
            add(all, one.namespace(), one.labels().getOrDefault("apiName", one.name()), one.annotations());
        }
        for (VirtualService one : evidence.kubernetes().virtualServices().orElse(List.of())) {
            add(all, one.namespace(), one.labels().getOrDefault("apiName", one.name()), one.annotations());
        }
        return all;
    }

    private static void add(
            Map<String, Map<String, String>> all, String namespace, String name, Map<String, String> annotations) {
        annotations.forEach((key, text) -> {
            if (key.startsWith(PREFIX)) {
                Map<String, String> ofApi = all.computeIfAbsent(namespace + "/" + name, none -> new TreeMap<>());
                if (ofApi.size() < MOST_OF_AN_API) {
                    ofApi.putIfAbsent(key.substring(PREFIX.length()), text);
                }
            }
        });
    }

    private static Optional<Waiver> read(
            Subject api, String practice, String text, LocalDate today, List<String> problems) {
        Rule rule = RULES.get(practice);
        if (rule == null) {
            problems.add("no practice is called " + shown(practice));
        } else if (!rule.waivedByApi()) {
            problems.add("only the owner of the cluster may waive " + rule.id() + ", in the agent's configuration");
        }
        WaiverText parts = WaiverText.of(text);
        problems.addAll(parts.problems());
        LocalDate until = parts.until();
        if (until != null && until.isAfter(today.plusYears(Waiver.LONGEST_YEARS))) {
            problems.add("until=" + until + " is more than a year ahead");
        }
        return problems.isEmpty() && until != null
                ? Optional.of(
                        new Waiver(practice, api.namespace(), api.toString(), parts.reason(), parts.owner(), until))
                : Optional.empty();
    }

    private static String shown(String word) {
        return word.length() <= SHOWN ? word : word.substring(0, SHOWN - 1) + "…";
    }
}
