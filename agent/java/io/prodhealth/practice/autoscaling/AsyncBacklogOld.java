package io.prodhealth.practice.autoscaling;

import io.prodhealth.practice.ApiSpec;
import io.prodhealth.practice.Evidence;
import io.prodhealth.practice.Findings;
import io.prodhealth.practice.Limit;
import io.prodhealth.practice.Limits;
import io.prodhealth.practice.Practice;
import io.prodhealth.practice.Rule;
import io.prodhealth.practice.Section;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.snapshot.Queue;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Messages of an async API do not wait for long, and never until SQS throws them away, which it does without a word. Depth
 * and age come from SQS and CloudWatch themselves: Cortex's gauge keeps its last value when its operator is down.
 */
public final class AsyncBacklogOld implements Practice {

    static final Limit DRAIN = Limit.duration(
            "async_backlog_old_drain",
            "15m",
            "1m",
            "4d",
            "Longest time in which the queue would be empty if nothing arrived.",
            "Longer than a scale-up with new nodes takes by Cortex's 8 minutes of provisioning, twice.");

    static final Limit AGE = Limit.duration(
            "async_backlog_old_age",
            "24h",
            "1m",
            "14d",
            "Age of the oldest message at which a backlog is dangerous.",
            "A quarter of SQS's default retention of four days.");

    static final Limit RETENTION = Limit.number(
            "async_backlog_old_retention",
            0.8,
            0.1,
            1,
            "Share of the queue's retention that the oldest message may reach.",
            "SQS deletes a message at its retention and tells nobody.");

    public static final Rule RULE = Rule.ofApi(
            "async_backlog_old",
            "9.8",
            Section.AUTOSCALING,
            "Messages of an async API are worked off in time.",
            "Raise autoscaling.max_replicas or pod.max_concurrency, or repair what consumes the queue.",
            DRAIN,
            AGE,
            RETENTION);

    private final Duration drain;
    private final Duration age;
    private final double retention;

    /** With the limits that are set. */
    public AsyncBacklogOld(Limits limits) {
        this.drain = limits.duration(DRAIN);
        this.age = limits.duration(AGE);
        this.retention = limits.number(RETENTION);
    }

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Duration objective = evidence.queues().ageObjective();
        AsyncQueues.each(evidence, findings, (api, figures) -> judge(api, figures, objective, findings));
    }

    private void judge(ApiSpec api, QueueFigures figures, Duration objective, Findings findings) {
        Queue read = figures.read();
        OptionalDouble oldest = figures.oldestAge();
        double dangerous = age.toSeconds();
        if (read != null && !read.retention().isZero()) {
            dangerous = Math.min(dangerous, retention * read.retention().toSeconds());
        }
        if (oldest.isPresent() && oldest.getAsDouble() > dangerous) {
            findings.fail(
                    api.subject(),
                    "oldest message waits " + seconds(oldest.getAsDouble()),
                    "at most " + seconds(dangerous));
        } else if (oldest.isPresent() && oldest.getAsDouble() > objective.toSeconds()) {
            findings.warn(
                    api.subject(),
                    "oldest message waits " + seconds(oldest.getAsDouble()),
                    "at most " + seconds((double) objective.toSeconds()));
        } else if (figures.drain().isPresent() && figures.drain().getAsDouble() > drain.toSeconds()) {
            findings.warn(
                    api.subject(),
                    Double.isInfinite(figures.drain().getAsDouble())
                            ? "messages wait and nothing completes"
                            : "the queue takes " + seconds(figures.drain().getAsDouble()) + " to empty",
                    "at most " + seconds((double) drain.toSeconds()));
        } else if (read == null) {
            findings.unknown(api.subject(), AsyncQueues.unread(figures));
        } else if (read.messages() == 0 || oldest.isPresent() || figures.drain().isPresent()) {
            findings.pass(api.subject());
        } else {
            findings.unknown(api.subject(), "age_and_throughput_unknown");
        }
    }

    private static String seconds(double seconds) {
        return Math.round(seconds) + " s";
    }
}
