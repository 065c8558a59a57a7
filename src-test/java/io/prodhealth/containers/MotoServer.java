package io.prodhealth.containers;

import java.net.URI;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** moto: one endpoint that answers for every service of AWS, in their own wire formats. It has no data of its own. */
public final class MotoServer implements AutoCloseable {
    private static final int PORT = 5000;

    private final GenericContainer<?> container = new GenericContainer<>(Images.MOTO.image())
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/moto-api/").forPort(PORT));

    /** Starts it and waits until it answers. */
    public MotoServer() {
        container.start();
    }

    /** Where to send everything. */
    public URI uri() {
        return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
    }

    @Override
    public void close() {
        container.close();
    }
}
