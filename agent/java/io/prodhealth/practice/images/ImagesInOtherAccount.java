package io.prodhealth.practice.images;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Subject;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import io.prodhealth.snapshot.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Images in ECR that belong to another account can be pulled. An image of another account is legitimate: only together with a
 * pull that fails is it a finding.
 */
public final class ImagesInOtherAccount implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "images_in_other_account",
            "1.4",
            Section.IMAGES,
            "No pull from another account's ECR fails.",
            "Add a repository policy in the other account that lets the node role of this cluster pull.",
            true);

    private static final Set<String> FAILING = Set.of("ErrImagePull", "ImagePullBackOff");
    private static final Pattern REFUSED =
            Pattern.compile("403|forbidden|no basic auth|denied|not authorized|unauthorized");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return;
        }
        Optional<ClusterConfig> config = findings.need(evidence.config(), Subject.CLUSTER);
        Optional<String> account = config.flatMap(known -> known.value("account_id"));
        if (account.isEmpty()) {
            findings.unknown(Subject.CLUSTER, ClusterRegion.unknown(evidence, "account_id"));
            return;
        }
        Optional<Pods> pods = findings.need(evidence.kubernetes().pods(), Subject.CLUSTER);
        if (pods.isEmpty()) {
            return;
        }
        findings.pass(Subject.CLUSTER);
        Refusals refusals = Refusals.of(evidence.kubernetes().events().orElse(List.of()));
        pods.get().byWorkload().forEach((workload, group) -> {
            boolean ofEks = workload.namespace().equals("kube-system")
                    && Set.of("aws-node", "kube-proxy", "coredns").contains(workload.name());
            if (!ofEks) {
                failing(group, account.get(), refusals)
                        .ifPresent(image -> findings.warn(
                                subject(workload),
                                "cannot pull " + image + ", which belongs to another account than " + account.get(),
                                "a repository policy that lets the node role pull"));
            }
        });
    }

    private static Optional<String> failing(List<Pod> pods, String account, Refusals refusals) {
        // Of ten thousand pods hardly one fails, so nothing is made for those that do not.
        TreeSet<String> images = new TreeSet<>();
        for (Pod pod : pods) {
            for (ContainerState container : pod.containers()) {
                if (FAILING.contains(container.reason())
                        && !pod.terminating()
                        && foreign(container, account)
                        && refusals.mayBe(pod)) {
                    images.add(container.image());
                }
            }
        }
        return images.stream().findFirst();
    }

    private static boolean foreign(ContainerState container, String account) {
        return ImageName.of(container.image())
                .ecr()
                .filter(ecr -> !ecr.account().equals(account))
                .isPresent();
    }

    private static Subject subject(Workload workload) {
        boolean ofApi = workload.kind().endsWith("API");
        return ofApi
                ? Subject.api(workload)
                : workload.name().isEmpty()
                        ? Subject.CLUSTER
                        : Subject.object(
                                workload.kind().toLowerCase(Locale.ROOT), workload.namespace(), workload.name());
    }

    /**
     * What events say of failed pulls: a registry that refuses is one thing, an image that is not there another.
     *
     * @param refused uids of pods with a pull that was refused
     * @param other those that failed for a reason that is told and is no refusal
     */
    private record Refusals(Set<String> refused, Set<String> other) {

        static Refusals of(List<Event> events) {
            Set<String> refused = new HashSet<>();
            Set<String> other = new HashSet<>();
            for (Event event : events) {
                if (event.reason().equals("Failed") && event.message().startsWith("Failed to pull image")) {
                    String message = event.message().toLowerCase(Locale.ROOT);
                    (REFUSED.matcher(message).find() ? refused : other).add(event.objectUid());
                }
            }
            return new Refusals(refused, other);
        }

        /** Without a word of why, the other account is the likeliest reason. */
        boolean mayBe(Pod pod) {
            return refused.contains(pod.uid()) || !other.contains(pod.uid());
        }
    }
}
