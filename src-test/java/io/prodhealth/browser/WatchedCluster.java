package io.prodhealth.browser;

import io.prodhealth.Awaited;
import io.prodhealth.AwsCredentials;
import io.prodhealth.DemoFlags;
import io.prodhealth.StartedAgent;
import io.prodhealth.simulator.CortexObjects;
import io.prodhealth.simulator.Incidents;
import io.prodhealth.simulator.PodBuilder;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.SimulatedAws;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.simulator.Tempo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole agent on a simulated cluster as the demo has it, queues included. */
final class WatchedCluster implements AutoCloseable {

    /** A machine that does other things too is slow to start all this. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Has been ill since the cluster was recorded. */
    private static final String ILL = "flaky-ranker";

    private final AwsCredentials credentials = new AwsCredentials();
    private final JsonMapper json = new JsonMapper();
    private final Simulator cluster;
    private final Incidents incidents;
    private final SimulatedAws aws;
    private final StartedAgent agent;

    private WatchedCluster(SimulatorOptions options, boolean well) throws Exception {
        cluster = Simulator.start(options);
        if (well) {
            removeApi(ILL);
        }
        incidents = cluster.liveIncidents(Tempo.demo());
        aws = SimulatedAws.beside(cluster, incidents);
        agent = new StartedAgent(
                cluster,
                "127.0.0.1",
                DemoFlags.beside(
                        aws,
                        Map.of(
                                "--prometheus.interval", "5s",
                                "--prometheus.timeout", "5s")));
    }

    /** One of which every API has its replicas. */
    static WatchedCluster well() throws Exception {
        return new WatchedCluster(SimulatorOptions.production(), true);
    }

    /** As it was recorded, which is not all well. */
    static WatchedCluster recorded() throws Exception {
        return new WatchedCluster(SimulatorOptions.production(), false);
    }

    /** One that is made up, of this size. */
    static WatchedCluster of(SimulatorOptions.Size size) throws Exception {
        return new WatchedCluster(SimulatorOptions.empty().withGenerated(size), false);
    }

    String url() {
        return "http://127.0.0.1:" + agent.port() + "/";
    }

    StartedAgent agent() {
        return agent;
    }

    Incidents incidents() {
        return incidents;
    }

    SimulatedAws aws() {
        return aws;
    }

    /** Waits until the page itself says so. */
    WatchedCluster awaitPage(String what) {
        new Awaited()
                .until("the page says " + what, PATIENCE, () -> agent.get("/").contains(what));
        return this;
    }

    /** Waits until every kind is read, and an evaluation after that has APIs and judges the practices. */
    WatchedCluster awaitJudged() {
        Pattern live = Pattern.compile("(\\d+) of \\1 kinds of Kubernetes objects are live");
        new Awaited().until("every kind is live and the guide is judged", PATIENCE, () -> {
            String page = agent.get("/");
            return live.matcher(page).find()
                    && page.contains("id=\"api=")
                    && page.contains("id=\"practice=single_replica\"");
        });
        return this;
    }

    /** From now on Prometheus has these alerts, in its own JSON. */
    void alerts(String alerts) {
        cluster.alerts(alerts);
    }

    /** A realtime API of one pod, which is ready or not. */
    void deploy(String name, boolean ready) {
        CortexObjects objects = cluster.objects();
        ObjectNode deployment = objects.realtimeDeployment(name, 1);
        CortexObjects.counts(deployment, 1, 1, ready ? 1 : 0, ready ? 1 : 0);
        cluster.put(deployment);
        cluster.put(objects.replicaSet(deployment, 1, 1));
        cluster.put(pod(name).ready(ready).build());
    }

    /** One like it of a name that no template could bear. */
    void deployNamed(String name, boolean ready) {
        String standIn = "stand-in-for-a-name";
        CortexObjects objects = cluster.objects();
        ObjectNode deployment = objects.realtimeDeployment(standIn, 1);
        CortexObjects.counts(deployment, 1, 1, ready ? 1 : 0, ready ? 1 : 0);
        List.of(
                        deployment,
                        objects.replicaSet(deployment, 1, 1),
                        pod(standIn).ready(ready).build())
                .forEach(object ->
                        cluster.put((ObjectNode) json.readTree(object.toString().replace(standIn, escaped(name)))));
    }

    /** As it stands between the quotes of a string. */
    private String escaped(String name) {
        String quoted = json.writeValueAsString(name);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** An asynchronous API without pods. */
    void deployAsync(String name) {
        ObjectNode deployment = cluster.objects().asyncDeployment(name, 0);
        deployment.withObject("/metadata").put("name", asyncName(name));
        cluster.put(deployment);
    }

    void removeAsync(String name) {
        cluster.delete(Resource.DEPLOYMENTS, "default", asyncName(name));
    }

    private static String asyncName(String name) {
        return "api-async-" + name;
    }

    private PodBuilder pod(String name) {
        return cluster.objects().realtimePod(name, CortexObjects.podName(name, 1, 1));
    }

    /** The API and all that belongs to it is gone. */
    void removeApi(String name) {
        for (Resource resource :
                List.of(Resource.DEPLOYMENTS, Resource.REPLICASETS, Resource.PODS, Resource.VIRTUALSERVICES)) {
            cluster.list(resource).stream()
                    .filter(object ->
                            object.at("/metadata/labels/apiName").asString("").equals(name))
                    .forEach(object -> cluster.delete(
                            resource,
                            object.at("/metadata/namespace").asString(""),
                            object.at("/metadata/name").asString("")));
        }
    }

    @Override
    public void close() {
        agent.close();
        aws.close();
        cluster.close();
        credentials.close();
    }
}
