package io.prodhealth.simulator;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulator as a process of its own, for the demo and the bench. */
@Command(name = "simulator", description = "Serves a recorded or a made up cluster until SIGTERM.")
public final class SimulatorMain implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(15);

    @Option(names = "--folder", description = "a recorded cluster (default: production of the test resources)")
    private @Nullable Path folder;

    @Option(names = "--generate", description = "make up a cluster")
    private boolean generate;

    @Option(names = "--nodes", description = "worker nodes to make up (default: ${DEFAULT-VALUE})")
    private int nodes = 100;

    @Option(names = "--pods", description = "API pods to make up (default: ${DEFAULT-VALUE})")
    private int pods = 1000;

    @Option(names = "--apis", description = "over how many APIs (default: one per 100 pods, at least 20)")
    private int apis;

    @Option(names = "--port", description = "0 for any (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--kubeconfig-out", description = "written in one step once everything is served")
    private @Nullable Path kubeconfigOut;

    @Option(names = "--control-port", description = "0 for any; no control server without it")
    private int controlPort = -1;

    @Option(names = "--churn", description = "readiness changes a second")
    private double churn;

    @Option(names = "--incidents", description = "play incidents, one after the other")
    private boolean incidents;

    @Option(names = "--aws", description = "answer for AWS too, with live queues")
    private boolean withAws;

    @Option(names = "--token", description = "the bearer token to ask for")
    private @Nullable String token;

    @Option(names = "--roles", description = "YAML with the caller's ClusterRoles and Roles")
    private @Nullable Path roles;

    @Option(names = "--tls", description = "serve HTTPS")
    private boolean tls;

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
        int code = new CommandLine(new SimulatorMain()).execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (folder != null && generate) {
            System.err.println("--folder and --generate exclude each other");
            return 2;
        }
        Simulator simulator = Simulator.start(options());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            simulator.close();
            ended.countDown();
        }));
        serve(simulator);
        ended.await();
        return 0;
    }

    private SimulatorOptions options() {
        SimulatorOptions options = SimulatorOptions.empty().withPort(port);
        if (!generate) {
            options = options.withFolder(folder == null ? RecordedFolder.production() : folder);
        } else {
            SimulatorOptions.Size size = SimulatorOptions.Size.of(nodes, pods);
            options = options.withGenerated(apis > 0 ? new SimulatorOptions.Size(nodes, pods, apis) : size);
        }
        if (token != null) {
            options = options.withToken(token);
        }
        if (roles != null) {
            options = options.withRoles(RecordedFolder.read(roles));
        }
        return tls ? options.withTls() : options;
    }

    private void serve(Simulator simulator) {
        Tempo tempo = Tempo.demo();
        Incidents script = simulator.incidents(tempo);
        Churn churning = new Churn(simulator.store(), simulator.schedule());
        new Heartbeats(simulator.store(), simulator.schedule(), script.autoscaler(), tempo.scan()).begin();
        Optional<SimulatedAws> aws = withAws ? Optional.of(SimulatedAws.beside(simulator, script)) : Optional.empty();
        Optional<ControlServer> control = controlPort < 0
                ? Optional.empty()
                : Optional.of(new ControlServer(simulator, churning, script, aws, controlPort));
        if (churn > 0) {
            churning.begin(churn);
        }
        if (incidents) {
            simulator.livePrometheus();
            script.showSettings();
            new IncidentLoop(simulator, script, aws, System.out, PAUSE).begin();
        }
        if (kubeconfigOut != null) {
            simulator.writeKubeconfig(kubeconfigOut);
        }
        System.out.println("simulator ready: " + simulator.url() + " with "
                + simulator.store().size(Resource.PODS) + " pods on "
                + simulator.store().size(Resource.NODES) + " nodes"
                + control.map(c -> ", control http://127.0.0.1:" + c.port()).orElse("")
                + aws.map(a -> ", aws " + a.server().url()).orElse(""));
    }
}
