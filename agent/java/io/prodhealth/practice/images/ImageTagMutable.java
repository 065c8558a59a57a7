package io.prodhealth.practice.images;

import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.practice.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** An image is named by what does not move: pods of one API that start at different times are then alike. */
public final class ImageTagMutable implements Practice {

    public static final Rule RULE = Rule.ofApi(
            "image_tag_mutable",
            "1.9",
            Section.IMAGES,
            "No image of an API has the tag latest, or no tag and no digest.",
            "Name the image by a version or, better, by its digest, and deploy the API again.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        ApiImages.of(evidence, findings, (api, images) -> {
            findings.pass(api.subject());
            List<ImageName> moving = images.stream().filter(ImageName::mutable).toList();
            if (!moving.isEmpty()) {
                findings.add(
                        api.subject(),
                        Severity.INFO,
                        moving.stream().map(ImageName::text).collect(Collectors.joining(", ")),
                        "a version or a digest",
                        ApiImages.field(images, moving.getFirst()));
            }
        });
    }
}
