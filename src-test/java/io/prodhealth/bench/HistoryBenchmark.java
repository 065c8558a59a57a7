package io.prodhealth.bench;

import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.report.SampleHistory;
import io.prodhealth.report.Samples;
import io.prodhealth.signal.history.History;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A step of the history of 1 000 APIs: within a minute, as most are, and into the next one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HistoryBenchmark {

    private final Evaluation said =
            HourOfApis.lasting(Samples.crowded(1_000, 3)).evaluation();
    private final Instant at = said.snapshot().at();

    /** The history is immutable, so the same step can be made again and again. */
    @Benchmark
    public History step_within_a_minute() {
        return SampleHistory.next(said.history(), at, said);
    }

    /** Who is followed is chosen anew. */
    @Benchmark
    public History step_into_the_next_minute() {
        return SampleHistory.next(said.history(), at.plusSeconds(60), said);
    }
}
