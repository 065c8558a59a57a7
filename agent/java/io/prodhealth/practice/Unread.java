package io.prodhealth.practice;

import io.prodhealth.snapshot.Observed;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in somebody's files and could not be read, or not as it was meant. It takes a pass from every practice that would
 * have judged it: what was found stays found.
 *
 * @param apis APIs, by name and namespace
 * @param configuration something of the cluster configuration
 * @param anything files of which nothing is known, so that they may hold whatever is judged
 */
public record Unread(List<Subject> apis, boolean configuration, boolean anything) {

    /** All could be read. */
    public static final Unread NOTHING = new Unread(List.of(), false, false);

    private static final String REASON = Observed.Reason.INVALID.word();

    /** What a practice could not judge because of it, and has not said itself. */
    List<Unjudged> of(Assessment assessment) {
        boolean asksTheCluster = assessment.judged().isEmpty()
                && !assessment.unjudged().isEmpty()
                && assessment.unjudged().stream()
                        .allMatch(unjudged -> unjudged.reason().equals(Unjudged.NEEDS_LIVE));
        if (asksTheCluster) {
            return assessment.unjudged();
        }
        List<Unjudged> all = new ArrayList<>(assessment.unjudged());
        boolean ofApis = assessment.rule().waivedByApi();
        if (ofApis) {
            apis.forEach(api -> all.add(new Unjudged(api, REASON)));
        }
        if (anything || (configuration && !ofApis)) {
            all.add(new Unjudged(Subject.CLUSTER, REASON));
        }
        return all.stream().distinct().toList();
    }
}
