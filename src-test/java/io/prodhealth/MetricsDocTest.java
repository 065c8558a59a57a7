package io.prodhealth;

import io.prodhealth.evaluation.SeriesCuts;
import io.prodhealth.metrics.Family;
import io.prodhealth.metrics.Series;
import io.prodhealth.metrics.SeriesBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsDocTest {
    @Test
    void the_page_says_what_the_families_say() throws IOException {
        GeneratedDoc.check("metrics.md", page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Metrics

            <!-- Made from io.prodhealth.metrics.Family: `mvn test -Dtest=MetricsDocTest -Dprodhealth.update=true` -->

            `/metrics` serves the families below, and the JVM's and the process's own as Micrometer names them (`jvm_*`,
            `process_*`, `system_*`). A STABLE family keeps its name, type and labels; an EXPERIMENTAL one may change.

            ## Rules

            - **One evaluation a scrape.** All state in a scrape comes from one immutable snapshot, so no two families in it
              disagree. What is gone from the cluster is gone from the next scrape.
            - **Nothing stale is served as live.** The state that stands on a source without a success in three of its intervals
              is withdrawn, and `prodhealth_source_up` is 0. Counters and histograms stay. So alert on
              `prodhealth_source_up == 0` and on `absent(...)`, not on a value that stands still.
            - **Labels are bounded.** There is no pod name, uid or message in a label; those are in `/api/v1/report`. Values
              longer than %d characters are cut. Of two series with the same labels the first stays, so no scrape is lost.
            - **Counters start at 0** for every value of a closed label, so `increase()` sees the first event. They begin anew
              with the agent's process.
            - **Units** are seconds, bytes and ratios from 0 to 1; moments are Unix time. Samples carry no timestamps.
            - **Formats** by `Accept`: the text format 0.0.4, OpenMetrics 1.0, and protobuf, which alone carries the native
              histograms beside the classic buckets. gzip by `Accept-Encoding`. `?name[]=` asks for single families.

            ### The budget

            A scrape has at most `metrics.series_budget` series. Past it families are cut in this order until it fits, and
            `prodhealth_series_dropped` says by how many:

            """.formatted(Series.LONGEST_VALUE));
        int number = 0;
        for (SeriesBudget.Cut cut : SeriesCuts.all()) {
            page.append("%d. %s`%s`\n"
                    .formatted(
                            ++number,
                            cut.bucketsOnly() ? "the classic buckets of " : "",
                            cut.family().name()));
        }
        AllFamilies.sections().forEach((title, families) -> section(page, title, families));
        return page.toString();
    }

    private static void section(StringBuilder page, String title, List<Family> families) {
        page.append("\n## ").append(title).append("\n\n| family | type | labels | help | |\n|---|---|---|---|---|\n");
        for (Family family : families) {
            page.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            family.name(),
                            family.type().name().toLowerCase(Locale.ROOT),
                            String.join(", ", family.labels()),
                            family.help(),
                            family.stability()));
        }
        page.append("\n| label | values |\n|---|---|\n");
        labels(families)
                .forEach((label, values) ->
                        page.append("| %s | %s |\n".formatted(label, String.join(", or: ", values))));
    }

    /** A label has one meaning, but {@code reason} has one for each of its families. */
    private static Map<String, List<String>> labels(List<Family> families) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (Family family : families) {
            for (String label : family.labels()) {
                String values = LabelValues.closed(family, label)
                        .map(closed -> "`" + String.join("`, `", closed) + "`")
                        .orElseGet(() -> LabelValues.open(label));
                List<String> known = labels.computeIfAbsent(label, none -> new ArrayList<>());
                if (!known.contains(values)) {
                    known.add(values);
                }
            }
        }
        return labels;
    }
}
