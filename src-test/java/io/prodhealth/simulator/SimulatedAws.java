package io.prodhealth.simulator;

import io.prodhealth.simulator.aws.AwsServer;

/**
 * AWS beside a simulated cluster: the queues that its objects name and the Auto Scaling groups behind its nodes, at an
 * endpoint of their own.
 */
public final class SimulatedAws implements AutoCloseable {
    private final AwsServer server;
    private final SimulatedQueues queues;

    private SimulatedAws(AwsServer server, SimulatedQueues queues) {
        this.server = server;
        this.queues = queues;
    }

    /** Starts it; from now on the cluster's Prometheus tells of these queues. */
    public static SimulatedAws beside(Simulator simulator, Incidents incidents) {
        Schedule schedule = simulator.schedule();
        AwsServer server = new AwsServer(simulator.vertx(), schedule.clock(), incidents.groups());
        PrometheusAnswers prometheus = simulator.prometheus();
        AsyncPrometheus series = new AsyncPrometheus(prometheus.source(), schedule.clock());
        prometheus.answerFrom(series);
        SimulatedQueues queues = new SimulatedQueues(simulator.store(), schedule, server.queues(), series);
        queues.begin(ClusterYaml.of(simulator.store()).name());
        return new SimulatedAws(server, queues);
    }

    /** The endpoint of every service, and what can go wrong with it. */
    public AwsServer server() {
        return server;
    }

    /** The queues and who works on them. */
    public SimulatedQueues queues() {
        return queues;
    }

    @Override
    public void close() {
        queues.close();
        server.close();
    }
}
