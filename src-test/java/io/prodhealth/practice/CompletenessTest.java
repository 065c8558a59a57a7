package io.prodhealth.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each practice has a case that passes, one that does not, and its first trap that a naive check gets wrong. */
class CompletenessTest {

    /** What no case can show, and why. */
    private static final Map<String, String> EXCUSED = excused();

    /** Tests that stand for cases: what they show takes a longer past, or counts, which no case can have. */
    private static final Map<String, Map<String, String>> BY_TEST = Map.of(
            "single_replica",
            Map.of("fail", "one_replica_with_traffic_all_day_is_too_few_and_on_spot_it_is_dangerous"),
            "internal_load_balancer_idle",
            Map.of("info", "an_internal_load_balancer_without_a_request_all_day_is_told"),
            "max_concurrency_too_low",
            Map.of(
                    "pass", "pods_that_are_busy_or_keep_nobody_waiting_have_concurrency_enough",
                    "warn", "requests_that_wait_for_pods_which_idle_want_a_higher_concurrency",
                    "trap",
                            "an_idle_cpu_beside_an_accelerator_or_a_latency_that_moves_says_nothing_of_the_concurrency"),
            "max_concurrency_too_high",
            Map.of(
                    "pass", "a_latency_that_stays_is_right_however_many_requests_a_pod_has",
                    "warn",
                            "a_latency_that_grows_with_the_requests_of_pods_without_cpu_to_spare_is_too_much_concurrency",
                    "trap", "slow_answers_fill_pods_too_and_waiting_is_no_work"),
            "clients_retry_without_delay",
            Map.of(
                    "pass", "clients_that_come_back_slowly_are_right",
                    "warn", "requests_that_double_after_refusals_and_are_refused_again_are_a_storm",
                    "trap", "batches_that_are_refused_when_they_come_are_no_storm"),
            "readiness_probe_inaccurate",
            Map.of(
                    "pass", "starts_without_errors_after_them_show_a_check_that_is_right",
                    "warn", "pods_that_stop_being_ready_again_and_again_are_found",
                    "trap", "a_rollout_is_no_judgement_of_the_readiness_check"));

    private static Map<String, String> excused() {
        Map<String, String> excused = new HashMap<>();
        excused.put("clients_on_load_balancer_name", "nothing in the cluster tells which name clients use");
        return Map.copyOf(excused);
    }

    @TestFactory
    List<DynamicTest> every_practice_has_cases() throws IOException {
        Map<String, Set<String>> cases = cases();
        List<DynamicTest> tests = new ArrayList<>();
        for (Rule rule : Practices.rules()) {
            Set<String> names = cases.getOrDefault(rule.id(), Set.of());
            if (!EXCUSED.containsKey(rule.id())) {
                tests.add(DynamicTest.dynamicTest(
                        rule.number() + " " + rule.id(),
                        () -> assertThat(missing(names)).isEmpty()));
            }
        }
        return tests;
    }

    @Test
    void nothing_is_excused_that_has_its_cases_or_is_no_practice() throws IOException {
        Map<String, Set<String>> cases = cases();
        Set<String> ids = new TreeSet<>();
        Practices.rules().forEach(rule -> ids.add(rule.id()));

        assertThat(ids).containsAll(EXCUSED.keySet());
        assertThat(EXCUSED.keySet())
                .allSatisfy(id ->
                        assertThat(missing(cases.getOrDefault(id, Set.of()))).isNotEmpty());
    }

    @Test
    void every_test_that_stands_for_a_case_is_there() {
        Set<String> tests = new HashSet<>();
        for (Class<?> place :
                List.of(BehaviourPracticesTest.class, AnswersPracticesTest.class, WatchedPracticesTest.class)) {
            for (Method method : place.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    tests.add(method.getName());
                }
            }
        }

        assertThat(BY_TEST.values()).allSatisfy(cases -> assertThat(tests).containsAll(cases.values()));
    }

    private static List<String> missing(Set<String> names) {
        List<String> missing = new ArrayList<>();
        if (!names.contains("pass")) {
            missing.add("pass");
        }
        if (!names.contains("fail") && !names.contains("warn") && !names.contains("info")) {
            missing.add("fail, warn or info");
        }
        if (!names.contains("trap")) {
            missing.add("trap");
        }
        return missing;
    }

    private static Map<String, Set<String>> cases() throws IOException {
        Map<String, Set<String>> cases = new HashMap<>();
        for (PracticeCase one : PracticeCase.all()) {
            cases.computeIfAbsent(one.practice(), unseen -> new HashSet<>()).add(one.name());
        }
        BY_TEST.forEach((practice, byTest) ->
                cases.computeIfAbsent(practice, unseen -> new HashSet<>()).addAll(byTest.keySet()));
        return cases;
    }
}
