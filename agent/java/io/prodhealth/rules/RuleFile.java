package io.prodhealth.rules;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A file of rules.
 *
 * @param name without its ending
 */
public record RuleFile(String name, List<Group> groups) {

    /** Rules that are evaluated one after the other. */
    public record Group(String name, List<Rule> rules) {}

    /** Every rule, in order. */
    public Stream<Rule> rules() {
        return groups.stream().flatMap(group -> group.rules.stream());
    }

    /** Those that fire. */
    public Stream<Rule.Alerting> alerts() {
        return rules().filter(Rule.Alerting.class::isInstance).map(Rule.Alerting.class::cast);
    }

    /** The same with every rule changed. */
    RuleFile with(UnaryOperator<Rule> change) {
        return new RuleFile(
                name,
                groups.stream()
                        .map(group -> new Group(
                                group.name, group.rules.stream().map(change).toList()))
                        .toList());
    }
}
