package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.duration;
import static io.prodhealth.config.ValueType.integer;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.config.Settings.Values;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which queues are read, how often, and what is wrong with one. */
final class QueueSettings {

    private static final Pattern NAMES =
            Pattern.compile("|[A-Za-z0-9_-]{1,80}(\\.fifo|\\*)?(,[A-Za-z0-9_-]{1,80}(\\.fifo|\\*)?){0,49}");

    static final Setting<Boolean> ENABLED = new Setting<>(
            "queues.enabled",
            bool(),
            "true",
            "Whether SQS queues are read.",
            "Cortex keeps the requests of async and batch APIs in them.",
            false,
            c -> c.queues().enabled());
    static final Setting<String> NAMES_OF_OTHERS = new Setting<>(
            "queues.names",
            text(
                    "<names>",
                    "names of queues, or prefixes ending in *, by comma; or empty",
                    NAMES,
                    "is not a list of names"),
            "",
            "Queues beside Cortex's that are read too.",
            "Cortex's own are found by their name scheme.",
            false,
            c -> String.join(",", c.queues().names()));
    static final Setting<Duration> INTERVAL = new Setting<>(
            "queues.interval",
            duration("5s", "10m"),
            "15s",
            "The time between two readings of a queue.",
            "Cortex's own operator reads each 10s; by list price 15s costs 0.09 USD a month and queue.",
            false,
            c -> c.queues().interval());
    static final Setting<Duration> IDLE_INTERVAL = new Setting<>(
            "queues.idle_interval",
            duration("5s", "1h"),
            "15s",
            "The time between two readings of a queue that has been empty for five minutes; not shorter than"
                    + " queues.interval.",
            "A change of depth is seen within 20s. 1m costs half where most queues are empty.",
            false,
            c -> c.queues().idleInterval());
    static final Setting<Integer> CONNECTIONS = new Setting<>(
            "queues.connections",
            integer(1, 64),
            "8",
            "The most requests to SQS at the same time.",
            "Enough for 1000 queues in 10 seconds at 80ms a request.",
            false,
            c -> c.queues().connections());
    static final Setting<Boolean> CLOUDWATCH_ENABLED = new Setting<>(
            "queues.cloudwatch_enabled",
            bool(),
            "true",
            "Whether the age of the oldest message, and messages sent and deleted, are read from CloudWatch.",
            "SQS itself does not tell the age.",
            false,
            c -> c.queues().cloudWatchEnabled());
    static final Setting<Duration> CLOUDWATCH_INTERVAL = new Setting<>(
            "queues.cloudwatch_interval",
            duration("1m", "1h"),
            "5m",
            "The time between two readings of a queue's metrics from CloudWatch, while it is not empty.",
            "CloudWatch costs 20 times what SQS does; at 5m a queue costs 0.26 USD a month.",
            false,
            c -> c.queues().cloudWatchInterval());
    static final Setting<Duration> CLOUDWATCH_FAST_INTERVAL = new Setting<>(
            "queues.cloudwatch_fast_interval",
            duration("1m", "1h"),
            "1m",
            "The same for a queue whose oldest message has waited more than half of queues.age_objective; not longer"
                    + " than queues.cloudwatch_interval.",
            "CloudWatch has one value a minute.",
            false,
            c -> c.queues().cloudWatchFastInterval());
    static final Setting<Duration> AGE_OBJECTIVE = new Setting<>(
            "queues.age_objective",
            duration("10s", "14d"),
            "15m",
            "How long a message may wait.",
            "Longer than scaling up takes: 2m of Cortex's autoscaling, 8m of node provisioning, and a pull.",
            true,
            c -> c.queues().ageObjective());
    static final Setting<Duration> STUCK_AFTER = new Setting<>(
            "queues.stuck_after",
            duration("1m", "1d"),
            "5m",
            "The time without a completion after which a queue with a backlog is stuck, at the least: three times the"
                    + " mean latency, or three times the longest gap that was seen, if either is longer.",
            "A healthy queue of short requests completes some each minute; long ones teach their own gap.",
            true,
            c -> c.queues().stuckAfter());
    static final Setting<Duration> CAUSE_AFTER = new Setting<>(
            "queues.cause_after",
            duration("15s", "1h"),
            "2m",
            "The time for which any other cause of a stuck queue must last before it is named.",
            "A rollout of one pod, and a visibility timeout of 60s, end within it.",
            true,
            c -> c.queues().causeAfter());
    static final Setting<Integer> PROXY_SAMPLE = new Setting<>(
            "queues.proxy_sample",
            integer(0, 500),
            "40",
            "The most proxies of realtime APIs that are asked for their requests while Prometheus is down; 0 for none.",
            "One request each a round, and a few pods of each API tell enough.",
            false,
            c -> c.queues().proxySample());

    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            NAMES_OF_OTHERS,
            INTERVAL,
            IDLE_INTERVAL,
            CONNECTIONS,
            CLOUDWATCH_ENABLED,
            CLOUDWATCH_INTERVAL,
            CLOUDWATCH_FAST_INTERVAL,
            AGE_OBJECTIVE,
            STUCK_AFTER,
            CAUSE_AFTER,
            PROXY_SAMPLE);

    static final Map<Setting<Duration>, Setting<Duration>> NOT_LONGER_THAN =
            Map.of(INTERVAL, IDLE_INTERVAL, CLOUDWATCH_FAST_INTERVAL, CLOUDWATCH_INTERVAL);

    private QueueSettings() {}

    static Config.Queues config(Values v) {
        String names = v.get(NAMES_OF_OTHERS);
        return new Config.Queues(
                v.get(ENABLED),
                names.isEmpty() ? List.of() : List.copyOf(Arrays.asList(names.split(",", -1))),
                v.get(INTERVAL),
                v.get(IDLE_INTERVAL),
                v.get(CONNECTIONS),
                v.get(CLOUDWATCH_ENABLED),
                v.get(CLOUDWATCH_INTERVAL),
                v.get(CLOUDWATCH_FAST_INTERVAL),
                v.get(AGE_OBJECTIVE),
                v.get(STUCK_AFTER),
                v.get(CAUSE_AFTER),
                v.get(PROXY_SAMPLE));
    }
}
