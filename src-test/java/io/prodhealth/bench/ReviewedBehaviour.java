package io.prodhealth.bench;

import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.ApiBehaviour.Hour;
import io.prodhealth.signal.behaviour.Behaviour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.signal.behaviour.Point;
import io.prodhealth.signal.behaviour.Start;
import io.prodhealth.signal.behaviour.Vitals;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Workload;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** All that can be remembered of busy APIs: an hour of minutes, a day of hours, two hours of loads and latencies. */
final class ReviewedBehaviour {

    private ReviewedBehaviour() {}

    static Behaviour of(List<ApiReadiness> apis, Instant at) {
        Map<Workload, ApiBehaviour> all = new HashMap<>();
        apis.forEach(one -> all.put(one.api().workload(), of(one, at)));
        return new Behaviour(all);
    }

    private static ApiBehaviour of(ApiReadiness api, Instant at) {
        long hour = Math.floorDiv(at.getEpochSecond(), 3600L);
        return new ApiBehaviour(
                api.api().identity(),
                IntStream.rangeClosed(0, 60)
                        .mapToObj(i -> minute(at.minusSeconds(60L * (60 - i)), load(i)))
                        .toList(),
                IntStream.range(0, 25)
                        .mapToObj(i -> new Hour(hour - 24 + i, 60, 60, 0.7f))
                        .toList(),
                IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> new Start(at.minusSeconds(600L * (11 - i)), 100, 0, 0.01f))
                        .toList(),
                IntStream.range(0, 120)
                        .mapToObj(i -> new Point(load(i), 0.2f * load(i), 0.5f * load(i)))
                        .toList());
    }

    /** Requests in flight a pod: from 0.5 to 1, up and down over an hour. */
    private static float load(int minute) {
        return 0.75f + 0.25f * (float) Math.sin(minute * Math.PI / 30);
    }

    private static Minute minute(Instant at, float load) {
        Vitals vitals = new Vitals(
                20 * load,
                0.01f,
                0.01f,
                0.1f,
                0.1f,
                0.2f * load,
                0.2f,
                new Vitals.Cpu(0.5f * load, 0.7f * load, 0.6f, 0.5f),
                100,
                0);
        return new Minute(
                at,
                100 * load,
                100,
                100,
                100,
                OptionalDouble.of(1),
                OptionalDouble.of(0),
                OptionalDouble.of(20),
                false,
                vitals);
    }
}
