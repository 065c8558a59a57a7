package io.prodhealth.source.files;

import java.util.Set;

/** What a file is for, told by its content: people call their files as they like. */
enum FileKind {
    CONFIGURATION,
    APIS,
    /** An API that is no item of a list. */
    SINGLE_API,
    /** An object for kubectl. */
    KUBERNETES,
    /** Asked for by its name, and not for Cortex. */
    FOREIGN,
    /** Found in a folder, and not for Cortex. */
    PASSED_OVER;

    /** A mapping that has one of these is meant for Cortex, whatever its file is called. */
    private static final Set<String> TELLING = Set.of(
            "cluster_name",
            "node_groups",
            "subnet_visibility",
            "nat_gateway",
            "prometheus_instance_type",
            "api_load_balancer_type",
            "api_load_balancer_scheme",
            "operator_load_balancer_scheme",
            "api_load_balancer_cidr_white_list",
            "operator_load_balancer_cidr_white_list",
            "iam_policy_arns");

    /** @param named whether it was asked for by its name, and not found in a folder */
    static FileKind of(MarkedNode node, boolean named) {
        return switch (node) {
            case MarkedNode.Sequence list when named || hasKinds(list) -> APIS;
            case MarkedNode.Mapping mapping when ApiShape.KINDS.contains(mapping.textAt("kind")) -> SINGLE_API;
            case MarkedNode.Mapping mapping
            when named && mapping.at("apiVersion").isPresent() -> KUBERNETES;
            case MarkedNode.Mapping mapping when named || tells(mapping) -> CONFIGURATION;
            default -> named ? FOREIGN : PASSED_OVER;
        };
    }

    private static boolean hasKinds(MarkedNode.Sequence list) {
        return list.items().stream().anyMatch(item -> item.at("kind").isPresent());
    }

    private static boolean tells(MarkedNode.Mapping mapping) {
        return mapping.at("apiVersion").isEmpty()
                && TELLING.stream().anyMatch(key -> mapping.at(key).isPresent());
    }
}
