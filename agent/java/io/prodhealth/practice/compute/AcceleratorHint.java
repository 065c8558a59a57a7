package io.prodhealth.practice.compute;

import io.prodhealth.snapshot.Container;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What in a container looks as if it were made for an accelerator. */
final class AcceleratorHint {

    private static final Pattern MADE_FOR_CPU = Pattern.compile("(?:^|[^a-z0-9])(?:cpu|cpuonly|nogpu)(?:[^a-z]|$)");
    private static final List<String> NO_DEVICES = List.of("none", "void", "-1", "");

    private AcceleratorHint() {}

    /** In a few words; empty when nothing does. An image that says it is made for CPUs is believed. */
    static Optional<String> of(Container container) {
        String image = container.image().toLowerCase(Locale.ROOT);
        String name = image.substring(image.indexOf('/') + 1);
        Map<String, String> environment = container.environment();
        boolean hidden = hidden(environment, "NVIDIA_VISIBLE_DEVICES") || hidden(environment, "CUDA_VISIBLE_DEVICES");
        // By MPS several containers share the GPU of one.
        boolean shared = environment.keySet().stream().anyMatch(key -> key.startsWith("CUDA_MPS_"));
        if (hidden || shared || MADE_FOR_CPU.matcher(name).find()) {
            return Optional.empty();
        }
        if (name.contains("nvidia") || name.contains("cuda") || name.contains("neuron")) {
            return Optional.of("image " + container.image());
        }
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("NVIDIA_")
                        || (entry.getKey().equals("TARGET_DEVICE")
                                && entry.getValue().toLowerCase(Locale.ROOT).startsWith("cuda")))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(key -> "variable " + key);
    }

    private static boolean hidden(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        return value != null && NO_DEVICES.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether it asks for one, whole or in part ({@code nvidia.com/mig-1g.5gb}). */
    static boolean asksForOne(Container container) {
        return asks(container.requests()) || asks(container.limits());
    }

    private static boolean asks(Map<String, String> resources) {
        return resources.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals("0")
                        && (entry.getKey().startsWith("nvidia.com/")
                                || entry.getKey().startsWith("aws.amazon.com/neuron")));
    }
}
