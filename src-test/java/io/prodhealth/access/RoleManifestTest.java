package io.prodhealth.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RoleManifestTest {

    private static KubernetesRight right(String verb, String resource, String namespace, String name) {
        return new KubernetesRight(verb, "", resource, namespace, name);
    }

    @Test
    void what_may_be_done_to_the_same_is_one_rule_and_a_name_is_kept_apart_from_any() {
        String yaml = RoleManifest.write(
                List.of(
                        right("list", "pods", "", ""),
                        right("watch", "pods", "", ""),
                        right("list", "nodes", "", ""),
                        right("watch", "nodes", "", ""),
                        right("create", "configmaps", "home", ""),
                        right("get", "configmaps", "home", "one"),
                        right("get", "configmaps", "home", "two")),
                "more",
                "home");

        assertThat(yaml)
                .contains("- apiGroups: [\"\"]\n  resources: [nodes, pods]\n  verbs: [list, watch]\n")
                .contains("- apiGroups: [\"\"]\n  resources: [configmaps]\n  verbs: [create]\n")
                .contains("  resourceNames: [one, two]\n  verbs: [get]\n");
    }

    @Test
    void a_right_on_any_object_leaves_out_that_on_one_of_them() {
        assertThat(RoleManifest.least(List.of(
                        right("list", "configmaps", "default", "cluster-config"),
                        right("list", "configmaps", "default", ""),
                        right("watch", "configmaps", "default", "cluster-config"))))
                .containsExactlyInAnyOrder(
                        right("list", "configmaps", "default", ""),
                        right("watch", "configmaps", "default", "cluster-config"));
    }

    @Test
    void nothing_missing_is_a_comment_that_applies_nothing() {
        assertThat(RoleManifest.write(List.of(), "more", "home")).isEqualTo("# No right is missing in Kubernetes.\n");
    }

    /** Namespaces come from the configuration: they stay texts, whatever is in them. */
    @Property(tries = 200)
    void a_hostile_namespace_stays_one_text(@ForAll @StringLength(min = 1, max = 20) String namespace) {
        String yaml = RoleManifest.write(List.of(right("list", "configmaps", namespace, "")), "more", namespace);

        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            assertThat(document).isInstanceOfSatisfying(Map.class, role -> {
                assertThat(role.get("metadata")).isEqualTo(Map.of("name", "more", "namespace", namespace));
            });
        }
    }

    @Test
    void words_that_yaml_takes_for_something_else_are_texts_too() {
        assertThat(RoleManifest.write(List.of(right("list", "pods", "null", "")), "more", "true"))
                .contains("  namespace: \"null\"\n", "  namespace: \"true\"\n");
    }
}
