package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the cluster autoscaler among the Deployments, and reads its flags from its command or arguments. */
final class AutoscalerArguments {

    static final AutoscalerArguments NONE = new AutoscalerArguments(Map.of());

    private static final String NAME = "cluster-autoscaler";
    private static final List<String> LABELS = List.of("app", "k8s-app", "app.kubernetes.io/name");
    /** Flags of the autoscaler, which no other program has: it may be started under any name. */
    private static final Set<String> ITS_OWN =
            Set.of("expander", "max-node-provision-time", "node-group-auto-discovery", "scan-interval", "nodes");
    /** None is meant to be longer, and a few of them have to fit into a calculation. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Map<String, String> flags;

    private AutoscalerArguments(Map<String, String> flags) {
        this.flags = flags;
    }

    /**
     * Its container. Only kube-system counts, where not everyone may deploy; names of the upstream chart end in its name,
     * while Cortex's {@code autoscaler} and the DNS autoscaler are others.
     */
    static Optional<Container> container(List<Deployment> deployments) {
        return deployments.stream()
                .filter(deployment -> deployment.namespace().equals("kube-system"))
                .filter(AutoscalerArguments::named)
                .sorted(Comparator.comparing(
                                (Deployment deployment) -> !deployment.name().equals(NAME))
                        .thenComparing(Deployment::name))
                .flatMap(deployment -> deployment.template().containers().stream())
                .filter(AutoscalerArguments::isAutoscaler)
                .findFirst();
    }

    private static boolean named(Deployment deployment) {
        return deployment.name().endsWith(NAME)
                || Stream.of(deployment.labels(), deployment.template().labels())
                        .flatMap(labels -> LABELS.stream().map(label -> labels.getOrDefault(label, "")))
                        .anyMatch(value -> value.endsWith(NAME));
    }

    private static boolean isAutoscaler(Container container) {
        return of(container).flags.keySet().stream().anyMatch(ITS_OWN::contains)
                || container.arguments().stream().anyMatch(argument -> argument.endsWith("/" + NAME))
                || container.name().endsWith(NAME);
    }

    /** The flags of a container: {@code --flag=value}, {@code --flag value}, or all of them in one line of a shell. */
    static AutoscalerArguments of(Container container) {
        List<String> words = new ArrayList<>();
        for (String argument : container.arguments()) {
            if (argument.contains(" --")) {
                words.addAll(List.of(argument.strip().split("\\s+", -1)));
            } else {
                words.add(argument);
            }
        }
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                continue;
            }
            int equals = word.indexOf('=');
            String flag = (equals < 0 ? word.substring(2) : word.substring(2, equals)).replace('_', '-');
            boolean valueFollows = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
            // Of a flag given twice the last counts.
            flags.put(flag, equals >= 0 ? word.substring(equals + 1) : valueFollows ? words.get(i + 1) : "true");
        }
        return new AutoscalerArguments(flags);
    }

    Duration duration(String flag, Duration absent) {
        return GoDuration.parse(flags.getOrDefault(flag, ""))
                .filter(value -> value.isPositive() && value.compareTo(LONGEST) <= 0)
                .orElse(absent);
    }

    boolean bool(String flag) {
        return Set.of("true", "t", "1").contains(flags.getOrDefault(flag, "").toLowerCase(Locale.ROOT));
    }

    OptionalInt number(String flag) {
        String value = flags.getOrDefault(flag, "");
        return value.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }

    List<String> words(String flag, String absent) {
        return Stream.of(flags.getOrDefault(flag, absent).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .limit(10)
                .toList();
    }
}
