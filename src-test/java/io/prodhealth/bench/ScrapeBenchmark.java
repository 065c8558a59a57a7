package io.prodhealth.bench;

import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.signal.readiness.ReadinessFamilies;
import io.prodhealth.signal.readiness.ReadinessSeries;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A scrape of 100 APIs, from the last result to the bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ScrapeBenchmark {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    /** The format. */
    @Param({"text", "protobuf"})
    public String format = "text";

    /** What the exposition of one result takes. */
    @Benchmark
    public byte[] render(Renderer renderer) {
        return renderer.scrape
                .render(format.equals("text") ? "text/plain;version=0.0.4" : PROTOBUF, false, Set.of())
                .body();
    }

    /** A scrape that is wired as the agent's, less what the agent says of itself. */
    @State(Scope.Benchmark)
    public static class Renderer {
        private final Scrape scrape;

        /** Renders the cluster's one result. */
        public Renderer() {
            Readiness readiness = new LoadedCluster().before.result();
            ReadinessSeries families = new ReadinessSeries(Instant.now());
            scrape = new Scrape(
                    new PrometheusRegistry(),
                    new SeriesBudget(50_000, ReadinessFamilies.cuts()),
                    series -> families.write(readiness, series));
        }
    }
}
