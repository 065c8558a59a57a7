package io.prodhealth.fuzz;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The inputs of one target: the same seed gives the same inputs.
 *
 * @param target what reads them
 * @param seed of all inputs
 */
record Fuzzing(FuzzTarget target, long seed) {

    /** No text of this size is worth more, however slow the machine. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * What an input did.
     *
     * @param understood whether the parser made anything of it
     * @param took how long it took to read
     * @param failure what went wrong; empty when nothing did
     */
    record Outcome(boolean understood, Duration took, Optional<Failure> failure) {}

    /**
     * What went wrong.
     *
     * @param number of the input
     * @param input the text
     * @param cause what was thrown
     */
    record Failure(String target, long number, String input, Throwable cause) {}

    /** The input of that number. */
    String input(long number) {
        SplittableRandom random = new SplittableRandom(seed * 31 + number);
        List<String> samples = target.samples();
        return Mutation.of(
                samples.get(random.nextInt(samples.size())), samples.get(random.nextInt(samples.size())), random);
    }

    /** Reads the input of that number. */
    Outcome read(long number) {
        String input = input(number);
        long begun = System.nanoTime();
        boolean understood;
        try {
            understood = target.parser().test(input);
        } catch (RuntimeException | Error e) {
            return new Outcome(false, since(begun), Optional.of(new Failure(target.name(), number, input, e)));
        }
        Duration took = since(begun);
        return took.compareTo(LONGEST) < 0
                ? new Outcome(understood, took, Optional.empty())
                : new Outcome(
                        understood,
                        took,
                        Optional.of(new Failure(
                                target.name(),
                                number,
                                input,
                                new AssertionError("it took " + took.toMillis() + " ms"))));
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
