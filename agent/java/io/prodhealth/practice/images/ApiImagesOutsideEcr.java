package io.prodhealth.practice.images;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** What authors of APIs have chosen comes from ECR. The containers that Cortex adds are judged as the cluster's. */
public final class ApiImagesOutsideEcr implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "api_images_outside_ecr",
            "1.2",
            Section.IMAGES,
            "Every image of an API comes from ECR.",
            "Tag the image for ECR in the region of the cluster, push it, set it as the container's image and deploy"
                    + " the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        ApiImages.of(evidence, findings, (api, images) -> api(api, images, findings));
    }

    private static void api(ApiSpec api, List<ImageName> images, Findings findings) {
        findings.pass(api.subject());
        List<ImageName> outside =
                images.stream().filter(image -> image.ecr().isEmpty()).toList();
        if (!outside.isEmpty()) {
            findings.add(
                    api.subject(),
                    Severity.WARNING,
                    "not in ECR: " + outside.stream().map(ImageName::text).collect(Collectors.joining(", ")),
                    "images in ECR",
                    ApiImages.field(images, outside.getFirst()));
        }
    }
}
