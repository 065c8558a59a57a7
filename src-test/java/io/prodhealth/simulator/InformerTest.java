package io.prodhealth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client library of the agent takes the simulator for a cluster. */
class InformerTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_informer_lists_in_pages_and_follows_over_a_cut(boolean tls) throws InterruptedException {
        SimulatorOptions options = SimulatorOptions.production().withToken("secret");
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (Simulator simulator = Simulator.start(tls ? options.withTls() : options);
                KubernetesClient client = client(simulator);
                SharedIndexInformer<Pod> informer =
                        client.pods().inAnyNamespace().withLimit(20L).inform(new Names(seen))) {
            assertThat(informer.hasSynced()).isTrue();
            assertThat(informer.getStore().list()).hasSize(67);
            assertThat(simulator.requests().count("list", "pods")).isEqualTo(4);

            simulator.put(TestObjects.pod("new-one"));
            await(seen, "+new-one");
            simulator.faults().cutConnections();
            simulator.delete(Resource.PODS, "default", "new-one");
            await(seen, "-new-one");
        }
    }

    @Test
    void too_old_makes_the_informer_list_again() throws InterruptedException {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (Simulator simulator = Simulator.start(SimulatorOptions.empty());
                KubernetesClient client = client(simulator);
                SharedIndexInformer<Pod> informer =
                        client.pods().inAnyNamespace().withLimit(20L).inform(new Names(seen))) {
            simulator.stop();
            simulator.put(TestObjects.pod("missed"));
            simulator.compact();
            simulator.restart(Simulator.Revisions.KEPT);

            await(seen, "+missed");
            assertThat(informer.getStore().list()).hasSize(1);
            assertThat(simulator.requests().count("list", "pods")).isGreaterThan(1);
        }
    }

    @Test
    void objects_can_be_written_with_the_client() {
        try (Simulator simulator = Simulator.start(SimulatorOptions.empty());
                KubernetesClient client = client(simulator)) {
            Lease lease = client.leases()
                    .inNamespace("prodhealth")
                    .resource(client.getKubernetesSerialization()
                            .unmarshal(
                                    "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\","
                                            + "\"metadata\":{\"name\":\"leader\"},"
                                            + "\"spec\":{\"holderIdentity\":\"a\"}}",
                                    Lease.class))
                    .create();
            lease.getSpec().setHolderIdentity("b");

            client.resource(lease).update();

            assertThat(client.leases()
                            .inNamespace("prodhealth")
                            .withName("leader")
                            .require()
                            .getSpec()
                            .getHolderIdentity())
                    .isEqualTo("b");
        }
    }

    private static KubernetesClient client(Simulator simulator) {
        Config config = new ConfigBuilder(Config.fromKubeconfig(simulator.kubeconfigText()))
                .withOnlyHttpWatches(true)
                .withWatchReconnectInterval(50)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static void await(LinkedBlockingQueue<String> seen, String wanted) throws InterruptedException {
        String next = "";
        while (!wanted.equals(next)) {
            next = seen.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("waiting for " + wanted).isNotNull();
        }
    }

    private record Names(LinkedBlockingQueue<String> seen) implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            seen.add("+" + pod.getMetadata().getName());
        }

        @Override
        public void onUpdate(Pod before, Pod now) {
            seen.add("~" + now.getMetadata().getName());
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            seen.add("-" + pod.getMetadata().getName());
        }
    }
}
