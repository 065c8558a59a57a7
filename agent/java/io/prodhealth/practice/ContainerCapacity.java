package io.prodhealth.practice;

import io.prodhealth.snapshot.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many requests a container works on at once, as far as its pod tells: most servers are set up within their image.
 * {@code OMP_NUM_THREADS} is no such sign, since these threads share one request.
 *
 * @param requests workers times threads
 * @param takesMore whether its server is known to take more than that: an asynchronous one, or one that batches
 */
public record ContainerCapacity(int requests, boolean takesMore) {

    private static final Set<String> SERVERS = Set.of("gunicorn", "uvicorn", "hypercorn");
    private static final List<String> TAKING_MORE =
            List.of("uvicorn", "hypercorn", "gevent", "eventlet", "tornado", "aiohttp", "enable_batching");
    private static final List<String> BATCHING_IMAGES =
            List.of("triton", "tensorflow/serving", "tensorflow-serving", "tf-serving", "torchserve", "vllm");
    private static final int MOST_WORDS = 1000;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s'\"]+");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");

    /** What the container's command, arguments and environment say; empty when they do not. */
    public static Optional<ContainerCapacity> of(Container container) {
        Map<String, String> environment = container.environment();
        List<String> command = words(container.arguments().stream());
        List<String> gunicorn = words(Stream.of(environment.getOrDefault("GUNICORN_CMD_ARGS", "")));
        boolean named = command.stream().anyMatch(ContainerCapacity::server);
        // What is nearer to the process wins: its arguments, then gunicorn's, then those of any server.
        OptionalInt workers = first(
                flag(command, "--workers", named ? "-w" : ""),
                flag(gunicorn, "--workers", "-w"),
                number(environment.getOrDefault("WEB_CONCURRENCY", "")),
                number(environment.getOrDefault("MAX_WORKERS", "")));
        OptionalInt threads = first(flag(command, "--threads", ""), flag(gunicorn, "--threads", ""));
        if (workers.isEmpty() && threads.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ContainerCapacity(
                Math.max(1, workers.orElse(1)) * Math.max(1, threads.orElse(1)), takesMore(container)));
    }

    /** Whether it is known to answer several requests at once. */
    public static boolean parallel(Container container) {
        return takesMore(container)
                || of(container).map(capacity -> capacity.requests > 1).orElse(false);
    }

    private static boolean takesMore(Container container) {
        String image = container.image().toLowerCase(Locale.ROOT);
        return BATCHING_IMAGES.stream().anyMatch(image::contains)
                || Stream.concat(
                                container.arguments().stream(),
                                Stream.of(container.environment().getOrDefault("GUNICORN_CMD_ARGS", "")))
                        .map(text -> text.toLowerCase(Locale.ROOT))
                        .anyMatch(text -> TAKING_MORE.stream().anyMatch(text::contains));
    }

    private static boolean server(String word) {
        return SERVERS.contains(word.substring(word.lastIndexOf('/') + 1));
    }

    /** A command may be one line of a shell. */
    private static List<String> words(Stream<String> texts) {
        List<String> words = new ArrayList<>();
        texts.forEach(text -> {
            for (String word : BETWEEN_WORDS.split(text, MOST_WORDS)) {
                if (!word.isEmpty() && words.size() < MOST_WORDS) {
                    words.add(word);
                }
            }
        });
        return words;
    }

    private static OptionalInt flag(List<String> words, String name, String letter) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean alone = word.equals(name) || (!letter.isEmpty() && word.equals(letter));
            OptionalInt value = OptionalInt.empty();
            if (alone && i + 1 < words.size()) {
                value = number(words.get(i + 1));
            } else if (word.startsWith(name) && word.startsWith("=", name.length())) {
                value = number(word.substring(name.length() + 1));
            } else if (!letter.isEmpty() && word.startsWith(letter)) {
                value = number(word.substring(letter.length()));
            }
            if (value.isPresent()) {
                return value;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt number(String text) {
        return !text.isEmpty() && NUMBER.matcher(text).matches()
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    private static OptionalInt first(OptionalInt... candidates) {
        for (OptionalInt candidate : candidates) {
            if (candidate.isPresent()) {
                return candidate;
            }
        }
        return OptionalInt.empty();
    }
}
