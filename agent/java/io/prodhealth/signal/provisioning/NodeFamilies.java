package io.prodhealth.signal.provisioning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds which groups stand in for each other. Spot groups that share a type are one family. An on-demand group is in the
 * family whose types it shares; a family that shares none takes the smallest on-demand group on which its pods fit.
 * Cortex's own groups never stand in for its workers.
 */
final class NodeFamilies {

    private final InstanceTypes types;
    private final List<NodeFamily> families = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<GroupKey, String> familyOf = new HashMap<>();

    private NodeFamilies(InstanceTypes types) {
        this.types = types;
    }

    /**
     * The families, and in them the groups, each with the name of its own.
     *
     * @param groups all groups; their order tells which name a family of several gets
     */
    static List<NodeFamily> of(List<NodeGroup> groups, InstanceTypes types) {
        NodeFamilies found = new NodeFamilies(types);
        found.pools(groups);
        found.sized(groups, true);
        found.sized(groups, false);
        return found.families.stream()
                .map(found::named)
                .sorted(Comparator.comparing(NodeFamily::name))
                .toList();
    }

    /** A pool of Karpenter buys spot or on-demand of many types: it is a family of its own. */
    private void pools(List<NodeGroup> groups) {
        Map<String, List<NodeGroup>> pools = new LinkedHashMap<>();
        for (NodeGroup group : groups) {
            if (group.pool() == NodePool.KARPENTER) {
                pools.computeIfAbsent(group.name(), name -> new ArrayList<>()).add(group);
            }
        }
        pools.forEach((pool, parts) -> {
            String name = name(pool, pool);
            parts.forEach(group -> familyOf.put(group.key(), name));
            families.add(new NodeFamily(name, bought(parts, true), bought(parts, false), List.of()));
        });
    }

    private static List<NodeGroup> bought(List<NodeGroup> groups, boolean spot) {
        return groups.stream().filter(group -> group.spot() == spot).toList();
    }

    private void sized(List<NodeGroup> all, boolean workers) {
        List<NodeGroup> groups = all.stream()
                .filter(group -> group.pool() != NodePool.KARPENTER && group.worker() == workers)
                .toList();
        List<NodeGroup> onDemand = bought(groups, false);
        List<NodeFamily> sharing = new ArrayList<>();
        for (List<NodeGroup> spot : sharingTypes(bought(groups, true))) {
            sharing.add(withPartners(spot, onDemand));
        }
        Map<GroupKey, InstanceType> elected = new HashMap<>();
        sharing.forEach(family -> families.add(covered(family, onDemand, elected)));
        withoutSpot(onDemand.stream()
                .filter(group -> !familyOf.containsKey(group.key()))
                .toList());
    }

    private NodeFamily withPartners(List<NodeGroup> spot, List<NodeGroup> onDemand) {
        String name = name(primary(spot.getFirst()), spot.getFirst().name());
        spot.forEach(group -> familyOf.put(group.key(), name));
        Set<String> shared = new HashSet<>();
        spot.forEach(group -> shared.addAll(group.instanceTypes()));
        List<NodeGroup> partners = new ArrayList<>();
        for (NodeGroup group : onDemand) {
            if (group.instanceTypes().stream().anyMatch(shared::contains)) {
                partners.add(group);
                // Of several families whose types it shares, the one of its primary type.
                familyOf.merge(group.key(), name, (a, b) -> shared.contains(primary(group)) ? b : a);
            }
        }
        return new NodeFamily(name, spot, partners, List.of());
    }

    /** Adds on-demand groups of other types on which the family's pods fit, those of its kind and size first. */
    private NodeFamily covered(NodeFamily family, List<NodeGroup> onDemand, Map<GroupKey, InstanceType> elected) {
        InstanceType needed = types.named(primary(family.spot().getFirst())).orElse(null);
        if (needed == null) {
            return family;
        }
        record Candidate(NodeGroup group, InstanceType type) {}
        List<Candidate> candidates = new ArrayList<>();
        for (NodeGroup group : onDemand) {
            Optional<InstanceType> type = types.named(primary(group));
            if (type.isPresent()
                    && type.get().covers(needed)
                    && !family.onDemand().contains(group)) {
                candidates.add(new Candidate(group, type.get()));
            }
        }
        candidates.sort(
                Comparator.comparing((Candidate candidate) -> !candidate.type().sameClass(needed))
                        .thenComparing(Candidate::type, InstanceType.BY_SIZE));
        List<NodeGroup> covering = candidates.stream().map(Candidate::group).toList();
        if (!family.onDemand().isEmpty() || candidates.isEmpty()) {
            return new NodeFamily(family.name(), family.spot(), family.onDemand(), covering);
        }
        if (candidates.getFirst().type().sameClass(needed)) {
            countIn(family.name(), covering.getFirst(), needed, elected);
        }
        return new NodeFamily(
                family.name(), family.spot(), List.of(covering.getFirst()), covering.subList(1, covering.size()));
    }

    /** A group that several families have chosen is counted in the largest of them, unless it shares types with one. */
    private void countIn(String family, NodeGroup chosen, InstanceType needed, Map<GroupKey, InstanceType> elected) {
        InstanceType before = elected.get(chosen.key());
        boolean larger = before != null && InstanceType.BY_SIZE.compare(needed, before) > 0;
        if (larger || !familyOf.containsKey(chosen.key())) {
            familyOf.put(chosen.key(), family);
            elected.put(chosen.key(), needed);
        }
    }

    private void withoutSpot(List<NodeGroup> onDemand) {
        for (List<NodeGroup> sharing : sharingTypes(onDemand)) {
            NodeGroup largest = sharing.getFirst();
            for (NodeGroup group : sharing) {
                largest = group.max().orElse(0) > largest.max().orElse(0) ? group : largest;
            }
            String name = name(primary(largest), largest.name());
            sharing.forEach(group -> familyOf.put(group.key(), name));
            families.add(new NodeFamily(name, List.of(), sharing, List.of()));
        }
    }

    /** Groups that share types, directly or over others, in their order; one without types is alone. */
    private static List<List<NodeGroup>> sharingTypes(List<NodeGroup> groups) {
        int[] first = IntStream.range(0, groups.size()).toArray();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < first.length; i++) {
            for (String type : groups.get(i).instanceTypes()) {
                int a = root(first, i);
                int b = root(first, seen.computeIfAbsent(type, unseen -> a));
                first[Math.max(a, b)] = Math.min(a, b);
            }
        }
        Map<Integer, List<NodeGroup>> byFirst = new LinkedHashMap<>();
        for (int i = 0; i < first.length; i++) {
            byFirst.computeIfAbsent(root(first, i), unseen -> new ArrayList<>()).add(groups.get(i));
        }
        return List.copyOf(byFirst.values());
    }

    private static int root(int[] first, int of) {
        int i = of;
        while (first[i] != i) {
            i = first[i];
        }
        return i;
    }

    private static String primary(NodeGroup group) {
        return group.instanceTypes().isEmpty() ? "" : group.instanceTypes().getFirst();
    }

    /** The type; where none is known, or a family that this one is no part of has that name, the name of the group. */
    private String name(String type, String group) {
        String name = type.isEmpty() || names.contains(type) ? group : type;
        while (!names.add(name)) {
            name += "~";
        }
        return name;
    }

    private NodeFamily named(NodeFamily family) {
        return new NodeFamily(
                family.name(),
                named(family.spot()).sorted(NodeGroup.TRIED_FIRST).toList(),
                named(family.onDemand()).sorted(NodeGroup.TRIED_FIRST).toList(),
                named(family.covering()).toList());
    }

    private Stream<NodeGroup> named(List<NodeGroup> groups) {
        return groups.stream().map(group -> group.in(familyOf.getOrDefault(group.key(), "")));
    }
}
