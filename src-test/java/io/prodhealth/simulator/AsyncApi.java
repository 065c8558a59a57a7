package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.SqsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An asynchronous API of the namespace default and its queue.
 *
 * @param queue name of the queue
 * @param workers how many messages a pod works on at the same time
 */
record AsyncApi(String name, String queue, int workers) {

    /** All of the cluster. */
    static List<AsyncApi> of(Store store, String cluster) {
        List<AsyncApi> apis = new ArrayList<>();
        for (Stored deployment : store.all(Resource.DEPLOYMENTS)) {
            if (deployment.labels().getOrDefault("apiKind", "").equals("AsyncAPI")) {
                apis.add(of(store, deployment, cluster));
            }
        }
        return apis;
    }

    /** The queue is named in three places, and all must name the same. */
    private static AsyncApi of(Store store, Stored deployment, String cluster) {
        String api = deployment.labels().getOrDefault("apiName", "");
        String deployed = deployment.labels().getOrDefault("initialDeploymentTime", "");
        String scheme = prefix(cluster) + api + "_" + deployed.substring(Math.max(0, deployed.length() - 10)) + ".fifo";
        String argument = argument(deployment.item(), "--queue").orElse("");
        String header = store.get(Resource.VIRTUALSERVICES, "default", "api-" + api)
                .map(s -> s.item()
                        .at("/spec/http/0/headers/request/set/X-Cortex-Queue-URL")
                        .asString(""))
                .orElse("");
        if (!argument.equals(SqsServer.url(scheme)) || !header.equals(argument)) {
            throw new IllegalStateException("the queue of " + api + " by its name: " + scheme
                    + ", by the dequeuer's argument: " + argument + ", by the header: " + header);
        }
        return new AsyncApi(
                api,
                scheme,
                Integer.parseInt(argument(deployment.item(), "--workers").orElse("1")));
    }

    /** How the names of all queues of a cluster begin. */
    static String prefix(String cluster) {
        return "cx_" + Identity.hex(cluster, 8) + "_";
    }

    private static Optional<String> argument(JsonNode deployment, String name) {
        for (JsonNode container : deployment.at("/spec/template/spec/containers")) {
            JsonNode args = container.path("args");
            for (int i = 0; i + 1 < args.size(); i++) {
                if (args.path(i).asString("").equals(name)) {
                    return Optional.of(args.path(i + 1).asString(""));
                }
            }
        }
        return Optional.empty();
    }

    /** Pods that are ready to work. */
    List<String> readyPods(Store store) {
        return store.under(Resource.PODS, Stored.key("default", "api-" + name + "-")).stream()
                .filter(pod -> pod.labels().getOrDefault("apiName", "").equals(name))
                .filter(pod -> PodStatus.isReady(pod.item()) && !PodStatus.isTerminating(pod.item()))
                .map(Stored::name)
                .toList();
    }
}
