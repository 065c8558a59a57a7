package io.prodhealth.alerts.week;

import io.prodhealth.containers.Promtool;
import io.prodhealth.rules.RuleFiles;
import java.util.List;

/** The shipped rules, evaluated by promtool over what was scraped in a week. */
final class RulesOverWeek implements AutoCloseable {

    private final Promtool promtool = new Promtool();

    RulesOverWeek() {
        RuleFiles.NAMES.forEach(name -> promtool.copy(name + ".yaml", RuleFiles.text(name)));
    }

    /**
     * What fired.
     *
     * @param files names of the files of rules
     * @param tape what was scraped
     * @param every minutes between two samples, and between two evaluations
     * @param notify who is told of what is asked for: a regular expression
     */
    List<Firing> firings(List<String> files, SeriesTape tape, int every, String notify) {
        promtool.copy("week.yaml", test(files, tape, every, notify));
        Promtool.Result result = promtool.runAtLength("test", "rules", "week.yaml");
        if (!result.output().contains("SUCCESS") && !result.output().contains("got:")) {
            throw new AssertionError(result.output());
        }
        return Firings.read(result.output(), every);
    }

    static String test(List<String> files, SeriesTape tape, int every, String notify) {
        StringBuilder test = new StringBuilder("rule_files: [");
        files.forEach(file -> test.append(file).append(".yaml, "));
        test.append("]\nevaluation_interval: ").append(every).append("m\ngroup_eval_order: [");
        files.stream()
                .flatMap(file -> RuleFiles.read(file, RuleFiles.text(file)).groups().stream())
                .forEach(group -> test.append(group.name()).append(", "));
        test.append("]\ntests:\n  - interval: ")
                .append(every)
                .append("m\n    input_series:\n")
                .append(tape.yaml())
                .append("    promql_expr_test:\n");
        for (int sample = 0; sample < tape.minutes(); sample++) {
            test.append("      - {expr: 'ALERTS{alertstate=\"firing\",notify=~\"")
                    .append(notify)
                    .append("\"}', eval_time: ")
                    .append(sample * every)
                    .append("m}\n");
        }
        return test.toString();
    }

    @Override
    public void close() {
        promtool.close();
    }
}
