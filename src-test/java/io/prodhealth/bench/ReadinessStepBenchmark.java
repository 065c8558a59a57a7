package io.prodhealth.bench;

import io.prodhealth.signal.readiness.ReadinessState;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** One step of the readiness signal after one change among 10 000 pods. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadinessStepBenchmark {

    /** The step is pure, so the same one can be taken again and again. */
    @Benchmark
    public ReadinessState step_after_one_change(LoadedCluster cluster) {
        return cluster.signal.step(cluster.before, cluster.changed);
    }
}
