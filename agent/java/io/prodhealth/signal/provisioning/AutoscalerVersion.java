package io.prodhealth.signal.provisioning;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which autoscaler it is: by its image, else by the Cortex that brought it. */
final class AutoscalerVersion {

    private static final Pattern AUTOSCALER = Pattern.compile("v?1\\.(\\d{1,3})(?:\\.\\d{1,3})?(?:[-+._].*)?");
    private static final Pattern CORTEX = Pattern.compile("v?0\\.(\\d{1,3})(?:\\.\\d{1,3})?(?:[-+._].*)?");

    private AutoscalerVersion() {}

    /**
     * The minor version.
     *
     * @param image reference of the image; Cortex's own carries the version of Cortex as its tag
     * @param cortex {@code CORTEX_VERSION}; {@code master} on a build of its developers
     */
    static OptionalInt minor(String image, Optional<String> cortex) {
        String tag = tag(image);
        Matcher autoscaler = AUTOSCALER.matcher(tag);
        if (autoscaler.matches()) {
            return OptionalInt.of(Integer.parseInt(autoscaler.group(1)));
        }
        OptionalInt byTag = ofCortex(tag);
        return byTag.isPresent() || cortex.isEmpty() ? byTag : ofCortex(cortex.get());
    }

    /** As Cortex's releases built it; after 0.42 there are none. */
    private static OptionalInt ofCortex(String version) {
        if (version.equals("master")) {
            return OptionalInt.of(22);
        }
        Matcher cortex = CORTEX.matcher(version);
        if (!cortex.matches()) {
            return OptionalInt.empty();
        }
        int minor = Integer.parseInt(cortex.group(1));
        if (minor >= 42) {
            return OptionalInt.of(22);
        }
        return OptionalInt.of(minor == 41 ? 21 : minor >= 38 ? 20 : 18);
    }

    /** {@code 1.22.2} of {@code host:5000/cluster-autoscaler:1.22.2@sha256:…}; empty where there is none. */
    private static String tag(String image) {
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(colon + 1) : "";
    }
}
