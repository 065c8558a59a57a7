package io.prodhealth.access;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the agent may do of what it needs.
 *
 * @param account who was asked for, for people
 * @param home the namespace of the agent, in which it keeps what it writes
 * @param aws empty where no source of AWS is enabled
 * @param notes what else must be known to read this, a sentence each
 * @param unjudged why nothing can be said of Kubernetes at all; empty when something can
 */
public record Access(
        String account,
        String home,
        List<Judged<KubernetesNeed>> kubernetes,
        List<Judged<AwsNeed>> aws,
        List<String> notes,
        String unjudged) {

    /** How many needs stand so. */
    public long count(Standing standing) {
        return Stream.concat(kubernetes.stream(), aws.stream())
                .filter(judged -> judged.standing() == standing)
                .count();
    }

    /** The rights that are missing. */
    public List<KubernetesRight> missingRights() {
        return kubernetes.stream()
                .filter(judged -> judged.standing() == Standing.MISSING)
                .map(judged -> judged.need().right())
                .toList();
    }

    /** The actions that are missing. */
    public List<AwsNeed> missingActions() {
        return aws.stream()
                .filter(judged -> judged.standing() == Standing.MISSING)
                .map(Judged::need)
                .toList();
    }
}
