package io.prodhealth.signal.provisioning;

import io.prodhealth.snapshot.Event;
import io.prodhealth.snapshot.GoDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the events of the cluster autoscaler say. The words are those of 1.18 to 1.34; what follows a part that is
 * understood is not looked at, as messages are cut, and newer versions add to them.
 */
public final class EventMessages {

    /** Names of Auto Scaling groups hold 255 characters, and may hold any. */
    private static final String GROUP = "(\\S{1,255}|.{1,255}?)";

    private static final Pattern SCALING_UP = pattern("scale-up: setting group " + GROUP + " size to (\\d{1,9})\\b.*");
    private static final Pattern SCALED_UP = pattern("scale-up: group " + GROUP + " size set to (\\d{1,9})\\b.*");
    private static final Pattern REFUSED = pattern("scale-up failed for group " + GROUP + ": (.*)");
    private static final Pattern TIMED_OUT =
            pattern("nodes added to group " + GROUP + " failed to register within (\\S{0,64}).*");
    private static final Pattern FAILED = pattern("failed adding (\\d{1,9}) nodes to group " + GROUP
            + " due to ([^.;]{1,128})(?:\\.([^;]{0,256}))?(?:; (.*))?");
    private static final Pattern TRIGGERED = pattern("pod triggered scale-up: ?(\\[.*)");
    private static final Pattern GROWTH =
            pattern("\\{([^{}]{1,255}) (\\d{1,9})->(\\d{1,9})(?: \\(max: (\\d{1,9})\\))?\\}");
    private static final Pattern NOT_TRIGGERED = pattern("pod didn't trigger scale-up\\b.*");
    private static final Pattern COUNTED = pattern("(\\d{1,6}) ([^,]{1,128})");
    private static final Pattern UNREGISTERED =
            pattern("removed unregistered node \\S{0,128}/i-placeholder-(\\S{1,255})-\\d{1,9}\\b.*");
    private static final Pattern UNMATCHED =
            pattern("priority expander: node group " + GROUP + " not found in priority expander configuration.*");
    private static final int MOST_GROUPS = 50;

    private EventMessages() {}

    /** What the event says; empty when it is of another reason or its text is not understood. */
    public static Optional<AutoscalerMessage> read(Event event) {
        return read(event.reason(), event.message());
    }

    /** The same from its two texts. Who reports is for the caller to judge: anyone who can deploy can write an event. */
    static Optional<AutoscalerMessage> read(String reason, String message) {
        return switch (reason) {
            case "ScaledUpGroup" ->
                match(SCALING_UP, message, m -> scaledUp(m, false))
                        .or(() -> match(SCALED_UP, message, m -> scaledUp(m, true)));
            case "FailedToScaleUpGroup" ->
                match(REFUSED, message, m -> new AutoscalerMessage.Refused(m.group(1), m.group(2)));
            case "ScaleUpTimedOut" ->
                match(
                        TIMED_OUT,
                        message,
                        m -> new AutoscalerMessage.TimedOut(m.group(1), GoDuration.parse(m.group(2))));
            case "ScaleUpFailed" -> match(FAILED, message, EventMessages::failed);
            case "TriggeredScaleUp" ->
                match(TRIGGERED, message, EventMessages::triggered).filter(EventMessages::named);
            case "NotTriggerScaleUp" -> match(NOT_TRIGGERED, message, EventMessages::notTriggered);
            case "DeleteUnregistered" ->
                match(UNREGISTERED, message, m -> new AutoscalerMessage.Unregistered(m.group(1)));
            case "PriorityConfigMapNotMatchedGroup" ->
                match(UNMATCHED, message, m -> new AutoscalerMessage.Unmatched(m.group(1)));
            default -> Optional.empty();
        };
    }

    private static Optional<AutoscalerMessage> match(
            Pattern pattern, String message, Function<MatchResult, AutoscalerMessage> read) {
        Matcher matcher = pattern.matcher(message);
        return matcher.matches() ? Optional.of(read.apply(matcher)) : Optional.empty();
    }

    private static AutoscalerMessage scaledUp(MatchResult text, boolean done) {
        return new AutoscalerMessage.ScaledUp(text.group(1), Integer.parseInt(text.group(2)), done);
    }

    private static AutoscalerMessage failed(MatchResult text) {
        return new AutoscalerMessage.Failed(
                text.group(2),
                OptionalInt.of(Integer.parseInt(text.group(1))),
                text.group(3),
                orEmpty(text.group(4)),
                orEmpty(text.group(5)));
    }

    private static AutoscalerMessage triggered(MatchResult text) {
        List<AutoscalerMessage.Triggered.Growth> groups = new ArrayList<>();
        for (Matcher growth = GROWTH.matcher(text.group(1)); growth.find() && groups.size() < MOST_GROUPS; ) {
            groups.add(new AutoscalerMessage.Triggered.Growth(
                    growth.group(1),
                    Integer.parseInt(growth.group(2)),
                    Integer.parseInt(growth.group(3)),
                    growth.group(4) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(growth.group(4)))));
        }
        return new AutoscalerMessage.Triggered(List.copyOf(groups));
    }

    private static boolean named(AutoscalerMessage message) {
        return message instanceof AutoscalerMessage.Triggered triggered
                && !triggered.groups().isEmpty();
    }

    /** The reasons come in any order, and some hold commas of their own. */
    private static AutoscalerMessage notTriggered(MatchResult text) {
        int backoff = 0;
        int atMax = 0;
        int unfit = 0;
        for (Matcher counted = COUNTED.matcher(text.group()); counted.find(); ) {
            int groups = Integer.parseInt(counted.group(1));
            if (counted.group(2).startsWith("in backoff")) {
                backoff += groups;
            } else if (counted.group(2).startsWith("max node group size reached")) {
                atMax += groups;
            } else {
                unfit += groups;
            }
        }
        return new AutoscalerMessage.NotTriggered(backoff, atMax, unfit);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
