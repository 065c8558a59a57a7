package io.prodhealth.practice.images;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Scope;
import java.util.IdentityHashMap;
import java.util.List;

/** The images that authors of APIs have chosen. */
final class ApiImages {

    /** What is looked at in the images of an API. */
    interface Check {
        void api(ApiSpec api, List<ImageName> images);
    }

    /** Several practices look at the images of the same APIs. */
    private final IdentityHashMap<ApiSpec, List<ImageName>> names = new IdentityHashMap<>();

    private ApiImages(Evidence evidence) {
        for (ApiSpec api : evidence.apis().orElse(List.of())) {
            names.put(
                    api,
                    api.containers().stream()
                            .map(container -> ImageName.of(container.image()))
                            .toList());
        }
    }

    /** Every API that shows its images; a Batch or Task API shows none unless a job of it runs. */
    static void of(Evidence evidence, Findings findings, Check check) {
        ApiImages images = evidence.shared(ApiImages.class, ApiImages::new);
        for (ApiSpec api : Scope.every(evidence, findings)) {
            List<ImageName> names = images.names.getOrDefault(api, List.of());
            if (names.isEmpty()) {
                findings.unknown(api.subject(), "no_running_job");
            } else {
                check.api(api, names);
            }
        }
    }

    /** Where the image of a container is set in the user's file. */
    static String field(List<ImageName> images, ImageName image) {
        return "pod.containers." + images.indexOf(image) + ".image";
    }
}
