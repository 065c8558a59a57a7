package io.prodhealth.practice.images;

import io.prodhealth.practice.Evidence;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.CortexImages;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The keys {@code image_*} of the cluster configuration. */
final class ImageKeys {

    private static final String PREFIX = "image_";
    private static final Pattern GPU = Pattern.compile("[gp]\\d.*");
    private static final Pattern INFERENTIA = Pattern.compile("inf\\d.*");

    private ImageKeys() {}

    /**
     * The images that the configuration asks for, by key. Cortex writes every key into the cluster; in the user's own file one
     * that is missing has Cortex's default, which is on quay.io.
     */
    static Map<String, ImageName> of(ClusterConfig config, Evidence.Origin origin) {
        Map<String, ImageName> images = new TreeMap<>();
        if (origin == Evidence.Origin.FILES) {
            CortexImages.NAMES.forEach(
                    name -> images.put(PREFIX + name, ImageName.of("quay.io/cortexlabs/" + name.replace('_', '-'))));
        }
        config.values().forEach((key, value) -> {
            if (key.startsWith(PREFIX) && !value.isEmpty()) {
                images.put(key, ImageName.of(value));
            }
        });
        return images;
    }

    /** Whether no pod of that cluster runs it: the manager never does, others need hardware. */
    static boolean unused(String key, ClusterConfig config) {
        return switch (key.substring(PREFIX.length())) {
            case "manager" -> true;
            case "nvidia_device_plugin", "prometheus_dcgm_exporter" -> !has(config, GPU);
            case "neuron_device_plugin", "neuron_scheduler" -> !has(config, INFERENTIA);
            default -> false;
        };
    }

    /** The key by which an image of Cortex is set. */
    static String key(ImageName image) {
        return PREFIX + image.shortName().replace('-', '_');
    }

    /** Where the mirror of an image belongs, as far as the configuration tells. */
    static String mirror(ImageName image, Optional<ClusterConfig> config) {
        String region = config.map(ClusterConfig::region)
                .filter(text -> !text.isEmpty())
                .orElse("<region>");
        return config.flatMap(known -> known.value("account_id")).orElse("<account>")
                + ".dkr.ecr." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "")
                + "/cortexlabs/" + image.shortName() + (image.tag().isEmpty() ? "" : ":" + image.tag());
    }

    private static boolean has(ClusterConfig config, Pattern types) {
        return config.nodeGroups().stream()
                .flatMap(group -> group.instanceTypes().stream())
                .anyMatch(type -> types.matcher(type).matches());
    }
}
