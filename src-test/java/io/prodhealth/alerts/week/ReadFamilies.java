package io.prodhealth.alerts.week;

import io.prodhealth.rules.RuleFiles;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agent's families that the rules read; others are not written, for a week of them would be too much. */
final class ReadFamilies {

    private static final Pattern NAME = Pattern.compile("\\bprodhealth_[a-z0-9_]+");

    private ReadFamilies() {}

    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        RuleFiles.all().forEach(file -> file.rules().forEach(rule -> {
            Matcher name = NAME.matcher(rule.expr());
            while (name.find()) {
                names.add(name.group());
            }
        }));
        return names;
    }
}
