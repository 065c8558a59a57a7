package io.prodhealth.source.kubernetes;

import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import io.prodhealth.snapshot.Pod;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reading one pod, as part of a page of 500. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PodReadingBenchmark {
    private static final int PAGE = 500;

    private final JsonFactory factory = new JsonFactory();
    private final PodReader reader = new PodReader();
    private final byte[] page;

    /** Takes the page from a simulated cluster. */
    public PodReadingBenchmark() {
        SimulatorOptions options = SimulatorOptions.empty().withGenerated(new SimulatorOptions.Size(20, PAGE, 20));
        try (Simulator simulator = Simulator.start(options)) {
            page = simulator.list(Resource.PODS).stream()
                    .filter(pod -> pod.at("/metadata/labels").has("cortex.dev/api"))
                    .limit(PAGE)
                    .map(Object::toString)
                    .collect(Collectors.joining(",", "{\"items\":[", "]}"))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** From bytes to records. */
    @Benchmark
    @OperationsPerInvocation(PAGE)
    public void read_a_pod(Blackhole blackhole) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), page)) {
            JsonCursor json = new JsonCursor(parser);
            json.next();
            json.object(field -> json.array(() -> {
                Pod pod = reader.read(json).object();
                blackhole.consume(pod);
            }));
        }
    }
}
