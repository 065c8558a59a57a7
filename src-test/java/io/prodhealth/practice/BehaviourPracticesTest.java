package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.Audit;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.practice.review.Judge;
import io.prodhealth.signal.behaviour.ApiBehaviour;
import io.prodhealth.signal.behaviour.Behaviour;
import io.prodhealth.signal.behaviour.Minute;
import io.prodhealth.signal.behaviour.Vitals;
import io.prodhealth.simulator.RecordedFolder;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.RequestLoad;
import io.prodhealth.snapshot.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Practices that judge by an hour or a day of an API: text-generator of the recorded cluster, or iris with one replica. */
class BehaviourPracticesTest {

    static final ClusterSnapshot SNAPSHOT = new PracticeLab(RecordedFolder.production()).snapshot();
    private static final String IRIS = "iris";
    private static final String GENERATOR = "text-generator";

    @TempDir
    Path folder;

    private record Load(double inFlight, int desired) {}

    @Test
    void replicas_that_go_up_and_down_thrash() {
        assertThat(found("autoscaling_thrashing", GENERATOR, hour(i -> new Load(1, (i / 5) % 2 == 0 ? 2 : 6))))
                .containsExactly(Severity.WARNING);
    }

    @Test
    void one_replica_more_and_one_less_is_no_thrashing() {
        assertThat(verdicts("autoscaling_thrashing", GENERATOR, hour(i -> new Load(1, 1 + (i / 5) % 2))))
                .isEqualTo("pass");
    }

    @Test
    void half_an_hour_says_nothing_of_an_hour() {
        assertThat(verdicts(
                        "autoscaling_thrashing",
                        GENERATOR,
                        hour(i -> new Load(1, 2)).subList(31, 61)))
                .isEqualTo(Unjudged.NO_HISTORY);
    }

    @Test
    void an_api_that_lacks_replicas_again_and_again_is_limited_in_its_steps() {
        // target_in_flight is 1.6: two replicas are for 3.2 requests.
        assertThat(found("upscale_rate_limited", GENERATOR, hour(i -> new Load(i % 20 < 6 ? 9 : 1, 2))))
                .containsExactly(Severity.WARNING);
    }

    @Test
    void one_burst_is_no_habit() {
        assertThat(verdicts("upscale_rate_limited", GENERATOR, hour(i -> new Load(i > 40 && i < 50 ? 9 : 1, 2))))
                .isEqualTo("pass");
    }

    @Test
    void one_replica_with_traffic_all_day_is_too_few_and_on_spot_it_is_dangerous() {
        assertThat(found("single_replica", IRIS, day(60))).containsExactly(Severity.CRITICAL);
    }

    @Test
    void one_replica_that_has_quiet_hours_is_enough() {
        assertThat(verdicts("single_replica", IRIS, day(30))).isEqualTo("pass");
    }

    @Test
    void an_internal_load_balancer_without_a_request_all_day_is_told() throws IOException {
        String practice = "internal_load_balancer_idle";
        ClusterSnapshot internal = WatchedPracticesTest.with(
                PracticeCase.of(practice, "pass").snapshot(folder),
                SNAPSHOT.podUsage(),
                new Observed.Known<>(RequestLoad.NONE, SNAPSHOT.at()));

        assertThat(verdict(internal, practice, IRIS, day(0)).findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.INFO);
        assertThat(verdict(internal, practice, IRIS, day(0)).status()).isEqualTo(Status.PASS);
        assertThat(verdict(internal, practice, IRIS, day(1)).findings()).isEmpty();
        assertThat(verdict(internal, practice, IRIS, new ApiBehaviour("", List.of(), List.of()))
                        .status())
                .isEqualTo(Status.UNKNOWN);
    }

    private static List<Minute> hour(IntFunction<Load> loads) {
        List<Minute> minutes = new ArrayList<>();
        for (int i = 0; i <= 60; i++) {
            Load load = loads.apply(i);
            minutes.add(new Minute(
                    SNAPSHOT.at().minusSeconds(60L * (60 - i)),
                    load.inFlight(),
                    load.desired(),
                    load.desired(),
                    0,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    false,
                    Vitals.UNKNOWN));
        }
        return minutes;
    }

    private static ApiBehaviour day(int traffic) {
        List<ApiBehaviour.Hour> hours = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            hours.add(new ApiBehaviour.Hour(i, 60, traffic, Float.NaN));
        }
        return new ApiBehaviour("", hour(i -> new Load(1, 1)), hours);
    }

    private static List<Severity> found(String practice, String api, List<Minute> minutes) {
        return found(practice, api, new ApiBehaviour("", minutes, List.of()));
    }

    private static List<Severity> found(String practice, String api, ApiBehaviour seen) {
        return verdict(practice, api, seen).findings().stream()
                .filter(finding -> finding.subject().name().equals(api))
                .map(Finding::severity)
                .toList();
    }

    private static String verdicts(String practice, String api, List<Minute> minutes) {
        return verdicts(practice, api, new ApiBehaviour("", minutes, List.of()));
    }

    /** Why it is unjudged; a pass where it is not, and nothing was found. */
    private static String verdicts(String practice, String api, ApiBehaviour seen) {
        Verdict verdict = verdict(practice, api, seen);
        assertThat(found(practice, api, seen)).isEmpty();
        return verdict.unjudged().stream()
                .filter(one -> one.subject().name().equals(api))
                .map(Unjudged::reason)
                .findFirst()
                .orElse("pass");
    }

    static Verdict verdict(String practice, String api, ApiBehaviour seen) {
        return verdict(SNAPSHOT, practice, api, seen);
    }

    private static Verdict verdict(ClusterSnapshot snapshot, String practice, String api, ApiBehaviour seen) {
        Evaluation evaluation =
                Audit.of(snapshot, Evidence.Origin.DUMP, Config.defaults()).evaluation();
        Evidence evidence = new Evidence(
                Evidence.Origin.DUMP,
                snapshot,
                evaluation.readiness(),
                evaluation.queues(),
                evaluation.provisioning(),
                evaluation.prometheus(),
                new Behaviour(Map.of(new Workload("default", "RealtimeAPI", api), seen)),
                Unread.NOTHING);
        return Judge.judge(Practices.all(Config.defaults().practices().limits()), evidence, List.of()).stream()
                .filter(verdict -> verdict.rule().id().equals(practice))
                .findFirst()
                .orElseThrow();
    }
}
