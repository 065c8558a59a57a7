package io.prodhealth.snapshot;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod template.
 *
 * @param name container name
 * @param image image reference as written
 * @param arguments command and args, joined in order
 * @param requests resource requests as written, by resource name ({@code cpu: 200m})
 * @param limits resource limits as written
 * @param environment plain environment values by name; values from references are left out, long ones cut
 * @param readinessProbe the probe on the container, if any
 * @param livenessProbe the probe on the container, if any
 * @param restartable an init container that keeps running beside the others ({@code restartPolicy: Always})
 */
public record Container(
        String name,
        String image,
        List<String> arguments,
        Map<String, String> requests,
        Map<String, String> limits,
        Map<String, String> environment,
        @Nullable Probe readinessProbe,
        @Nullable Probe livenessProbe,
        boolean restartable) {

    /** The value that follows {@code flag} in the arguments ({@code --flag value} or {@code --flag=value}). */
    public @Nullable String argument(String flag) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(flag) && i + 1 < arguments.size()) {
                return arguments.get(i + 1);
            }
            if (argument.startsWith(flag) && argument.startsWith("=", flag.length())) {
                return argument.substring(flag.length() + 1);
            }
        }
        return null;
    }
}
