package io.prodhealth.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the caller may do, read from ClusterRole and Role documents and, where the text has any, their bindings (whose
 * subjects are taken to be the caller). Without a binding in the text every ClusterRole holds everywhere and every Role
 * in its own namespace.
 */
final class Roles {
    private final List<Grant> grants;

    /** @param namespace empty for the whole cluster */
    private record Grant(String namespace, Rule rule) {}

    private record Rule(
            Set<String> groups, Set<String> resources, Set<String> verbs, Set<String> names, Set<String> paths) {
        /** A path may end in a star, and then stands for all that begin like it. */
        boolean allowsPath(String verb, String path) {
            return (verbs.contains("*") || verbs.contains(verb))
                    && paths.stream()
                            .anyMatch(one -> one.endsWith("*")
                                    ? path.startsWith(one.substring(0, one.length() - 1))
                                    : path.equals(one));
        }

        boolean allows(ApiRequest request, String name) {
            return (verbs.contains("*") || verbs.contains(request.verb()))
                    && (groups.contains("*") || groups.contains(request.group()))
                    && allowsResource(request)
                    && (names.isEmpty() || names.contains(name));
        }

        private boolean allowsResource(ApiRequest request) {
            String wanted = request.resourceWithSubresource();
            return resources.contains("*")
                    || resources.contains(wanted)
                    || (!request.subresource().isEmpty() && resources.contains("*/" + request.subresource()));
        }
    }

    private Roles(List<Grant> grants) {
        this.grants = List.copyOf(grants);
    }

    /** @throws IllegalArgumentException when the text holds no role at all */
    static Roles parse(String yaml) {
        List<Map<?, ?>> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            if (document instanceof Map<?, ?> map) {
                documents.add(map);
            }
        }
        List<Grant> grants = new ArrayList<>();
        boolean bound = documents.stream().anyMatch(d -> text(d.get("kind")).endsWith("RoleBinding"));
        for (Map<?, ?> document : documents) {
            String kind = text(document.get("kind"));
            if (!kind.equals("ClusterRole") && !kind.equals("Role")) {
                continue;
            }
            for (String namespace : bound ? boundTo(document, documents) : Set.of(namespace(document))) {
                rules(document).forEach(rule -> grants.add(new Grant(namespace, rule)));
            }
        }
        if (grants.isEmpty()) {
            throw new IllegalArgumentException("no rule of a ClusterRole or Role that holds");
        }
        return new Roles(grants);
    }

    /**
     * @param selectedName the metadata.name of the request's field selector: RBAC treats a list or watch of one name as
     *     a request for that name
     */
    boolean allows(ApiRequest request, String selectedName) {
        String name = request.name().isEmpty() ? selectedName : request.name();
        return grants.stream()
                .filter(grant -> grant.namespace.isEmpty() || grant.namespace.equals(request.namespace()))
                .anyMatch(grant -> grant.rule.allows(request, name));
    }

    /** Whether a path that is no resource's may be asked for; only roles of the whole cluster speak of such. */
    boolean allowsPath(String verb, String path) {
        return grants.stream()
                .filter(grant -> grant.namespace.isEmpty())
                .anyMatch(grant -> grant.rule.allowsPath(verb, path));
    }

    private static Set<String> boundTo(Map<?, ?> role, List<Map<?, ?>> documents) {
        Set<String> namespaces = new HashSet<>();
        String kind = text(role.get("kind"));
        for (Map<?, ?> binding : documents) {
            String bindingKind = text(binding.get("kind"));
            Map<?, ?> ref = map(binding.get("roleRef"));
            boolean same = text(ref.get("kind")).equals(kind)
                    && text(ref.get("name"))
                            .equals(text(map(role.get("metadata")).get("name")));
            if (same && bindingKind.equals("ClusterRoleBinding")) {
                namespaces.add("");
            } else if (same
                    && bindingKind.equals("RoleBinding")
                    && (kind.equals("ClusterRole") || namespace(binding).equals(namespace(role)))) {
                namespaces.add(namespace(binding));
            }
        }
        return namespaces;
    }

    private static List<Rule> rules(Map<?, ?> role) {
        List<Rule> rules = new ArrayList<>();
        if (role.get("rules") instanceof List<?> list) {
            for (Object entry : list) {
                Map<?, ?> rule = map(entry);
                rules.add(new Rule(
                        texts(rule.get("apiGroups")),
                        texts(rule.get("resources")),
                        texts(rule.get("verbs")),
                        texts(rule.get("resourceNames")),
                        texts(rule.get("nonResourceURLs"))));
            }
        }
        return rules;
    }

    private static String namespace(Map<?, ?> document) {
        return text(map(document.get("metadata")).get("namespace"));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : Objects.toString(value);
    }

    private static Set<String> texts(@Nullable Object value) {
        Set<String> texts = new HashSet<>();
        if (value instanceof List<?> list) {
            list.forEach(v -> texts.add(text(v)));
        }
        return texts;
    }
}
