package io.prodhealth.alerts.week;

import io.prodhealth.rules.RuleFiles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agent's families that the rules read; others are not written, for a week of them would be too much. */
final class ReadFamilies {

    private static final Pattern NAME = Pattern.compile("\\bprodhealth_[a-z0-9_]+");

    private ReadFamilies() {}

    /** Of the rules on what is wrong now, and on the agent: they are evaluated each minute. */
    static Set<String> live() {
        Set<String> names = of(List.of("recording", "live", "meta"));
        names.removeIf(ReadFamilies::isOfPractices);
        return names;
    }

    /** Of the rules on practices, whose alerts take an hour at least. */
    static Set<String> practices() {
        Set<String> names = of(List.of("practices", "meta"));
        names.removeIf(name -> !isOfPractices(name));
        return names;
    }

    private static boolean isOfPractices(String name) {
        return name.startsWith("prodhealth_practice_")
                || name.startsWith("prodhealth_finding")
                || name.startsWith("prodhealth_waiver_");
    }

    private static Set<String> of(List<String> files) {
        Set<String> names = new TreeSet<>();
        for (String file : files) {
            RuleFiles.read(file, RuleFiles.text(file)).rules().forEach(rule -> {
                Matcher name = NAME.matcher(rule.expr());
                while (name.find()) {
                    names.add(name.group());
                }
            });
        }
        return names;
    }
}
