package io.prodhealth.signal.provisioning;

import java.time.Duration;
import java.util.Optional;

/**
 * What the autoscaler does when no spot group can be had, loop by loop: it tries the first group that is not in backoff; a
 * try ends at the first scan past the provision time; the group is then in backoff, each time twice as long up to a bound,
 * and forgiven after some hours. On-demand is chosen once all spot groups are in backoff at the same scan, which with
 * several of them may never happen: the first is free again before the last has been tried. Good to one scan interval for
 * up to 1.23; partial successes, scale-downs and rate limits are left out.
 */
final class FallbackModel {

    /** More have no other answer. */
    private static final int MOST_GROUPS = 200;

    private FallbackModel() {}

    /**
     * The time until on-demand is chosen.
     *
     * @param groups spot groups that are tried before it
     * @return empty for never
     */
    static Optional<Duration> after(int groups, AutoscalerFlags flags) {
        long scan = Math.max(1, flags.scanInterval().toSeconds());
        // From 1.24 on a failed launch is read at the next scan. Before, the timeout must have passed, not just come.
        long attempt = flags.instanceLevelDetection()
                ? scan
                : (flags.maxNodeProvisionTime().toSeconds() / scan + 1) * scan;
        int count = Math.min(groups, MOST_GROUPS);
        long[] until = new long[count];
        long[] backoff = new long[count];
        long[] failed = new long[count];
        long now = 0;
        while (now <= ExpectedFallback.NEVER.toSeconds()) {
            int next = 0;
            while (next < count && until[next] > now) {
                next++;
            }
            if (next == count) {
                return Optional.of(Duration.ofSeconds(now));
            }
            now += attempt;
            boolean forgiven = failed[next] + flags.backoffReset().toSeconds() < now;
            backoff[next] = backoff[next] == 0 || forgiven
                    ? flags.initialBackoff().toSeconds()
                    : Math.min(2 * backoff[next], flags.maxBackoff().toSeconds());
            until[next] = now + backoff[next];
            failed[next] = now;
        }
        return Optional.empty();
    }
}
