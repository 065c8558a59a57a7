package io.prodhealth.practice.images;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import io.prodhealth.practice.images.SystemImages.Need;
import io.prodhealth.practice.images.SystemImages.Use;
import io.prodhealth.signal.readiness.Registry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * No new pod waits for a registry that others run for everybody. What a new node or a new pod of an API needs stops every
 * scale-up while that registry is out; the rest stops one pod.
 */
public final class ImagesFromPublicRegistry implements Practice {

    public static final Rule RULE = Rule.ofCluster(
            "images_from_public_registry",
            "1.7",
            Section.IMAGES,
            "No image that is needed to scale up comes from a public registry.",
            "Mirror to ECR first what every new node and every new pod needs; for Cortex's own images set the keys at"
                    + " the next creation of the cluster.",
            false);

    /** Retired hosts: what they hold is frozen, or they only forward. */
    private static final Set<String> RETIRED = Set.of("k8s.gcr.io");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        ApiImages.of(evidence, findings, (api, images) -> api(api, images, findings));
        for (Use use : SystemImages.of(evidence, findings)) {
            findings.pass(use.subject());
            if (isPublic(use.image())) {
                boolean blocks = use.need() == Need.API_POD || (use.need() == Need.NODE && use.running());
                findings.add(
                        use.subject(),
                        blocks ? Severity.CRITICAL : Severity.WARNING,
                        text(use.image()) + " is needed by " + needer(use.need()),
                        "an image in ECR",
                        "");
            }
        }
    }

    private static void api(ApiSpec api, List<ImageName> images, Findings findings) {
        findings.pass(api.subject());
        List<ImageName> open =
                images.stream().filter(ImagesFromPublicRegistry::isPublic).toList();
        if (!open.isEmpty()) {
            findings.add(
                    api.subject(),
                    Severity.CRITICAL,
                    "every new pod needs "
                            + open.stream().map(ImagesFromPublicRegistry::text).collect(Collectors.joining(", ")),
                    "an image in ECR",
                    ApiImages.field(images, open.getFirst()),
                    "Push the image to ECR in the region of the cluster, name it there and deploy the API again.",
                    true);
        }
    }

    private static boolean isPublic(ImageName image) {
        return Registry.of(image.text(), "") == Registry.PUBLIC;
    }

    private static String text(ImageName image) {
        return image.text() + (RETIRED.contains(image.host()) ? " (a retired registry)" : "");
    }

    private static String needer(Need need) {
        return switch (need) {
            case NODE -> "every new node";
            case API_POD -> "every new pod of the API";
            case CONTROL_PLANE -> "a pod of the control plane when it starts";
            case ADDITION -> "what the user has added, not Cortex's";
        };
    }
}
