package io.prodhealth.report;

import io.prodhealth.access.Access;
import io.prodhealth.access.AwsNeed;
import io.prodhealth.access.Judged;
import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.Standing;
import io.prodhealth.logging.HostileText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What the agent may do, for a terminal: a line for each need, more for what is not granted, and then what would grant it. */
public final class AccessTable {

    private static final int STANDING = 13;
    /** Column of the purposes: with most of them a line is within the 80 of a terminal. */
    private static final int PURPOSE = 46;

    private AccessTable() {}

    /** Verbs on one object that stand the same. */
    private record Row(String what, Standing standing, String why, String purpose, String loss) {
        Row and(Row other, String verbs) {
            return new Row(verbs + other.what.substring(other.what.indexOf(' ')), standing, why, purpose, loss);
        }

        String verb() {
            return what.substring(0, what.indexOf(' '));
        }
    }

    /** {@code access} as lines. */
    public static String write(Access access) {
        StringBuilder out = new StringBuilder("Asked as ")
                .append(HostileText.oneLine(access.account()))
                .append(".\n");
        access.notes().forEach(note -> out.append(HostileText.oneLine(note)).append('\n'));
        out.append("\nKubernetes\n");
        if (access.unjudged().isEmpty()) {
            rows(access.kubernetes()).forEach(row -> row(out, row));
        } else {
            indented(out, "all rights unknown: " + access.unjudged());
        }
        if (!access.aws().isEmpty()) {
            out.append("\nAWS\n");
            aws(out, access.aws());
        }
        out.append('\n').append(sum(access)).append('\n');
        if (!access.missingRights().isEmpty()) {
            out.append("\nThis grants what is missing in Kubernetes (kubectl apply -f -):\n\n")
                    .append(MissingAccess.manifest(access));
        }
        if (!access.missingActions().isEmpty()) {
            out.append("\nThis policy of IAM grants what is missing in AWS:\n\n")
                    .append(MissingAccess.policy(access));
        }
        return out.toString();
    }

    /** The verbs of an object that stand the same are one row. */
    private static List<Row> rows(List<Judged<KubernetesNeed>> all) {
        Map<List<Object>, Row> rows = new LinkedHashMap<>();
        BiFunction<Row, Row, Row> join = (one, other) -> one.and(other, one.verb() + "," + other.verb());
        for (Judged<KubernetesNeed> judged : all) {
            KubernetesNeed need = judged.need();
            Row row = new Row(
                    need.right().verb() + " " + need.right().object(),
                    judged.standing(),
                    judged.why(),
                    need.purpose(),
                    need.loss());
            rows.merge(List.of(need.right().object(), need.purpose(), judged.standing(), judged.why()), row, join);
        }
        return new ArrayList<>(rows.values());
    }

    private static Row row(Judged<AwsNeed> judged) {
        AwsNeed need = judged.need();
        return new Row(need.action(), judged.standing(), judged.why(), need.purpose(), need.loss());
    }

    private static void aws(StringBuilder out, List<Judged<AwsNeed>> all) {
        Judged<AwsNeed> first = all.getFirst();
        // Without credentials, say: the same sentence for each action would hide that there is but one problem.
        boolean one = all.stream()
                .allMatch(judged ->
                        judged.standing() == Standing.UNKNOWN && judged.why().equals(first.why()));
        if (one) {
            indented(out, "all " + all.size() + " actions unknown: " + first.why());
        } else {
            all.forEach(judged -> row(out, row(judged)));
        }
    }

    private static void row(StringBuilder out, Row row) {
        String what = HostileText.oneLine(row.what);
        String line = String.format(Locale.ROOT, "  %-" + STANDING + "s  %s", row.standing.word(), what);
        // What is long leaves its purpose to the next line, in the same column.
        String gap = line.length() < PURPOSE ? " ".repeat(PURPOSE - line.length()) : "\n" + " ".repeat(PURPOSE);
        out.append(line).append(gap).append(row.purpose).append('\n');
        if (row.standing == Standing.MISSING) {
            indented(out, "without it: " + row.loss);
        }
        if (!row.why.isEmpty()) {
            indented(out, row.why);
        }
    }

    private static void indented(StringBuilder out, String text) {
        out.append(" ".repeat(STANDING + 6)).append(HostileText.oneLine(text)).append('\n');
    }

    private static String sum(Access access) {
        return Arrays.stream(Standing.values())
                        .filter(standing -> access.count(standing) > 0)
                        .map(standing -> access.count(standing) + " " + standing.word())
                        .collect(Collectors.joining(", "))
                + ".";
    }
}
