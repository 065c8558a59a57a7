package io.prodhealth.source.files;

import static io.prodhealth.source.files.Shape.text;
import static io.prodhealth.source.files.Shape.whole;

import io.prodhealth.snapshot.Quantity;
import io.prodhealth.source.files.Shape.AnyKeys;
import io.prodhealth.source.files.Shape.Each;
import io.prodhealth.source.files.Shape.Keys;
import io.prodhealth.source.files.Shape.Value;
import java.util.Set;
import java.util.TreeSet;

/** A container of an API spec as Cortex takes it. */
final class ContainerShape {

    private static final int MOST = Integer.MAX_VALUE;
    /** Taken by the containers that Cortex adds. */
    private static final Set<String> RESERVED_PORTS = Set.of("8888", "15000");

    private static final Set<String> RESERVED_NAMES = Set.of("proxy", "dequeuer");

    private ContainerShape() {}

    /**
     * One container.
     *
     * @param readiness whether its kind has readiness checks
     * @param exec whether these may be commands
     */
    static Keys container(boolean readiness, boolean exec) {
        Keys container = Shape.keys()
                .with(
                        Shape.of(
                                "name",
                                new Value(
                                        "at most 63 lower-case letters, digits and dashes, not "
                                                + String.join(" or ", new TreeSet<>(RESERVED_NAMES)),
                                        scalar -> scalar.text().matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
                                                && !RESERVED_NAMES.contains(scalar.text())),
                                "image",
                                text("an image", "\\S+"),
                                "env",
                                new AnyKeys(text()),
                                "command",
                                new Each(text(), 0),
                                "args",
                                new Each(text(), 0),
                                "compute",
                                compute(),
                                "liveness_probe",
                                probe(true)),
                        "name",
                        "image");
        return readiness ? container.with(Shape.of("readiness_probe", probe(exec))) : container;
    }

    private static Keys compute() {
        return Shape.keys()
                .with(Shape.of(
                        "cpu",
                        quantity("a number of CPUs, 20m or more, like 200m or 1.5", 0.02),
                        "mem",
                        quantity("an amount of memory, 20Mi or more, like 512Mi or 2Gi", 20.0 * (1 << 20)),
                        "gpu",
                        whole(0, MOST),
                        "inf",
                        whole(0, MOST),
                        "shm",
                        quantity("an amount of memory, like 64Mi", 1)));
    }

    private static Keys probe(boolean exec) {
        Keys probe = Shape.keys()
                .with(Shape.of(
                        "http_get",
                        httpGet(),
                        "tcp_socket",
                        Shape.keys().with(Shape.of("port", port()), "port"),
                        "initial_delay_seconds",
                        whole(0, MOST),
                        "timeout_seconds",
                        whole(0, MOST),
                        "period_seconds",
                        whole(0, MOST),
                        "success_threshold",
                        whole(0, MOST),
                        "failure_threshold",
                        whole(0, MOST)));
        return exec ? probe.with(Shape.of("exec", exec())) : probe;
    }

    static Keys preStop() {
        return Shape.keys().with(Shape.of("http_get", httpGet(), "exec", exec()));
    }

    private static Keys httpGet() {
        return Shape.keys().with(Shape.of("path", text(), "port", port()), "port");
    }

    private static Keys exec() {
        return Shape.keys().with(Shape.of("command", new Each(text(), 1)), "command");
    }

    static Value port() {
        return new Value(
                "a port from 1 to 65535, not 8888 or 15000",
                scalar -> whole(1, 65_535).fits().test(scalar) && !RESERVED_PORTS.contains(scalar.text()));
    }

    private static Value quantity(String words, double least) {
        return new Value(words, scalar -> Quantity.parse(scalar.text()) >= least);
    }
}
