package io.prodhealth.bench;

import io.prodhealth.practice.review.Review;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** A review by all practices of 400 nodes and 10 000 pods: at most 20 ms in the median, and 5 MB allocated. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PracticesBenchmark {

    /** The review is pure, so the same one can be made again and again. */
    @Benchmark
    public Review.State review_by_all_practices(ReviewedCluster cluster) {
        return cluster.review.step(cluster.before, cluster.evidence());
    }
}
