package io.prodhealth.cli;

import io.prodhealth.cli.replay.ApiTracker;
import io.prodhealth.cli.replay.ChangeJson;
import io.prodhealth.cli.replay.ChangeText;
import io.prodhealth.cli.replay.FamilyTracker;
import io.prodhealth.cli.replay.PracticeTracker;
import io.prodhealth.cli.replay.PrometheusTracker;
import io.prodhealth.cli.replay.QueueTracker;
import io.prodhealth.cli.replay.Replay;
import io.prodhealth.cli.replay.StateChange;
import io.prodhealth.cli.replay.Subject;
import io.prodhealth.cli.replay.Tracker;
import io.prodhealth.config.Config;
import io.prodhealth.config.ConfigException;
import io.prodhealth.config.ConfigReader;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.evaluation.SignalStates;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.logging.HostileText;
import io.prodhealth.logging.LogbackSetup;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.source.recording.Complaint;
import io.prodhealth.source.recording.NotARecordingException;
import io.prodhealth.source.recording.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code prodhealth replay}: what the agent would have said of a cluster that was recorded. */
final class ReplayCommand {

    static final String NAME = "replay";

    private static final String FORMAT = "--format";
    private static final String WITHOUT = "--without";
    private static final String ONLY = "--only";
    private static final String FROM = "--from";
    private static final String SPEED = "--speed";
    /** A file of nothing but broken lines must not fill the terminal. */
    private static final int MOST_COMPLAINTS = 20;

    private ReplayCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Flags.command(
                NAME,
                "Judge a recorded cluster, and tell each change of the state of a node family, a queue, an API, a"
                        + " practice or Prometheus.");
        spec.addPositional(Flags.folder("The folder of the recording."));
        spec.addOption(Flags.option(FORMAT, "<format>", "text for people, or json: one object a line. Default: text."));
        spec.addOption(OptionSpec.builder(WITHOUT)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("<source>")
                .description("Leave out what aws or prometheus has answered; both by comma, or by giving it twice.")
                .build());
        spec.addOption(OptionSpec.builder(ONLY)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("<kind>")
                .description("Tell only of these, which is quicker: " + kinds() + ". Default: all.")
                .build());
        spec.addOption(Flags.option(
                FROM, "<seconds>", "Start in the middle: what there is that long after the first record is found."));
        spec.addOption(Flags.option(
                SPEED, "<factor>", "1 replays in real time, 10 in a tenth of it. Default: as fast as it can be read."));
        spec.addOption(Flags.option(ConfigReader.FILE_FLAG, "<path>", "The configuration file (YAML)."));
        return spec;
    }

    /** What was asked for. */
    private record Wanted(
            Path folder,
            boolean json,
            Set<Recording.Without> without,
            Set<Subject.Kind> only,
            Duration from,
            double speed,
            Config config) {}

    static ExitCode run(ParseResult given, Map<String, String> environment, PrintWriter out, PrintWriter err)
            throws Exception {
        List<String> errors = new ArrayList<>();
        Optional<Wanted> wanted = wanted(given, environment, errors);
        if (wanted.isEmpty()) {
            errors.forEach(err::println);
            return ExitCode.BAD_USE;
        }
        Config config = wanted.get().config;
        LogbackSetup.apply(config.log().level(), config.log().format());
        Complaints complaints = new Complaints(err);
        try (Recording recording = Recording.open(
                wanted.get().folder, wanted.get().without, config.cortex().namespace(), complaints)) {
            replay(recording, wanted.get(), out, err);
        } catch (NotARecordingException e) {
            err.println("prodhealth: " + HostileText.oneLine(String.valueOf(e.getMessage())));
            return ExitCode.BAD_USE;
        }
        return complaints.end();
    }

    private static void replay(Recording recording, Wanted wanted, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        Config config = wanted.config;
        Signals all = Signals.of(config);
        Signals signals = wanted.only.contains(Subject.Kind.PRACTICE) ? all : all.withoutReview();
        Consumer<StateChange> printer = wanted.json ? new ChangeJson(out) : new ChangeText(out);
        long start = System.nanoTime();
        Replay.Sum sum = new Replay(
                        recording,
                        judge(signals, recording.begin()),
                        new Replay.Pace(
                                config.evaluation().interval(),
                                config.evaluation().minGap()),
                        pacer(recording.begin().plus(wanted.from), wanted.speed),
                        trackers().stream()
                                .filter(tracker -> wanted.only.contains(tracker.kind()))
                                .toList(),
                        printer)
                .run(wanted.from);
        double took = (System.nanoTime() - start) / 1e9;
        err.println(String.format(
                Locale.ROOT,
                "%d records of %s, judged %d times, in %.1f s: %.0f records a second",
                sum.records(),
                sum.length().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                sum.evaluations(),
                took,
                sum.records() / Math.max(took, 1e-9)));
    }

    /** The agent's signals, step by step. */
    static Function<ClusterSnapshot, Evaluation> judge(Signals signals, Instant begin) {
        AtomicReference<SignalStates> states = new AtomicReference<>(signals.start(begin));
        return snapshot ->
                states.updateAndGet(last -> signals.step(last, snapshot)).evaluation(snapshot, Duration.ZERO);
    }

    /** Of what the states are told. */
    static List<Tracker> trackers() {
        return List.of(
                new FamilyTracker(),
                new QueueTracker(),
                new ApiTracker(),
                new PracticeTracker(),
                new PrometheusTracker());
    }

    private static Replay.Pacer pacer(Instant from, double speed) {
        if (speed == 0) {
            return moment -> {};
        }
        long start = System.nanoTime();
        return moment -> {
            long due = start + (long) (Duration.between(from, moment).toNanos() / speed);
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        };
    }

    private static Optional<Wanted> wanted(ParseResult given, Map<String, String> environment, List<String> errors) {
        Optional<Path> folder = Flags.path(given.matchedPositionalValue(0, ""), errors);
        String format = Flags.oneOf(given, FORMAT, List.of("text", "json"), errors);
        Set<Recording.Without> without = without(given.matchedOptionValue(WITHOUT, List.of()), errors);
        Set<Subject.Kind> only = only(given.matchedOptionValue(ONLY, List.of()), errors);
        double from = number(given, FROM, 1e8, errors);
        double speed = number(given, SPEED, 1e6, errors);
        try {
            Config config = new ConfigReader(environment, file(given)).read();
            if (errors.isEmpty() && folder.isPresent()) {
                return Optional.of(new Wanted(
                        folder.get(),
                        format.equals("json"),
                        without,
                        only,
                        Duration.ofNanos(Math.round(from * 1e9)),
                        speed,
                        config));
            }
        } catch (ConfigException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static Map<String, String> file(ParseResult given) {
        String file = given.matchedOptionValue(ConfigReader.FILE_FLAG, "");
        return file.isEmpty() ? Map.of() : Map.of(ConfigReader.FILE_FLAG, file);
    }

    private static Set<Recording.Without> without(List<String> sources, List<String> errors) {
        Set<Recording.Without> without = EnumSet.noneOf(Recording.Without.class);
        for (String source : sources.stream()
                .flatMap(list -> List.of(list.split(",", -1)).stream())
                .toList()) {
            switch (source.strip()) {
                case "aws" -> without.add(Recording.Without.AWS);
                case "prometheus" -> without.add(Recording.Without.PROMETHEUS);
                default ->
                    errors.add(WITHOUT + ": \"" + HostileText.oneLine(source)
                            + "\" is not one of them. Allowed: aws, prometheus.");
            }
        }
        return without;
    }

    private static Set<Subject.Kind> only(List<String> words, List<String> errors) {
        Set<Subject.Kind> only = EnumSet.noneOf(Subject.Kind.class);
        for (String word : words.stream()
                .flatMap(list -> List.of(list.split(",", -1)).stream())
                .toList()) {
            Stream.of(Subject.Kind.values())
                    .filter(kind -> kind.word().equals(word.strip()))
                    .findFirst()
                    .ifPresentOrElse(
                            only::add,
                            () -> errors.add(ONLY + ": \"" + HostileText.oneLine(word)
                                    + "\" is not one of them. Allowed: " + kinds() + "."));
        }
        return only.isEmpty() ? EnumSet.allOf(Subject.Kind.class) : only;
    }

    private static String kinds() {
        return Stream.of(Subject.Kind.values()).map(Subject.Kind::word).collect(Collectors.joining(", "));
    }

    private static double number(ParseResult given, String option, double most, List<String> errors) {
        String text = given.matchedOptionValue(option, "0");
        // No sign and no exponent.
        double number = text.matches("\\d{1,12}(\\.\\d{1,9})?") ? new BigDecimal(text).doubleValue() : Double.NaN;
        if (number >= 0 && number <= most) {
            return number;
        }
        errors.add(option + ": \"" + HostileText.oneLine(text) + "\" is no number from 0 to "
                + BigDecimal.valueOf(most).toBigInteger() + ".");
        return 0;
    }

    /** Says what is wrong with a recording, and in the end whether all of it could be judged. */
    private static final class Complaints implements Consumer<Complaint> {
        private final PrintWriter err;
        private long said;
        private boolean broken;

        private Complaints(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void accept(Complaint complaint) {
            broken |= complaint.broken();
            if (said++ < MOST_COMPLAINTS) {
                err.println(HostileText.oneLine(complaint.where() + ": " + complaint.what() + "."));
            }
        }

        private ExitCode end() {
            if (said > MOST_COMPLAINTS) {
                err.println("… and " + (said - MOST_COMPLAINTS) + " lines more that cannot be used.");
            }
            return broken ? ExitCode.COULD_NOT_JUDGE : ExitCode.OK;
        }
    }
}
