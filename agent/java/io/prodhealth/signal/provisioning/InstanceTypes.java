package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Node;
import io.prodhealth.snapshot.Quantity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Instance types by name: the shipped table of common ones, and those that nodes of the cluster show. */
final class InstanceTypes {

    /** As shipped, with prices: {@code type,vcpus,memory_gib,gpus,neuron_devices,usd_per_hour}. */
    static final String TABLE = "/provisioning/instance-types.csv";

    private static final InstanceTypes SHIPPED = new InstanceTypes(table());
    private static final double GIB = 1L << 30;

    private final Map<String, InstanceType> types;

    private InstanceTypes(Map<String, InstanceType> types) {
        this.types = types;
    }

    /** The shipped ones, and of {@code nodes} those types that are not among them. */
    static InstanceTypes with(List<Node> nodes) {
        Map<String, InstanceType> types = new HashMap<>();
        for (Node node : nodes) {
            String name = nameOf(node);
            if (!name.isEmpty() && !SHIPPED.types.containsKey(name) && !types.containsKey(name)) {
                types.put(name, of(name, node));
            }
        }
        if (types.isEmpty()) {
            return SHIPPED;
        }
        types.putAll(SHIPPED.types);
        return new InstanceTypes(Map.copyOf(types));
    }

    /** The type of that name; empty when neither the table nor a node tells. */
    Optional<InstanceType> named(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** The type a node says it is; empty when it does not. */
    static String nameOf(Node node) {
        String name = node.labels().getOrDefault("node.kubernetes.io/instance-type", "");
        return name.isEmpty() ? node.labels().getOrDefault("beta.kubernetes.io/instance-type", "") : name;
    }

    private static InstanceType of(String name, Node node) {
        return new InstanceType(
                name,
                amount(node, "cpu"),
                amount(node, "memory"),
                amount(node, "nvidia.com/gpu"),
                amount(node, "aws.amazon.com/neuron"));
    }

    private static double amount(Node node, String resource) {
        return Quantity.parse(node.capacity().getOrDefault(resource, "0"));
    }

    private static Map<String, InstanceType> table() {
        Map<String, InstanceType> types = new HashMap<>();
        for (String[] row : rows()) {
            types.put(
                    row[0],
                    new InstanceType(
                            row[0],
                            Double.parseDouble(row[1]),
                            Double.parseDouble(row[2]) * GIB,
                            Double.parseDouble(row[3]),
                            Double.parseDouble(row[4])));
        }
        return Map.copyOf(types);
    }

    /** The rows of the table, without comments and its heading. */
    static List<String[]> rows() {
        try (InputStream in = InstanceTypes.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException("the agent was built without " + TABLE);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
