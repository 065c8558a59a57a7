package io.prodhealth.simulator.week;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.simulator.AutoscalerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of a week agree with each other and with the truth beside them. */
class GeneratedWeekTest {
    private static final Duration DAY = Duration.ofDays(1);

    /** What is kept of a week: its lines are hundreds of megabytes. */
    private record Read(Truth truth, List<WeekLine> aws, List<String> autoscalerSaid, Map<String, Integer> lines) {
        static Read of(Week week) {
            Read read = new Read(week.truth(), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
            Map<String, String> alive = new HashMap<>();
            Duration last = Duration.ZERO;
            while (week.hasNext()) {
                WeekLine line = week.next();
                assertThat(line.at()).isGreaterThanOrEqualTo(last);
                last = line.at();
                read.lines.merge(line.resource(), 1, Integer::sum);
                if (line.aws()) {
                    read.aws.add(line);
                    continue;
                }
                exists(alive, line);
                if (line.resource().equals("events")
                        && !line.type().equals("DELETED")
                        && line.object().at("/source/component").asString("").equals("cluster-autoscaler")) {
                    read.autoscalerSaid.add(line.object().path("reason").asString("") + " "
                            + line.object().path("message").asString(""));
                }
            }
            assertThat(last).isCloseTo(Duration.ofDays(7), Duration.ofMinutes(1));
            return read;
        }

        private static void exists(Map<String, String> alive, WeekLine line) {
            String key =
                    line.resource() + line.object().at("/metadata/namespace").asString("") + "/"
                            + line.object().at("/metadata/name").asString("");
            String uid = line.object().at("/metadata/uid").asString("");
            switch (line.type()) {
                case "ADDED" -> assertThat(alive.put(key, uid)).as(key).isNull();
                case "MODIFIED" -> assertThat(alive.get(key)).as(key).isEqualTo(uid);
                default -> assertThat(alive.remove(key)).as(key).isEqualTo(uid);
            }
        }

        long failedLaunches() {
            return aws.stream()
                    .filter(line ->
                            line.object().path("statusCode").asString("").equals("Failed"))
                    .count();
        }
    }

    @Test
    void in_an_ordinary_week_much_happens_and_nothing_fails() {
        Read read = Read.of(Week.ordinary(1));

        assertThat(read.truth().outages()).isEmpty();
        assertThat(read.failedLaunches()).isZero();
        assertThat(read.truth().interruptions()).hasSizeGreaterThan(5);
        assertThat(read.autoscalerSaid())
                .noneMatch(said -> said.startsWith("ScaleUpTimedOut"))
                .anyMatch(said -> said.startsWith("TriggeredScaleUp") && said.contains("cx-wd-"))
                .anyMatch(said -> said.startsWith("PriorityConfigMapNotMatchedGroup"));
        assertThat(read.lines())
                .hasEntrySatisfying("configmaps", count -> assertThat(count).isGreaterThan(29_000));
        assertThat(read.lines())
                .hasEntrySatisfying("nodes", count -> assertThat(count).isGreaterThan(500));
    }

    @Test
    void the_same_seed_gives_the_same_week() {
        Week one = Week.withOutages(3);
        Week two = Week.withOutages(3);

        while (one.next().at().compareTo(DAY) < 0) {
            // Not all of the week is compared, and not each line of its first day.
            two.next();
        }
        two.next();
        for (int i = 0; i < 500; i++) {
            assertThat(one.next().json()).isEqualTo(two.next().json());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void what_the_lines_tell_of_outages_is_the_truth(long seed) {
        Read read = Read.of(Week.withOutages(seed));

        assertThat(read.truth().outages().size()).isGreaterThan(25);
        Set<String> families = new HashSet<>();
        for (Truth.Outage outage : read.truth().outages()) {
            families.add(outage.family());
            agrees(outage, read.aws());
        }
        assertThat(families).containsExactlyInAnyOrder("g4dn.xlarge", "c5.xlarge", "r5.2xlarge");
        assertThat(EnumSet.copyOf(read.truth().outages().stream()
                        .map(Truth.Outage::course)
                        .collect(Collectors.toSet())))
                .hasSizeGreaterThanOrEqualTo(4);
        long during = read.truth().outages().stream()
                .mapToLong(outage -> failures(outage, read.aws()).size())
                .sum();
        long onDemand = read.aws().stream()
                .filter(line -> line.object().path("statusMessage").asString("").contains("do not have sufficient"))
                .count();
        assertThat(during + onDemand).isEqualTo(read.failedLaunches());
    }

    private static void agrees(Truth.Outage outage, List<WeekLine> aws) {
        List<WeekLine> failures = failures(outage, aws);
        assertThat(failures).isNotEmpty();
        assertThat(Week.BEGIN.plus(failures.getFirst().at())).isEqualTo(outage.failedAt());
        assertThat(outage.triggeredAt()).isBetween(outage.wantedAt(), outage.failedAt());
        Instant givenUp = outage.givenUpAt();
        if (outage.course() == Truth.Course.BRIEF) {
            assertThat(givenUp).isNull();
        } else {
            assertThat(givenUp)
                    .isBetween(
                            outage.triggeredAt().plus(Duration.ofMinutes(8)),
                            outage.triggeredAt().plus(Duration.ofMinutes(9)));
        }
        assertThat(outage.chosenAt() != null).isEqualTo(outage.course().chosen());
        assertThat(outage.readyAt() != null).isEqualTo(outage.course() == Truth.Course.FALLBACK);
        assertThat(outage.reason()).isIn("capacity", "price", "quota");
    }

    private static List<WeekLine> failures(Truth.Outage outage, List<WeekLine> aws) {
        String types = switch (outage.family()) {
            case "g4dn.xlarge" -> "gpu";
            case "c5.xlarge" -> "cpu";
            default -> "mem";
        };
        return aws.stream()
                .filter(line -> line.object().path("statusCode").asString("").equals("Failed"))
                .filter(line ->
                        line.object().path("autoScalingGroupName").asString("").contains("cx-ws-" + types + "-"))
                .filter(line -> {
                    Instant at = Week.BEGIN.plus(line.at());
                    return !at.isBefore(outage.wantedAt()) && at.isBefore(outage.overAt());
                })
                .sorted(Comparator.comparing(WeekLine::at))
                .toList();
    }

    @Test
    void the_status_is_one_that_an_autoscaler_could_have_written() {
        Week week = Week.withOutages(5);
        Set<String> states = new HashSet<>();
        while (week.hasNext()) {
            WeekLine line = week.next();
            String text = line.object().at("/data/status").asString("");
            if (text.startsWith("Cluster-autoscaler")) {
                List<AutoscalerStatus.Group> groups =
                        AutoscalerStatus.parse(text).groups();
                assertThat(groups).hasSize(8);
                groups.forEach(group -> {
                    states.add(group.scaleUp());
                    assertThat(group.target()).isBetween(group.min(), Math.max(group.min(), group.max()));
                });
            }
        }

        assertThat(states).containsExactlyInAnyOrder("NoActivity", "InProgress", "Backoff");
    }
}
