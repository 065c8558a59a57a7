package io.prodhealth.alerts.week;

import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * The queue of an asynchronous API, ten seconds by ten seconds: messages come, each ready replica works on some at once, each
 * takes a while, and the oldest goes first.
 */
final class QueueLife {

    /** Cortex's template for the tests: video-tagger's. */
    static final int WORKERS = 4;

    private static final double SECONDS = Scaler.TICK.toSeconds();
    /** CloudWatch tells of a minute once it has settled. */
    private static final Duration SETTLES = Duration.ofMinutes(3);

    private static final int MINUTES_KEPT = 60;

    private final Replicas replicas;
    private final Scaler scaler;
    private final Random random;
    private final Traffic.Load load;
    private final double taskSeconds;
    private final Deque<Arrived> waiting = new ArrayDeque<>();
    private final Map<String, Double> completed = new HashMap<>();
    private final Deque<Minute> minutes = new ArrayDeque<>();
    private double drift;
    private double carried;
    private double working;
    private double progress;
    private boolean hanging;
    private double factor = 1;
    private double failing;

    /** Messages that came at the same time. */
    private record Arrived(Instant at, int messages) {}

    private static final class Minute {
        private final Instant start;
        private double sent;
        private double deleted;
        private double age;

        Minute(Instant start) {
            this.start = start;
        }
    }

    /** @param load messages a second, and taskSeconds how long one takes */
    QueueLife(Stage stage, Replicas replicas, Autoscaling settings, Traffic.Load load, double taskSeconds) {
        this.replicas = replicas;
        this.scaler = new Scaler(settings);
        this.random = stage.random();
        this.load = load;
        this.taskSeconds = taskSeconds;
        stage.schedule().every(Scaler.TICK, () -> tick(stage.now()));
    }

    Replicas replicas() {
        return replicas;
    }

    Scaler scaler() {
        return scaler;
    }

    /** From now on the workers take messages and never end, or again they do. */
    void hangs(boolean is) {
        hanging = is;
    }

    /** From now on so many times as many messages come. */
    void times(double many) {
        factor = many;
    }

    /** From now on this share of the requests ends with a code of failure. */
    void fails(double share) {
        failing = share;
    }

    private int visible() {
        return waiting.stream().mapToInt(Arrived::messages).sum();
    }

    private void tick(Instant now) {
        Instant start = now.truncatedTo(ChronoUnit.MINUTES);
        if (minutes.isEmpty() || minutes.getLast().start.isBefore(start)) {
            minutes.addLast(new Minute(start));
            if (minutes.size() > MINUTES_KEPT) {
                minutes.removeFirst();
            }
        }
        Minute minute = minutes.getLast();
        come(now, minute);
        work(minute);
        take(minute, now);
        replicas.scale(scaler.next(now, visible() + working, replicas.wanted()));
    }

    private void come(Instant now, Minute minute) {
        drift = 0.97 * drift + 0.03 * random.nextGaussian();
        carried += load.at(now) * factor * Math.exp(drift) * SECONDS;
        int come = (int) carried;
        carried -= come;
        if (come > 0) {
            waiting.addLast(new Arrived(now, come));
            minute.sent += come;
        }
    }

    private void work(Minute minute) {
        List<String> pods = replicas.readyPods();
        completed.keySet().retainAll(pods);
        // What a pod that went away had in work comes back after its visibility timeout; here at once.
        double most = (double) pods.size() * WORKERS;
        if (working > most) {
            int back = (int) Math.ceil(working - most);
            waiting.addFirst(new Arrived(waiting.isEmpty() ? Instant.EPOCH : waiting.getFirst().at, back));
            working = Math.max(0, working - back);
        }
        if (hanging || pods.isEmpty()) {
            return;
        }
        progress += working / taskSeconds * SECONDS;
        int done = (int) Math.min(Math.floor(progress), Math.floor(working));
        progress = working == 0 ? 0 : progress - done;
        working -= done;
        minute.deleted += done;
        for (int i = 0; i < done; i++) {
            completed.merge(pods.get(random.nextInt(pods.size())), 1.0, Double::sum);
        }
    }

    private void take(Minute minute, Instant now) {
        double most = (double) replicas.ready() * WORKERS;
        while (working < most && !waiting.isEmpty()) {
            Arrived first = waiting.removeFirst();
            int taken = (int) Math.min(first.messages, Math.floor(most - working));
            if (taken == 0) {
                waiting.addFirst(first);
                break;
            }
            working += taken;
            if (taken < first.messages) {
                waiting.addFirst(new Arrived(first.at, first.messages - taken));
            }
        }
        Instant oldest = waiting.isEmpty() ? now : waiting.getFirst().at;
        double age =
                oldest.equals(Instant.EPOCH) ? 0 : Duration.between(oldest, now).toSeconds();
        minute.age = Math.max(minute.age, working + visible() > 0 ? Math.max(age, 1) : 0);
    }

    /** As SQS answers now. */
    Queue queue(Instant now) {
        String url = replicas.argument("--queue");
        return new Queue(
                url.substring(url.lastIndexOf('/') + 1),
                url,
                true,
                visible(),
                (long) working,
                0,
                Duration.ofDays(4),
                "",
                now);
    }

    /** As CloudWatch tells now. */
    QueueActivity activity(Instant now) {
        List<QueueActivity.Minute> age = new ArrayList<>();
        List<QueueActivity.Minute> sent = new ArrayList<>();
        List<QueueActivity.Minute> deleted = new ArrayList<>();
        for (Minute minute : minutes) {
            if (!minute.start.plus(SETTLES).isAfter(now)) {
                age.add(new QueueActivity.Minute(minute.start, minute.age));
                sent.add(new QueueActivity.Minute(minute.start, minute.sent));
                deleted.add(new QueueActivity.Minute(minute.start, minute.deleted));
            }
        }
        return new QueueActivity(queue(now).name(), age, sent, deleted, now);
    }

    /** As Prometheus tells. */
    RequestLoad.Async told() {
        double all = completed.values().stream().mapToDouble(one -> one).sum();
        return new RequestLoad.Async(
                replicas.api(),
                OptionalDouble.of(visible()),
                OptionalDouble.of(working),
                Map.of("200", all * (1 - failing), "500", all * failing),
                OptionalDouble.of(all * taskSeconds),
                OptionalDouble.of(all));
    }
}
