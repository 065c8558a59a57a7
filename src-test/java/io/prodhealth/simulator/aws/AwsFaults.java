package io.prodhealth.simulator.aws;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What goes wrong with calls, by the action's name in a policy, such as sqs:GetQueueAttributes; * is every action. */
public final class AwsFaults {
    private static final String ALL = "*";

    private final Map<String, Refusing> refusing = new ConcurrentHashMap<>();
    private final Map<String, Integer> cut = new ConcurrentHashMap<>();
    private final Map<String, Duration> slow = new ConcurrentHashMap<>();

    /** @param times below 0: until cleared */
    private record Refusing(AwsError error, int times) {}

    /** Refuses the next calls of an action. */
    public void refuse(String action, AwsError error, int times) {
        refusing.put(action, new Refusing(error, times));
    }

    /** Refuses an action until cleared, for lack of permission. */
    public void deny(String action) {
        refuse(action, AwsError.denied(action), -1);
    }

    /** Answers the next calls of an action with half of the answer. */
    public void cut(String action, int times) {
        cut.put(action, times);
    }

    /** Answers an action this much later. */
    public void slow(String action, Duration delay) {
        slow.put(action, delay);
    }

    /** Everything is well again. */
    public void clear() {
        refusing.clear();
        cut.clear();
        slow.clear();
    }

    Optional<AwsError> refusal(String action) {
        return Optional.ofNullable(refusing.get(action))
                .filter(r -> spend(action, r))
                .or(() -> Optional.ofNullable(refusing.get(ALL)).filter(r -> spend(ALL, r)))
                .map(Refusing::error);
    }

    private boolean spend(String action, Refusing before) {
        if (before.times() > 0) {
            refusing.put(action, new Refusing(before.error(), before.times() - 1));
        }
        return before.times() != 0;
    }

    boolean isCut(String action) {
        int left = cut.getOrDefault(action, 0);
        if (left > 0) {
            cut.put(action, left - 1);
        }
        return left != 0;
    }

    Duration delay(String action) {
        return slow.getOrDefault(action, slow.getOrDefault(ALL, Duration.ZERO));
    }
}
