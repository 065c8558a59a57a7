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
public final class InstanceTypes {

    /** As shipped, with prices: {@code type,vcpus,memory_gib,gpus,neuron_devices,usd_per_hour}. */
    static final String TABLE = "/provisioning/instance-types.csv";

    private static final InstanceTypes SHIPPED = new InstanceTypes(table(), Map.of());
    private static final double GIB = 1L << 30;
    private static final double MIB = 1L << 20;
    private static final int MOST_TYPES = 1000;
    /** One that has just come may not show its accelerators yet. */
    private static final int NODES_OF_A_TYPE = 3;

    private final Map<String, InstanceType> types;
    private final Map<String, InstanceType> rooms;

    private InstanceTypes(Map<String, InstanceType> types, Map<String, InstanceType> rooms) {
        this.types = types;
        this.rooms = rooms;
    }

    /** The shipped ones, and of {@code nodes} those types that are not among them. */
    public static InstanceTypes with(List<Node> nodes) {
        Map<String, InstanceType> types = new HashMap<>();
        Map<String, InstanceType> rooms = new HashMap<>();
        Map<String, Integer> looked = new HashMap<>();
        for (Node node : nodes) {
            String name = nameOf(node);
            boolean tells = !name.isEmpty() && node.allocatable().containsKey("memory");
            if (tells && looked.size() < MOST_TYPES && looked.merge(name, 1, Integer::sum) <= NODES_OF_A_TYPE) {
                types.merge(name, of(name, node.capacity()), InstanceType::or);
                rooms.merge(name, of(name, node.allocatable()), InstanceType::or);
            }
        }
        types.putAll(SHIPPED.types);
        rooms.replaceAll((name, room) -> room.withAccelerators(types.getOrDefault(name, room)));
        return new InstanceTypes(types, rooms);
    }

    /** The type of that name; empty when neither the table nor a node tells. */
    public Optional<InstanceType> named(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** Whether there is another of the same kind that has at least as much of everything. */
    boolean hasAnother(InstanceType type) {
        return types.values().stream()
                .anyMatch(other -> !other.name().equals(type.name()) && other.covers(type) && other.sameClass(type));
    }

    /** The type a node says it is; empty when it does not. */
    public static String nameOf(Node node) {
        String name = node.labels().getOrDefault("node.kubernetes.io/instance-type", "");
        return name.isEmpty() ? node.labels().getOrDefault("beta.kubernetes.io/instance-type", "") : name;
    }

    /** What pods find on a node of a type: as a node tells, else what Cortex leaves of it; empty for an unknown type. */
    public Optional<InstanceType> room(String type) {
        return Optional.ofNullable(rooms.get(type)).or(() -> named(type).map(InstanceTypes::leftByCortex));
    }

    /** The kubelet keeps 300m and 600Mi, eviction 200Mi; what the machine keeps of its memory is about a twentieth. */
    private static InstanceType leftByCortex(InstanceType type) {
        return new InstanceType(
                type.name(), type.cpus() - 0.3, 0.95 * type.memoryBytes() - 800 * MIB, type.gpus(), type.neurons());
    }

    private static InstanceType of(String name, Map<String, String> resources) {
        return new InstanceType(
                name,
                amount(resources, "cpu"),
                amount(resources, "memory"),
                amount(resources, InstanceType.GPU),
                amount(resources, InstanceType.NEURON));
    }

    static double amount(Map<String, String> resources, String name) {
        String amount = resources.get(name);
        return amount == null ? 0 : Quantity.parse(amount);
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
