package io.prodhealth.alerts.week;

import io.prodhealth.snapshot.Autoscaling;
import io.prodhealth.snapshot.RequestLoad;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * The requests of a realtime API, ten seconds by ten seconds: they come by the hour of the day with noise, are worked on by
 * the ready replicas, wait in their queues while these have room, and are refused otherwise.
 */
final class Traffic {

    /** Cortex's template for the tests: text-generator's. */
    static final int CONCURRENCY = 2;

    static final int QUEUE = 20;
    private static final double SECONDS = Scaler.TICK.toSeconds();
    private static final int TICKS_OF_5_MINUTES = 30;

    private final Replicas replicas;
    private final Scaler scaler;
    private final Gateway gateway;
    private final Random random;
    private final Load load;
    private final double latency;
    private final boolean sleeps;
    private final Deque<Double> served = new ArrayDeque<>();
    private double drift;
    private double waiting;
    private double working;
    private double errors = 0.0002;
    private double factor = 1;

    /** How many requests a second come at a moment, by and large. */
    @FunctionalInterface
    interface Load {
        double at(Instant now);

        /** By day more than by night, least at three. */
        static Load daily(double night, double day) {
            return now -> {
                double hour = (now.getEpochSecond() % 86_400) / 3600.0;
                double share = (1 - Math.cos((hour - 3) / 24 * 2 * Math.PI)) / 2;
                return night + (day - night) * share;
            };
        }
    }

    /**
     * The traffic of an API from now on.
     *
     * @param latency seconds that a request takes
     */
    Traffic(Stage stage, Replicas replicas, Autoscaling settings, Gateway gateway, Load load, double latency) {
        this.replicas = replicas;
        this.scaler = new Scaler(settings);
        this.gateway = gateway;
        this.random = stage.random();
        this.load = load;
        this.latency = latency;
        this.sleeps = settings.min() == 0;
        stage.schedule().every(Scaler.TICK, () -> tick(stage.now()));
    }

    Replicas replicas() {
        return replicas;
    }

    Scaler scaler() {
        return scaler;
    }

    /** From now on this share of what is served ends with 500. */
    void errors(double share) {
        errors = share;
    }

    /** From now on so many times as many requests come. */
    void times(double many) {
        factor = many;
    }

    private void tick(Instant now) {
        drift = 0.97 * drift + 0.03 * random.nextGaussian();
        double come = load.at(now) * factor * Math.exp(drift) * SECONDS;
        int ready = replicas.ready();
        double capacity = ready * CONCURRENCY / latency * SECONDS;
        double done = Math.min(waiting + come, capacity);
        // Of an API that may be at zero the activator holds as many as one replica would take, and refuses the others.
        double room = ready > 0 ? (double) ready * QUEUE : sleeps ? CONCURRENCY + QUEUE : 0;
        double left = waiting + come - done;
        waiting = Math.min(left, room);
        double refused = left - waiting;
        working = Math.min((double) ready * CONCURRENCY, done * latency / SECONDS);
        double failed = done * errors;
        count("200", done - failed);
        count("500", failed);
        count("503", refused);
        served.addLast((done - failed) / SECONDS);
        if (served.size() > TICKS_OF_5_MINUTES) {
            served.removeFirst();
        }
        replicas.scale(scaler.next(now, inFlight(), replicas.wanted()));
    }

    private void count(String code, double requests) {
        if (requests > 0) {
            gateway.answered(replicas.api(), code, requests);
        }
    }

    private double inFlight() {
        return working + waiting;
    }

    /** As Prometheus tells of it; nothing while there is no pod to tell. */
    List<RequestLoad.Realtime> told() {
        List<RequestLoad.Realtime> told = new ArrayList<>();
        int pods = replicas.ready();
        if (pods > 0) {
            double each = Math.round(inFlight() / pods * 10) / 10.0;
            double rate = served.stream().mapToDouble(one -> one).average().orElse(0);
            told.add(new RequestLoad.Realtime(
                    replicas.api(), inFlight(), List.of(new RequestLoad.Share(each, pods)), OptionalDouble.of(rate)));
        }
        return told;
    }
}
