package io.prodhealth.simulator;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The simulator as a process of its own. */
public final class SimulatorMain {
    private SimulatorMain() {}

    /** Runs until SIGTERM. */
    public static void main(String[] args) throws InterruptedException {
        Simulator simulator = Simulator.start(SimulatorOptions.empty().withFolder(Path.of(args[0])));
        System.out.println("ready " + simulator.url() + " " + simulator.kubeconfig());
        new CountDownLatch(1).await();
    }
}
