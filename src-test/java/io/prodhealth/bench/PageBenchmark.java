package io.prodhealth.bench;

import io.prodhealth.report.HistoryJson;
import io.prodhealth.report.Report;
import io.prodhealth.report.Samples;
import io.prodhealth.report.StatusPage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The status page of 1 000 APIs that all lack a replica, to the bytes: at most 50 ms in the median. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PageBenchmark {

    private final Report report = HourOfApis.lasting(Samples.crowded(1_000, 3));

    /** The page. */
    @Benchmark
    public byte[] status_page_of_1000_apis() {
        return StatusPage.write(report);
    }

    /** What its plots are drawn from. */
    @Benchmark
    public byte[] history_of_1000_apis_as_json() {
        return HistoryJson.write(report);
    }
}
