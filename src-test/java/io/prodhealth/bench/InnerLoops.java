package io.prodhealth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The JMH benchmarks, in a JVM with the agent's own options: what they show is what the agent does. */
final class InnerLoops {
    private InnerLoops() {}

    /** Prints the figures and leaves them in target/bench/jmh.json. */
    static void measure(Project project, boolean quick) throws IOException, CannotMeasure {
        Path json = project.logs().resolve("jmh.json");
        Files.createDirectories(project.logs());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("io\\.prodhealth\\..*Benchmark\\..*")
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 2 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.seconds(1))
                .timeUnit(TimeUnit.MICROSECONDS)
                .shouldFailOnError(true)
                // What is allocated for each call: gc.alloc.rate.norm.
                .addProfiler(GCProfiler.class)
                .jvmArgs(project.jvmOptions().toArray(String[]::new))
                // The simulated cluster is in the same JVM until it has been read.
                .jvmArgsAppend("-Xmx1g")
                .resultFormat(ResultFormatType.JSON)
                .result(json.toString());
        try {
            new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new CannotMeasure("JMH failed", e);
        }
    }
}
