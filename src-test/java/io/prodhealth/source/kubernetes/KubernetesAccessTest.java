package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.access.Judged;
import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.KubernetesRight;
import io.prodhealth.access.RoleManifest;
import io.prodhealth.access.Standing;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.source.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rights that are asked about, on a simulated cluster that holds to its roles. */
class KubernetesAccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<KubernetesNeed> NEEDS = KubernetesNeeds.of(
            new KubernetesNeeds.Wanted("default", "prodhealth", "prodhealth-state", "prodhealth", true));

    static List<KubernetesRight> rights() {
        return List.copyOf(RoleManifest.least(all()));
    }

    private static List<KubernetesRight> all() {
        return NEEDS.stream().map(KubernetesNeed::right).toList();
    }

    private static Simulator cluster(Collection<KubernetesRight> rights) {
        return Simulator.start(SimulatorOptions.empty()
                .withToken("of-the-service-account")
                .withRoles(RoleManifest.write(rights, "prodhealth", "prodhealth")));
    }

    private static List<Judged<KubernetesNeed>> judge(Simulator cluster, Duration timeout) throws Exception {
        return judge(cluster.kubeconfig(), timeout);
    }

    private static List<Judged<KubernetesNeed>> judge(Path kubeconfig, Duration timeout) throws Exception {
        try (KubernetesAccess access = new KubernetesAccess(new KubernetesSource.Options(
                kubeconfig.toString(), "", "test", "default", 500, 4, PATIENCE, PATIENCE, PATIENCE, PATIENCE))) {
            return access.judge(NEEDS, timeout);
        }
    }

    private static Set<KubernetesRight> standing(List<Judged<KubernetesNeed>> judged, Standing standing) {
        return judged.stream()
                .filter(one -> one.standing() == standing)
                .map(one -> one.need().right())
                .collect(Collectors.toSet());
    }

    @Test
    void with_every_right_nothing_is_missing() throws Exception {
        try (Simulator cluster = cluster(all())) {
            assertThat(judge(cluster, PATIENCE)).allMatch(one -> one.standing() == Standing.GRANTED);
        }
    }

    /** Healed: with what would grant it applied beside the roles that are there. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rights")
    void each_right_is_missed_alone_and_its_grant_heals_it(KubernetesRight removed) throws Exception {
        List<KubernetesRight> others = new ArrayList<>(all());
        others.remove(removed);
        Set<KubernetesRight> missing;
        try (Simulator cluster = cluster(others)) {
            missing = standing(judge(cluster, PATIENCE), Standing.MISSING);
        }
        assertThat(missing).containsExactly(removed);

        String healed = RoleManifest.write(others, "prodhealth", "prodhealth")
                + RoleManifest.write(missing, "prodhealth-missing", "prodhealth");
        try (Simulator cluster = Simulator.start(SimulatorOptions.empty().withRoles(healed))) {
            assertThat(standing(judge(cluster, PATIENCE), Standing.MISSING)).isEmpty();
        }
    }

    @Test
    void a_role_with_wildcards_grants_everything() throws Exception {
        try (Simulator cluster = Simulator.start(SimulatorOptions.empty().withRoles("""
            kind: ClusterRole
            metadata: {name: admin}
            rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
            """))) {
            assertThat(judge(cluster, PATIENCE)).allMatch(one -> one.standing() == Standing.GRANTED);
        }
    }

    @Test
    void what_is_not_installed_is_not_missing() throws Exception {
        SimulatorOptions bare = SimulatorOptions.empty()
                .withAbsent(Set.of(Resource.BATCHJOBS, Resource.PROMETHEUSES, Resource.POD_METRICS))
                .withRoles("""
                    kind: ClusterRole
                    metadata: {name: pods}
                    rules: [{apiGroups: [""], resources: [pods], verbs: [list, watch]}]
                    """);
        try (Simulator cluster = Simulator.start(bare)) {
            List<Judged<KubernetesNeed>> judged = judge(cluster, PATIENCE);

            assertThat(standing(judged, Standing.NOT_INSTALLED))
                    .extracting(KubernetesRight::object)
                    .containsOnly(
                            "batchjobs.batch.cortex.dev", "prometheuses.monitoring.coreos.com", "pods.metrics.k8s.io");
            assertThat(standing(judged, Standing.MISSING))
                    .contains(new KubernetesRight("list", "networking.istio.io", "virtualservices", "", ""));
        }
    }

    @Test
    void a_server_that_lets_nobody_ask_makes_all_of_it_unknown() {
        try (Simulator cluster = cluster(all())) {
            cluster.faults().failing(403, -1, "selfsubjectaccessreviews");

            assertThatThrownBy(() -> judge(cluster, PATIENCE))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("HTTP 403");
        }
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_told_in_time() {
        try (Simulator cluster = cluster(all())) {
            cluster.faults().latency(Duration.ofSeconds(20));

            assertThatThrownBy(() -> judge(cluster, Duration.ofMillis(200)))
                    .isInstanceOf(SourceException.class)
                    .hasMessage("no answer within PT0.2S");
        }
    }

    @Test
    void a_server_that_is_not_there_is_told_with_its_address() {
        Simulator cluster = cluster(all());
        Path kubeconfig = cluster.kubeconfig();
        cluster.stop();
        try (cluster) {
            assertThatThrownBy(() -> judge(kubeconfig, PATIENCE))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(cluster.url());
        }
    }

    @Test
    void every_kind_that_is_read_is_a_need_with_words() {
        Set<String> needed = NEEDS.stream().map(need -> need.right().resource()).collect(Collectors.toSet());

        assertThat(needed)
                .containsAll(new Kinds("default", PATIENCE)
                        .all().stream()
                                .map(Kind::name)
                                .map(Kinds::resource)
                                .map(name -> name.replace(".metrics.k8s.io", ""))
                                .toList());
        assertThat(NEEDS)
                .allMatch(need -> !need.purpose().isEmpty() && need.loss().endsWith("."));
    }
}
