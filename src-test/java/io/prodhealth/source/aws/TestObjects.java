package io.prodhealth.source.aws;

import io.prodhealth.snapshot.BatchJob;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Deployment;
import io.prodhealth.snapshot.Job;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PodTemplate;
import io.prodhealth.snapshot.VirtualService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a cluster has, as far as it names queues and groups; everything else is empty. */
final class TestObjects {

    Observed<ClusterConfig> clusterConfig = unknown(Observed.Reason.ABSENT);
    final List<Deployment> deployments = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final List<VirtualService> virtualServices = new ArrayList<>();
    final List<BatchJob> batchJobs = new ArrayList<>();
    boolean synced = true;

    static TestObjects ofCluster(String name) {
        TestObjects objects = new TestObjects();
        objects.clusterConfig = new Observed.Known<>(new ClusterConfig(name, "", List.of()), TestAws.NOW);
        return objects;
    }

    static <T> Observed<T> unknown(Observed.Reason reason) {
        return new Observed.Unknown<>(reason, TestAws.NOW);
    }

    TestObjects virtualService(String header, String url) {
        virtualServices.add(new VirtualService(
                "default", "api-text", "v", TestAws.NOW, Map.of(), Map.of(), List.of(), Map.of(header, url)));
        return this;
    }

    TestObjects deployment(String container, String... arguments) {
        deployments.add(new Deployment(
                "default",
                "api-text",
                "d",
                TestAws.NOW,
                Map.of(),
                Map.of(),
                1,
                1,
                1,
                1,
                1,
                0,
                "",
                null,
                Duration.ofMinutes(10),
                template(container, arguments)));
        return this;
    }

    TestObjects job(boolean finished, String container, String... arguments) {
        jobs.add(new Job(
                "default",
                "text-1",
                "j",
                TestAws.NOW,
                Map.of(),
                1,
                null,
                1,
                0,
                0,
                finished,
                false,
                template(container, arguments)));
        return this;
    }

    TestObjects batchJob(String queueUrl) {
        batchJobs.add(
                new BatchJob("default", "1", "b", TestAws.NOW, Map.of(), "text", 1, "running", queueUrl, Map.of()));
        return this;
    }

    private static PodTemplate template(String container, String... arguments) {
        Container one =
                new Container(container, "image", List.of(arguments), Map.of(), Map.of(), Map.of(), null, null, false);
        return new PodTemplate(Map.of(), List.of(one), List.of(), Map.of(), List.of(), 30);
    }

    KubernetesObjects get() {
        KubernetesObjects none = KubernetesObjects.notSynced(TestAws.NOW);
        if (!synced) {
            return none;
        }
        return new KubernetesObjects(
                none.pods(),
                none.namespaces(),
                none.nodes(),
                known(deployments),
                none.statefulSets(),
                none.daemonSets(),
                none.replicaSets(),
                known(jobs),
                none.autoscalers(),
                none.volumeClaims(),
                none.services(),
                none.configMaps(),
                none.events(),
                known(virtualServices),
                known(batchJobs),
                none.prometheuses(),
                clusterConfig,
                none.autoscalerStatus(),
                none.expanderPriorities());
    }

    private static <T> Observed<T> known(T value) {
        return new Observed.Known<>(value, TestAws.NOW);
    }
}
