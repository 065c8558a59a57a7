package io.prodhealth.practice.images;

import io.prodhealth.practice.ApiSpec;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Images in ECR are in the region of the cluster. The host decides: where an image was first pushed does not matter. Images
 * outside ECR have no region, and other practices judge them.
 */
public final class ImagesInOtherRegion implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "images_in_other_region",
            "1.3",
            Section.IMAGES,
            "Every image in ECR is in the region of the cluster.",
            "Replicate the repository to the region of the cluster and name the host there: for an API deploy it"
                    + " again, for Cortex's own images at the next creation of the cluster.",
            false);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Optional<String> region = ClusterRegion.of(evidence);
        if (region.isEmpty()) {
            findings.unknown(Subject.CLUSTER, ClusterRegion.unknown(evidence, "region"));
            return;
        }
        ApiImages.of(evidence, findings, (api, images) -> api(api, images, region.get(), findings));
        system(evidence, region.get(), findings);
    }

    private static void api(ApiSpec api, List<ImageName> images, String region, Findings findings) {
        if (images.stream().allMatch(image -> image.ecr().isEmpty())) {
            return;
        }
        findings.pass(api.subject());
        List<ImageName> away =
                images.stream().filter(image -> elsewhere(image, region)).toList();
        if (!away.isEmpty()) {
            findings.add(
                    api.subject(),
                    Severity.CRITICAL,
                    away.stream().map(ImageName::text).collect(Collectors.joining(", ")),
                    "ECR in " + region,
                    ApiImages.field(images, away.getFirst()),
                    "Replicate the repository to " + region + ", name the host there and deploy the API again.",
                    true);
        }
    }

    private static void system(Evidence evidence, String region, Findings findings) {
        List<Use> uses = SystemImages.of(evidence, findings);
        Set<String> ours = new TreeSet<>();
        Set<String> added = new TreeSet<>();
        for (Use use : uses) {
            use.image().ecr().ifPresent(ecr -> findings.pass(Subject.CLUSTER));
            if (elsewhere(use.image(), region)) {
                (use.need() == Need.ADDITION ? added : ours).add(use.image().text());
            }
        }
        if (!ours.isEmpty()) {
            findings.fail(Subject.CLUSTER, "running: " + String.join(", ", ours), "ECR in " + region);
        }
        if (!added.isEmpty()) {
            findings.warn(
                    Subject.CLUSTER,
                    "added to the cluster, not Cortex's: " + String.join(", ", added),
                    "ECR in " + region);
        }
        if (!OutsideCortex.is(evidence)) {
            findings.need(evidence.config(), Subject.CLUSTER)
                    .ifPresent(config -> keys(config, evidence.origin(), region, ours, findings));
        }
    }

    private static void keys(
            ClusterConfig config, Evidence.Origin origin, String region, Set<String> told, Findings findings) {
        Map<String, ImageName> away = new TreeMap<>();
        ImageKeys.of(config, origin).forEach((key, image) -> {
            image.ecr().ifPresent(ecr -> findings.pass(Subject.CLUSTER));
            if (elsewhere(image, region) && !told.contains(image.text())) {
                away.put(key, image);
            }
        });
        if (!away.isEmpty()) {
            // What does not run yet costs nothing yet; in a file nothing runs, and all of it will.
            findings.add(
                    Subject.CLUSTER,
                    origin == Evidence.Origin.FILES ? Severity.CRITICAL : Severity.WARNING,
                    "configured: " + String.join(", ", away.keySet()),
                    "ECR in " + region,
                    away.keySet().iterator().next());
        }
    }

    private static boolean elsewhere(ImageName image, String region) {
        return image.ecr().filter(ecr -> !ecr.region().equals(region)).isPresent();
    }
}
