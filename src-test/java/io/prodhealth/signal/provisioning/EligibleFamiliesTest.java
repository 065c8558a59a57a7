package io.prodhealth.signal.provisioning;

import static io.prodhealth.signal.provisioning.GroupsCluster.asgName;
import static io.prodhealth.signal.provisioning.GroupsCluster.deployment;
import static io.prodhealth.signal.provisioning.GroupsCluster.requesting;
import static io.prodhealth.signal.provisioning.GroupsCluster.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EligibleFamiliesTest {

    private static final Workload API = new Workload("default", "RealtimeAPI", "ranker");

    private final GroupsCluster cluster = new GroupsCluster();

    @BeforeEach
    void a_cluster_with_cpus_gpus_and_inferentia() {
        cluster.config("cpu-spot", true, 5, "c5.xlarge")
                .config("cpu-od", false, 5, "c5.xlarge")
                .config("big", false, 5, "m5.4xlarge")
                .config("gpu-spot", true, 5, "g4dn.xlarge")
                .config("gpu-od", false, 5, "g4dn.xlarge")
                .config("inf", false, 5, "inf1.xlarge")
                .priority(50, "cpu-spot")
                .priority(20, "gpu-spot")
                .priority(10, "cpu-od", "big")
                .priority(1, "gpu-od", "inf")
                .status(asgName("cx-operator"), 2, 2, 25, ScaleUp.NO_ACTIVITY)
                .status(asgName("cx-prometheus"), 1, 1, 1, ScaleUp.NO_ACTIVITY)
                .node("t3.medium", "alpha.eksctl.io/nodegroup-name", "cx-operator", "operator", "true")
                .node(
                        "t3.medium",
                        Map.of(),
                        List.of("prometheus"),
                        "alpha.eksctl.io/nodegroup-name",
                        "cx-prometheus",
                        "prometheus",
                        "true");
    }

    @Test
    void a_pod_belongs_to_the_group_that_is_tried_first() {
        api(workload(List.of(), Map.of("cpu", "1")));

        assertThat(family()).contains("c5.xlarge");
        assertThat(allowed()).contains("cpu-spot", "cpu-od", "big", "gpu-spot", "gpu-od", "inf");
    }

    @Test
    void a_pin_is_kept() {
        api(workload(List.of("cx-ws-gpu-spot"), Map.of("cpu", "1")));

        assertThat(family()).contains("g4dn.xlarge");
        assertThat(allowed()).containsExactly("gpu-spot");
    }

    @Test
    void accelerators_are_found_where_they_are() {
        api(workload(List.of(), Map.of("cpu", "1", "nvidia.com/gpu", "1")));
        assertThat(allowed()).containsExactlyInAnyOrder("gpu-spot", "gpu-od");
        assertThat(family()).contains("g4dn.xlarge");

        api(workload(List.of(), Map.of("aws.amazon.com/neuron", "1")));
        assertThat(allowed()).containsExactly("inf");
        assertThat(family()).contains("inf1.xlarge");
    }

    @Test
    void what_the_kubelet_keeps_is_not_there_for_pods() {
        api(workload(List.of(), Map.of("cpu", "3700m")));
        assertThat(allowed()).contains("cpu-spot");

        api(workload(List.of(), Map.of("cpu", "4")));
        assertThat(allowed()).containsExactly("big");
        assertThat(family()).contains("m5.4xlarge");

        api(workload(List.of(), Map.of("memory", "7Gi")));
        assertThat(allowed()).doesNotContain("cpu-spot", "inf").contains("gpu-spot");
    }

    @Test
    void a_new_node_that_does_not_show_its_gpu_yet_rules_nothing_out() {
        cluster.node(
                "g4dn.xlarge",
                Map.of("cpu", "4", "memory", "15Gi"),
                List.of("workload", "nvidia.com/gpu", "node.kubernetes.io/not-ready"),
                "alpha.eksctl.io/nodegroup-name",
                "cx-ws-gpu-spot",
                "workload",
                "true");
        api(workload(List.of(), Map.of("cpu", "1", "nvidia.com/gpu", "1")));

        assertThat(allowed()).containsExactlyInAnyOrder("gpu-spot", "gpu-od");
    }

    @Test
    void pods_that_fit_nowhere_still_wait_for_someone() {
        api(workload(List.of(), Map.of("cpu", "500")));
        assertThat(allowed()).isEmpty();
        assertThat(family()).contains("c5.xlarge");

        api(workload(List.of("cx-wd-gpu-od"), Map.of("nvidia.com/gpu", "8")));
        assertThat(allowed()).isEmpty();
        assertThat(family()).contains("g4dn.xlarge");
    }

    @Test
    void pods_that_select_no_workers_run_on_cortexs_own_groups() {
        cluster.deployments.add(deployment("default", "operator", requesting(Map.of("cpu", "100m"))));
        assertThat(allowed(new Workload("default", "Deployment", "operator"))).containsExactly("cx-operator");

        PodTemplate prometheus = new PodTemplate(
                Map.of(), List.of(requesting(Map.of())), List.of(), Map.of("prometheus", "true"), List.of(), 30);
        cluster.deployments.add(deployment("prometheus", "prometheus-operator", Map.of(), prometheus));
        assertThat(allowed(new Workload("prometheus", "Deployment", "prometheus-operator")))
                .containsExactly("cx-prometheus");
    }

    @Test
    void outside_cortex_taints_keep_pods_without_gpu_away() {
        cluster.config.clear();
        cluster.status.clear();
        cluster.cortex = false;
        cluster.nodes.clear();
        cluster.node(
                        "g4dn.xlarge",
                        Map.of("cpu", "4", "memory", "15Gi", "nvidia.com/gpu", "1"),
                        List.of("nvidia.com/gpu"),
                        "eks.amazonaws.com/nodegroup",
                        "gpu")
                .node("m5.large", Map.of("cpu", "2", "memory", "7Gi"), List.of(), "eks.amazonaws.com/nodegroup", "cpu");
        cluster.deployments.add(deployment("shop", "web", requesting(Map.of("cpu", "1"))));
        cluster.deployments.add(deployment("shop", "model", requesting(Map.of("nvidia.com/gpu", "1"))));

        assertThat(allowed(new Workload("shop", "Deployment", "web"))).containsExactly("cpu");
        assertThat(allowed(new Workload("shop", "Deployment", "model"))).containsExactly("gpu");
    }

    @Test
    void a_batch_api_is_known_by_the_job_that_runs() {
        job("over", true, workload(List.of("cx-wd-cpu-od"), Map.of()));
        job("runs", false, workload(List.of("cx-ws-gpu-spot"), Map.of()));

        assertThat(allowed(new Workload("default", "BatchAPI", "classifier"))).containsExactly("gpu-spot");
    }

    @Test
    void of_an_unknown_workload_nothing_is_ruled_out() {
        Workload unknown = new Workload("default", "RealtimeAPI", "nobody");

        assertThat(allowed(unknown)).contains("cpu-spot", "inf").doesNotContain("cx-operator", "cx-prometheus");
        assertThat(eligible().familyOf(unknown)).contains("c5.xlarge");
        assertThat(new EligibleFamilies(cluster.snapshot().kubernetes(), NodeGroups.NONE).familyOf(unknown))
                .isEmpty();
    }

    @Test
    void init_containers_and_limits_count_as_requests() {
        PodTemplate template = new PodTemplate(
                Map.of(),
                List.of(requesting(Map.of("cpu", "1"))),
                List.of(requesting(Map.of("cpu", "10"))),
                Map.of("workload", "true"),
                List.of(),
                30);
        api(template);

        assertThat(allowed()).containsExactly("big");
        assertThat(PodNeeds.of(template)).isEqualTo(new PodNeeds(10, 0, 0, 0));
    }

    @Test
    void a_selected_instance_type_is_looked_for_among_all_types_of_a_group() {
        PodTemplate template = new PodTemplate(
                Map.of(),
                List.of(requesting(Map.of())),
                List.of(),
                Map.of(
                        "workload",
                        "true",
                        "node.kubernetes.io/instance-type",
                        "m5.4xlarge",
                        "topology.kubernetes.io/zone",
                        "a"),
                List.of(),
                30);
        api(template);

        assertThat(allowed()).containsExactly("big");
    }

    private void api(PodTemplate template) {
        cluster.deployments.clear();
        cluster.deployments.add(deployment(
                "default",
                "api-ranker",
                Map.of("cortex.dev/api", "true", "apiName", "ranker", "apiKind", "RealtimeAPI"),
                template));
    }

    private void job(String name, boolean finished, PodTemplate template) {
        cluster.jobs.add(new Job(
                "default",
                name,
                name,
                GroupsCluster.NOW,
                Map.of("cortex.dev/api", "true", "apiName", "classifier", "apiKind", "BatchAPI"),
                1,
                null,
                0,
                0,
                0,
                finished,
                false,
                template));
    }

    private EligibleFamilies eligible() {
        return new EligibleFamilies(cluster.snapshot().kubernetes(), cluster.groups());
    }

    private Optional<String> family() {
        return eligible().familyOf(API);
    }

    private List<String> allowed() {
        return allowed(API);
    }

    private List<String> allowed(Workload workload) {
        EligibleFamilies eligible = eligible();
        return cluster.groups().groups().stream()
                .filter(group -> eligible.allows(workload, group))
                .map(NodeGroup::name)
                .toList();
    }
}
