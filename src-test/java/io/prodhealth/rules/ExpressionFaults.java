package io.prodhealth.rules;

import io.prodhealth.AllFamilies;
import io.prodhealth.LabelValues;
import io.prodhealth.metrics.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with an expression: nothing, if Prometheus 2.28 reads it, all its series are written by somebody, and the
 * replicas of the agent are one in it.
 *
 * @param functions that may be called, with aggregations
 * @param foreign series that others write
 * @param labels that every series of the agent has besides its own, from whoever scrapes it
 */
public record ExpressionFaults(Set<String> functions, Set<String> foreign, Set<String> labels) {

    /** Written by the client around a histogram, a summary or a counter. */
    private static final Pattern PARTS = Pattern.compile("_(bucket|sum|count)$");

    private static final Map<String, Family> FAMILIES =
            AllFamilies.all().stream().collect(Collectors.toMap(Family::name, family -> family));

    /** The family that a series belongs to, which the agent registers. */
    public static Optional<Family> family(String series) {
        return Optional.ofNullable(FAMILIES.get(series))
                .or(() -> Optional.ofNullable(FAMILIES.get(PARTS.matcher(series).replaceFirst(""))));
    }

    /** All of them. */
    public List<String> of(Promql promql) {
        List<String> faults = new ArrayList<>();
        promql.functions().stream()
                .filter(name -> !functions.contains(name))
                .forEach(name -> faults.add("calls what is not allowed here: " + name));
        if (promql.text().matches("(?s).*(@|offset\\s+-).*")) {
            faults.add("looks at other times in a way that Prometheus 2.28 does not know");
        }
        promql.divisors().stream()
                .filter(divisor -> !divisor.matches("(?s).*>=? *[0-9].*") && !divisor.matches("\\s*[0-9.]+\\s*"))
                .forEach(divisor -> faults.add("divides by what may be 0: " + divisor.strip()));
        for (Promql.Selector selector : promql.selectors()) {
            boolean ours = selector.name().startsWith("prodhealth_");
            if (!ours && !foreign.contains(selector.name())) {
                faults.add("reads a series that nothing writes: " + selector.name());
            } else if (ours) {
                ours(selector, faults);
            }
            if (ours && !promql.joined(selector)) {
                faults.add("does not join the replicas of the agent: " + selector.name());
            }
        }
        return faults;
    }

    private void ours(Promql.Selector selector, List<String> faults) {
        Optional<Family> family = family(selector.name());
        if (family.isEmpty()) {
            faults.add("reads a family that the agent does not register: " + selector.name());
            return;
        }
        for (Promql.Asked asked : selector.asked()) {
            if (labels.contains(asked.label())) {
                continue;
            }
            if (!family.get().labels().contains(asked.label())) {
                faults.add("asks " + selector.name() + " for a label that it has not: " + asked.label());
                continue;
            }
            Optional<List<String>> closed = LabelValues.closed(family.get(), asked.label());
            boolean regex = asked.operator().endsWith("~");
            closed.ifPresent(
                    values -> (regex ? Arrays.stream(asked.value().split("\\|", -1)) : Stream.of(asked.value()))
                            .filter(value -> !values.contains(value))
                            .forEach(value -> faults.add("asks " + selector.name() + " for a value that "
                                    + asked.label() + " never has: " + value)));
        }
    }
}
