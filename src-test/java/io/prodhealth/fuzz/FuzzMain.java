package io.prodhealth.fuzz;

import io.prodhealth.logging.HostileText;
import io.prodhealth.snapshot.GoDuration;
import io.prodhealth.source.kubernetes.FuzzedParsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./prodhealth fuzz}: mutated inputs for the parsers of what anyone may write into a cluster, for some time. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description =
                "Feeds mutated samples of real clusters to the parsers, and tells each input that one falls over.")
public final class FuzzMain implements Callable<Integer> {

    private static final int BATCH = 50;
    private static final int MOST_FAILURES = 20;

    @Option(names = "--duration", description = "how long, say 30s or 10m (default: ${DEFAULT-VALUE})")
    private String duration = "1m";

    @Option(names = "--seed", description = "the same seed gives the same inputs (default: of the clock)")
    private long seed = System.nanoTime();

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    /** Runs the command and ends the process: 1 when an input made a parser fall. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new FuzzMain()).execute(args));
    }

    private static final class Count {
        final Fuzzing fuzzing;
        long inputs;
        long understood;
        Duration spent = Duration.ZERO;
        Duration slowest = Duration.ZERO;
        long slowestInput;

        Count(Fuzzing fuzzing) {
            this.fuzzing = fuzzing;
        }
    }

    @Override
    public Integer call() {
        Duration time = GoDuration.parse(duration).orElse(Duration.ZERO);
        if (!time.isPositive() && spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--duration needs a time like 30s or 10m");
        }
        System.out.println("seed " + seed + ", " + duration);
        List<Count> counts = FuzzedParsers.all().stream()
                .map(target -> new Count(new Fuzzing(target, seed)))
                .toList();
        List<Fuzzing.Failure> failures = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && failures.size() < MOST_FAILURES) {
            counts.forEach(count -> batch(count, failures));
        }
        counts.forEach(FuzzMain::tell);
        long inputs = counts.stream().mapToLong(count -> count.inputs).sum();
        System.out.printf(
                Locale.ROOT,
                "%d inputs, %.0f a second, %d failures%n",
                inputs,
                inputs / (time.toMillis() / 1000.0),
                failures.size());
        return failures.isEmpty() ? 0 : 1;
    }

    private static void batch(Count count, List<Fuzzing.Failure> failures) {
        for (int i = 0; i < BATCH; i++) {
            Fuzzing.Outcome outcome = count.fuzzing.read(count.inputs);
            if (outcome.took().compareTo(count.slowest) > 0) {
                count.slowest = outcome.took();
                count.slowestInput = count.inputs;
            }
            count.inputs++;
            count.understood += outcome.understood() ? 1 : 0;
            count.spent = count.spent.plus(outcome.took());
            outcome.failure().ifPresent(failure -> {
                failures.add(failure);
                System.out.println(failure.target() + ", input " + failure.number() + ": " + failure.cause() + "\n  "
                        + HostileText.quoted(failure.input(), Integer.MAX_VALUE));
            });
        }
    }

    private static void tell(Count count) {
        System.out.printf(
                Locale.ROOT,
                "%-18s %9d inputs, %3.0f %% understood, mean %5.0f µs, slowest %5d ms (input %d)%n",
                count.fuzzing.target().name(),
                count.inputs,
                100.0 * count.understood / Math.max(1, count.inputs),
                count.spent.toNanos() / 1000.0 / Math.max(1, count.inputs),
                count.slowest.toMillis(),
                count.slowestInput);
    }
}
