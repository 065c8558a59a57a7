package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.GoDuration;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A finished pull, as the kubelet reports it in an event of reason {@code Pulled}. Two texts are in use: {@code
 * Successfully pulled image "x" in 1m2.3s}, and since Kubernetes 1.28 {@code … in 1.2s (3.4s including waiting). Image
 * size: 123 bytes.} The third, {@code Container image "x" already present on machine}, is no pull.
 *
 * @param image image reference
 * @param pull the pull itself
 * @param withWaiting the pull and the time it stood in the node's queue; the same as {@code pull} where the text does not say
 */
public record ImagePull(String image, Duration pull, Duration withWaiting) {

    /** Reason of events that report a pull, or that none was needed. */
    public static final String REASON = "Pulled";

    private static final Pattern TEXT = Pattern.compile(
            "Successfully pulled image \"([^\"]{1,512})\" in ([0-9a-zµ.]{1,32})"
                    + "(?: \\(([0-9a-zµ.]{1,32}) including waiting\\))?.*",
            Pattern.DOTALL);

    /** The pull that an event reports; empty where it reports none. */
    public static Optional<ImagePull> of(Event event) {
        if (!event.reason().equals(REASON)) {
            return Optional.empty();
        }
        Matcher text = TEXT.matcher(event.message());
        if (!text.matches()) {
            return Optional.empty();
        }
        Optional<Duration> pull = GoDuration.parse(text.group(2));
        Optional<Duration> waiting = text.group(3) == null ? pull : GoDuration.parse(text.group(3));
        return pull.map(time -> new ImagePull(text.group(1), time, waiting.orElse(time)));
    }
}
