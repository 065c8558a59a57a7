package io.prodhealth.practice;

import io.prodhealth.snapshot.Observed;
import java.util.List;
import java.util.function.Predicate;

/** Which APIs a practice judges, and what it says where it cannot. */
public final class Scope {

    private Scope() {}

    /** Whether there is a cluster to look at; where there are only files, it says that they cannot tell. */
    public static boolean live(Evidence evidence, Findings findings) {
        boolean files = evidence.origin() == Evidence.Origin.FILES;
        if (files) {
            findings.unknown(Subject.CLUSTER, Unjudged.NEEDS_LIVE);
        }
        return !files;
    }

    /** Those of some APIs that can be watched: all of a cluster, and none of files, which cannot tell how one runs. */
    public static List<ApiSpec> watched(Evidence evidence, Findings findings, List<ApiSpec> apis) {
        if (evidence.origin() != Evidence.Origin.FILES) {
            return apis;
        }
        apis.forEach(api -> findings.unknown(api.subject(), Unjudged.NEEDS_LIVE));
        return List.of();
    }

    /** Those that are declared and of that sort, running or not. */
    public static List<ApiSpec> declared(Evidence evidence, Findings findings, Predicate<ApiSpec> sort) {
        List<ApiSpec> all = findings.need(evidence.apis(), Subject.CLUSTER).orElse(List.of());
        List<ApiSpec> some = all.stream().filter(sort).toList();
        if (some.isEmpty()) {
            OutsideCortex.says(evidence, findings);
        }
        return some;
    }

    /**
     * All that are declared, Batch and Task APIs too. Those are known by their VirtualServices while no job of theirs runs:
     * where these cannot be read there may be more than are seen.
     */
    public static List<ApiSpec> every(Evidence evidence, Findings findings) {
        if (evidence.kubernetes().virtualServices() instanceof Observed.Unknown<?> unknown
                && unknown.reason() != Observed.Reason.ABSENT) {
            findings.unknown(Subject.CLUSTER, evidence.reason(unknown));
        }
        return declared(evidence, findings, api -> true);
    }

    /** The same without those that are scaled to zero: of what does not run nothing can be seen. */
    public static List<ApiSpec> running(Evidence evidence, Findings findings, Predicate<ApiSpec> sort) {
        return declared(evidence, findings, sort.and(api -> !api.scaledToZero()));
    }

    /** Of an API whose behaviour has not been watched for long enough. */
    public static void noHistory(Evidence evidence, Findings findings, ApiSpec api) {
        findings.unknown(api.subject(), whyNoHistory(evidence));
    }

    /** For practices about behaviour that nothing here tells of: every running API of that sort. */
    public static void noHistory(Evidence evidence, Findings findings, Predicate<ApiSpec> sort) {
        running(evidence, findings, sort).forEach(api -> noHistory(evidence, findings, api));
    }

    private static String whyNoHistory(Evidence evidence) {
        return evidence.origin() == Evidence.Origin.FILES ? Unjudged.NEEDS_LIVE : Unjudged.NO_HISTORY;
    }
}
