package io.prodhealth.bench;

import ch.qos.logback.classic.Level;
import io.prodhealth.failover.FailoverMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./prodhealth bench}: how fast and how small the agent is. Fails only when it cannot measure. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = FailoverMain.class,
        description = "Measures the agent against simulated clusters; a slow figure is marked, and is no failure.")
public final class BenchMain implements Callable<Integer> {
    private enum Format {
        table,
        json
    }

    @Option(names = "--sizes", split = ",", description = "pods of each cluster (default: ${DEFAULT-VALUE})")
    private List<Integer> sizes = List.of(1_000, 10_000, 100_000);

    @Option(names = "--runs", description = "runs of each size; the median counts (default: ${DEFAULT-VALUE})")
    private int runs = 5;

    @Option(names = "--quick", description = "one short run of each size, 1 000 and 10 000 pods unless told otherwise")
    private boolean quick;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.table;

    @Option(names = "--jvm-option", description = "one more option of the agent's JVM; may be repeated")
    private List<String> jvmOptions = List.of();

    @Option(names = "--no-aot", description = "without the ahead-of-time cache, which is made on first use")
    private boolean noAot;

    @Option(names = "--image", description = "measure the agent of this image, in a container, instead of the jar")
    private @Nullable String image;

    @Option(names = "--jmh", description = "measure the inner loops with JMH instead")
    private boolean jmh;

    @Option(names = "--queues", description = "measure how queues are read instead, and what a month of it costs")
    private boolean queues;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    /** Runs the bench and ends the process. */
    public static void main(String[] args) {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            if (queues) {
                System.out.println(QueueBench.measure(quick));
                return 0;
            }
            Project project = Project.in(Path.of("").toAbsolutePath(), jvmOptions);
            if (jmh) {
                InnerLoops.measure(project, quick);
                return 0;
            }
            System.out.println(measure(project));
            return 0;
        } catch (CannotMeasure e) {
            System.err.println("cannot measure: " + e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
            return 1;
        }
    }

    private boolean given(String option) {
        return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private String measure(Project built) throws IOException, CannotMeasure, InterruptedException {
        List<Integer> wanted = quick && !given("--sizes") ? List.of(1_000, 10_000) : sizes;
        int times = quick && !given("--runs") ? 1 : runs;
        // Looked at before the cores are divided and used.
        Machine idle = Machine.here(Runtime.getRuntime().availableProcessors());
        Cores cores = Cores.claim();
        Project project = image != null ? built.in(image) : noAot ? built : AotCache.of(built, cores);
        Machine machine = idle.with(project.effectiveOptions());
        List<Result> results = new ArrayList<>();
        for (int pods : wanted) {
            results.add(measure(project, cores, new Size(pods), times));
        }
        Report report = new Report(machine, results);
        Files.writeString(project.logs().resolve("results.json"), report.json());
        return format == Format.json ? report.json() : report.markdown();
    }

    private Result measure(Project project, Cores cores, Size size, int times)
            throws IOException, CannotMeasure, InterruptedException {
        Plan plan = quick ? Plan.quick() : Plan.full();
        List<Map<Figure, Double>> done = new ArrayList<>();
        try (Cluster cluster = Cluster.start(project, cores, size)) {
            List<String> pool = cluster.pool();
            for (int run = 1; run <= times; run++) {
                try (Measured agent = Measured.start(project, cores, cluster, size, Integer.toString(run))) {
                    done.add(new Run(plan, cluster, pool).measure(agent));
                }
                System.err.printf("%d pods, run %d of %d: %s%n", size.pods(), run, times, done.getLast());
            }
        }
        return Result.of(size, done);
    }
}
