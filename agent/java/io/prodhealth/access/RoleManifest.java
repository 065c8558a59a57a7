package io.prodhealth.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The roles, and their bindings to the service account of the agent, that allow some rights and nothing else. */
public final class RoleManifest {

    /** Text that YAML takes as it stands: no word that it takes for a truth or for nothing. */
    private static final Pattern PLAIN = Pattern.compile("(?!(?:null|true|false|yes|no|on|off|y|n)$)[a-z][a-z0-9.-]*");

    private static final String ACCOUNT = "prodhealth";

    private RoleManifest() {}

    /** A rule as a role writes it. */
    private record Rule(Set<String> groups, Set<String> resources, Set<String> names, Set<String> verbs) {}

    /**
     * As YAML that {@code kubectl apply} takes; only a comment when there are no rights.
     *
     * @param name of the roles and the bindings
     * @param home the namespace of the service account
     */
    public static String write(Collection<KubernetesRight> rights, String name, String home) {
        if (rights.isEmpty()) {
            return "# No right is missing in Kubernetes.\n";
        }
        Map<String, List<KubernetesRight>> namespaces = least(rights).stream()
                .collect(Collectors.groupingBy(KubernetesRight::namespace, TreeMap::new, Collectors.toList()));
        StringBuilder out = new StringBuilder("# For the service account " + ACCOUNT + " in the namespace "
                + comment(home) + "; say so under subjects if yours differs.\n");
        namespaces.forEach((namespace, some) -> role(out, some, namespace, name, home));
        return out.toString();
    }

    /** Those that no other one covers. */
    public static Set<KubernetesRight> least(Collection<KubernetesRight> rights) {
        return rights.stream()
                .filter(right -> rights.stream().noneMatch(other -> !other.equals(right) && other.covers(right)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void role(
            StringBuilder out, List<KubernetesRight> rights, String namespace, String name, String home) {
        String kind = namespace.isEmpty() ? "ClusterRole" : "Role";
        header(out, kind, name, namespace);
        out.append("rules:\n");
        for (Rule rule : rules(rights)) {
            out.append("- apiGroups: ").append(list(rule.groups)).append('\n');
            out.append("  resources: ").append(list(rule.resources)).append('\n');
            if (!rule.names.isEmpty()) {
                out.append("  resourceNames: ").append(list(rule.names)).append('\n');
            }
            out.append("  verbs: ").append(list(rule.verbs)).append('\n');
        }
        header(out, kind + "Binding", name, namespace);
        out.append("roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ").append(kind);
        out.append("\n  name: ").append(quoted(name));
        out.append("\nsubjects:\n- kind: ServiceAccount\n  name: ").append(ACCOUNT);
        out.append("\n  namespace: ").append(quoted(home)).append('\n');
    }

    private static void header(StringBuilder out, String kind, String name, String namespace) {
        out.append("---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ").append(kind);
        out.append("\nmetadata:\n  name: ").append(quoted(name)).append('\n');
        if (!namespace.isEmpty()) {
            out.append("  namespace: ").append(quoted(namespace)).append('\n');
        }
    }

    /** Together what differs in one thing only: first the verbs, then the names, then the resources. */
    private static List<Rule> rules(List<KubernetesRight> rights) {
        List<Rule> rules = rights.stream()
                .map(right -> new Rule(
                        Set.of(right.group()),
                        Set.of(right.resource()),
                        right.name().isEmpty() ? Set.of() : Set.of(right.name()),
                        Set.of(right.verb())))
                .toList();
        rules = merged(rules, rule -> List.of(rule.groups, rule.resources, rule.names));
        rules = merged(rules, rule -> List.of(rule.groups, rule.resources, rule.verbs, rule.names.isEmpty()));
        return merged(rules, rule -> List.of(rule.groups, rule.names, rule.verbs));
    }

    private static List<Rule> merged(List<Rule> rules, Function<Rule, Object> same) {
        Map<Object, Rule> merged = new LinkedHashMap<>();
        rules.forEach(rule -> merged.merge(
                same.apply(rule),
                rule,
                (one, other) -> new Rule(
                        union(one.groups, other.groups),
                        union(one.resources, other.resources),
                        union(one.names, other.names),
                        union(one.verbs, other.verbs))));
        return new ArrayList<>(merged.values());
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    private static String list(Set<String> texts) {
        return texts.stream().sorted().map(RoleManifest::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A namespace may come from the configuration: whatever it is, it stays one text. */
    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "\"" + escaped(text) + "\"";
    }

    private static String comment(String text) {
        return PLAIN.matcher(text).matches() ? text : escaped(text);
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(unit -> {
            if (unit >= ' ' && unit < 0x7F && unit != '"' && unit != '\\') {
                out.append((char) unit);
            } else {
                out.append("\\u%04x".formatted(unit));
            }
        });
        return out.toString();
    }
}
