package io.prodhealth.practice.images;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.OutsideCortex;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.Subject;
import io.prodhealth.practice.images.SystemImages.Need;
import io.prodhealth.practice.images.SystemImages.Use;
import io.prodhealth.snapshot.ClusterConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Cortex's own images come from ECR. What runs counts, whatever the configuration says; a key whose component does not run is
 * a milder finding. Images of EKS come from AWS' accounts in ECR, and are right.
 */
public final class SystemImagesOutsideEcr implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "system_images_outside_ecr",
            "1.1",
            Section.IMAGES,
            "Every image of Cortex's own workloads comes from ECR.",
            "Mirror the images to ECR in the region of the cluster and set their image_* keys at the next creation of"
                + " the cluster: they cannot be changed on a live one, and what is changed with kubectl is lost at the"
                + " next re-apply.",
            false);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        if (OutsideCortex.says(evidence, findings)) {
            return;
        }
        List<Use> uses = SystemImages.of(evidence, findings);
        Optional<ClusterConfig> config = findings.need(evidence.config(), Subject.CLUSTER);
        if (config.isEmpty() && uses.isEmpty()) {
            return;
        }
        findings.pass(Subject.CLUSTER);
        Set<String> running =
                report(uses, use -> use.need() != Need.ADDITION && use.running(), Severity.CRITICAL, config, findings);
        Set<String> idle =
                report(uses, use -> use.need() != Need.ADDITION && !use.running(), Severity.WARNING, config, findings);
        additions(uses, findings);
        config.ifPresent(known -> keys(known, evidence.origin(), running, idle, findings));
    }

    private static Set<String> report(
            List<Use> uses,
            Predicate<Use> which,
            Severity severity,
            Optional<ClusterConfig> config,
            Findings findings) {
        Map<String, ImageName> outside = new TreeMap<>();
        uses.stream()
                .filter(which)
                .filter(use -> use.image().ecr().isEmpty())
                .forEach(use -> outside.put(use.image().text(), use.image()));
        if (!outside.isEmpty()) {
            String runs = severity == Severity.CRITICAL ? "running from outside ECR: " : "not in ECR, none running: ";
            add(
                    findings,
                    severity,
                    runs + String.join(", ", outside.keySet()),
                    outside.values(),
                    outside.values().stream().map(ImageKeys::key).collect(Collectors.toCollection(TreeSet::new)),
                    config);
        }
        return outside.keySet();
    }

    private static void additions(List<Use> uses, Findings findings) {
        Set<String> outside = uses.stream()
                .filter(use -> use.need() == Need.ADDITION && use.image().ecr().isEmpty())
                .map(use -> use.image().text())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!outside.isEmpty()) {
            findings.info(
                    Subject.CLUSTER,
                    "added to the cluster, not Cortex's, from outside ECR: " + String.join(", ", outside),
                    "images in ECR");
        }
    }

    /** Files have no pods: there a key is what will run. */
    private static void keys(
            ClusterConfig config, Evidence.Origin origin, Set<String> running, Set<String> idle, Findings findings) {
        Map<String, ImageName> used = new TreeMap<>();
        Map<String, ImageName> unused = new TreeMap<>();
        ImageKeys.of(config, origin).forEach((key, image) -> {
            boolean told = running.contains(image.text()) || idle.contains(image.text());
            if (image.ecr().isEmpty() && !told) {
                boolean willRun = origin == Evidence.Origin.FILES && !ImageKeys.unused(key, config);
                (willRun ? used : unused).put(key, image);
            }
        });
        if (!used.isEmpty()) {
            add(
                    findings,
                    Severity.CRITICAL,
                    used.size() + " image keys do not name ECR: " + String.join(", ", used.keySet()),
                    used.values(),
                    used.keySet(),
                    Optional.of(config));
        }
        if (!unused.isEmpty()) {
            add(
                    findings,
                    Severity.WARNING,
                    "keys that name no image in ECR, of what does not run from there now: "
                            + String.join(", ", unused.keySet()),
                    unused.values(),
                    unused.keySet(),
                    Optional.of(config));
        }
    }

    private static void add(
            Findings findings,
            Severity severity,
            String observed,
            Collection<ImageName> images,
            Collection<String> keys,
            Optional<ClusterConfig> config) {
        findings.add(
                Subject.CLUSTER,
                severity,
                observed,
                "images like " + ImageKeys.mirror(images.iterator().next(), config),
                keys.iterator().next(),
                RULE.remedy() + " Keys: " + String.join(", ", keys) + ".",
                false);
    }
}
