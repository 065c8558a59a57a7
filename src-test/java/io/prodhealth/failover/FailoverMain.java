package io.prodhealth.failover;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./prodhealth bench failover}: how long nobody leads when the leader goes away, and whether anything is lost. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        description = "Ends the leader of two replicas again and again during incidents, and measures the gaps.")
public final class FailoverMain implements Callable<Integer> {

    @Option(names = "--kills", description = "leaders that are killed (default: ${DEFAULT-VALUE})")
    private int kills = 50;

    @Option(names = "--stops", description = "leaders that are told to end (default: ${DEFAULT-VALUE})")
    private int stops = 10;

    @Option(names = "--lease", description = "seconds that the Lease lasts (default: ${DEFAULT-VALUE})")
    private int lease = 15;

    @Override
    public Integer call() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        System.out.println(
                "| the leader is | times | gap p50 | gap max | until every counter is back, p50 | max | wrong |");
        System.out.println("|---|---|---|---|---|---|---|");
        try (Stage stage = new Stage(root, root.resolve("target/bench/failover"), Duration.ofSeconds(lease))) {
            stage.goWrong();
            List<String> wrong = new ArrayList<>(measure(stage, "killed", kills, true));
            wrong.addAll(measure(stage, "told to end", stops, false));
            wrong.forEach(System.out::println);
            return wrong.isEmpty() ? 0 : 1;
        }
    }

    private static List<String> measure(Stage stage, String how, int times, boolean kill) throws IOException {
        List<Failover> all = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            Failover one = Failover.of(stage, kill);
            all.add(one);
            System.err.printf(
                    Locale.ROOT,
                    "%s %d of %d: %.2f s, %.2f s, %s%n",
                    how,
                    i,
                    times,
                    seconds(one.gap()),
                    seconds(one.wholeGap()),
                    one.wrong());
        }
        if (times > 0) {
            List<String> wrong =
                    all.stream().flatMap(one -> one.wrong().stream()).toList();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.1f s | %.1f s | %.1f s | %.1f s | %d |%n",
                    how,
                    times,
                    at(all, Failover::gap, 0.5),
                    at(all, Failover::gap, 1),
                    at(all, Failover::wholeGap, 0.5),
                    at(all, Failover::wholeGap, 1),
                    wrong.size());
            return wrong;
        }
        return List.of();
    }

    private static double at(List<Failover> all, Function<Failover, Duration> what, double share) {
        List<Duration> sorted = all.stream().map(what).sorted().toList();
        return seconds(sorted.get((int) Math.round(share * (sorted.size() - 1))));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
