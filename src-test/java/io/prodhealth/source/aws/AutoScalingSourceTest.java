package io.prodhealth.source.aws;

import static io.prodhealth.source.aws.AutoScalingWire.activity;
import static io.prodhealth.source.aws.AutoScalingWire.group;
import static io.prodhealth.source.aws.AutoScalingWire.instance;
import static io.prodhealth.source.aws.AutoScalingWire.mixed;
import static io.prodhealth.source.aws.AutoScalingWire.tags;
import static io.prodhealth.source.aws.TestAws.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoScaling.Activity;
import io.prodhealth.snapshot.AutoScaling.Group;
import io.prodhealth.snapshot.AutoScaling.Outcome;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import io.prodhealth.source.aws.WireServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoScalingSourceTest {

    private static final String OWNED = "kubernetes.io/cluster/cortex=owned";
    private static final String SPOT = "eksctl-cortex-nodegroup-cx-ws-gpu-spot-NodeGroup-1F5TKS610A9N4";
    private static final String ACTIVITIES = "autoscaling:DescribeScalingActivities";
    private static final String LAUNCH = "Launching a new EC2 instance";

    private final TestClock clock = new TestClock(NOW);
    private final AutoScalingWire autoScaling = new AutoScalingWire();
    private final AwsBooks books = TestAws.books(clock);
    private final AwsClients clients = TestAws.clients(autoScaling.server().uri(), books);
    private final SourceLedger ledger = new SourceLedger("autoscaling", Duration.ofMinutes(1), clock);
    private TestObjects objects = TestObjects.ofCluster("cortex");
    private final AutoScalingSource source =
            new AutoScalingSource(clients, Config.defaults().provisioning(), () -> objects.get(), ledger, clock, clock);

    @AfterEach
    void close() {
        clients.close();
        autoScaling.close();
    }

    @Test
    void a_group_is_read_with_its_sizes_types_and_the_tags_of_the_cluster() throws Exception {
        autoScaling.groups.add(group(
                SPOT,
                3,
                1,
                mixed(0, "g4dn.xlarge", "g4dn.2xlarge")
                        + tags(OWNED, "alpha.eksctl.io/nodegroup-name=cx-ws-gpu-spot", "team=ml")));

        assertThat(source.read().groups())
                .containsExactly(new Group(
                        SPOT,
                        0,
                        5,
                        3,
                        1,
                        List.of("g4dn.xlarge", "g4dn.2xlarge", "t3.medium"),
                        Map.of(
                                "kubernetes.io/cluster/cortex",
                                "owned",
                                "alpha.eksctl.io/nodegroup-name",
                                "cx-ws-gpu-spot")));
    }

    @Test
    void without_a_policy_the_instances_tell_the_type_and_only_those_in_service_count() throws Exception {
        autoScaling.groups.add("<member><AutoScalingGroupName>plain</AutoScalingGroupName><MinSize>1</MinSize>"
                + "<MaxSize>9</MaxSize><DesiredCapacity>4</DesiredCapacity><Instances>"
                + instance("c5.large", "Pending") + instance("c5.xlarge", "InService")
                + instance("c5.xlarge", "Terminating:Wait") + instance("c5.xlarge", "InService") + "</Instances>"
                + tags(OWNED) + "</member>");

        assertThat(source.read().groups())
                .singleElement()
                .returns(List.of("c5.xlarge", "c5.large"), Group::instanceTypes)
                .returns(2, Group::inService)
                .returns(4, Group::desired);
    }

    @Test
    void groups_of_the_cluster_are_told_by_their_tags_and_a_shared_one_is_not_its_own() throws Exception {
        autoScaling.groups.add(group("a", 1, 1, tags(OWNED)));
        autoScaling.groups.add(group("b", 1, 1, tags("k8s.io/cluster-autoscaler/cortex=owned")));
        autoScaling.groups.add(group("c", 1, 1, tags("kubernetes.io/cluster/cortex=shared")));
        autoScaling.groups.add(group("d", 1, 1, tags("kubernetes.io/cluster/other=owned")));

        assertThat(source.read().groups()).extracting(Group::name).containsExactly("a", "b");
        var request = autoScaling.server().requests("DescribeAutoScalingGroups").getFirst();
        assertThat(request.parameter("Filters.member.1.Name")).isEqualTo("tag-key");
        assertThat(request.parameter("Filters.member.1.Values.member.1")).isEqualTo("kubernetes.io/cluster/cortex");
        assertThat(request.parameter("Filters.member.1.Values.member.2")).isEqualTo("k8s.io/cluster-autoscaler/cortex");
    }

    @Test
    void where_the_clusters_name_is_not_known_every_group_of_an_autoscaler_is_read() throws Exception {
        objects = new TestObjects();
        autoScaling.groups.add(group("a", 1, 1, tags("k8s.io/cluster-autoscaler/enabled=true")));

        assertThat(source.read().groups()).extracting(Group::name).containsExactly("a");
        assertThat(autoScaling
                        .server()
                        .requests("DescribeAutoScalingGroups")
                        .getFirst()
                        .parameter("Filters.member.1.Values.member.1"))
                .isEqualTo("k8s.io/cluster-autoscaler/enabled");
    }

    @Test
    void groups_come_in_pages() throws Exception {
        for (int i = 0; i < 250; i++) {
            autoScaling.groups.add(group("group-%03d".formatted(i), 1, 1, tags(OWNED)));
        }

        assertThat(source.read().groups()).hasSize(250);
        assertThat(autoScaling.server().requests("DescribeAutoScalingGroups")).hasSize(3);
    }

    @Test
    void why_a_launch_failed_is_told_newest_first() throws Exception {
        autoScaling.groups.add(group(SPOT, 3, 2, tags(OWNED)));
        String message = "Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity"
                + " available that matches your request. Launching EC2 instance failed.";
        autoScaling.activities.put(
                SPOT,
                List.of(
                        activity("3", "PreInService", "", LAUNCH + ": i-1", "2026-01-15T08:59:00Z", ""),
                        activity("2", "Failed", message, LAUNCH, "2026-01-15T08:58:00Z", "2026-01-15T08:58:01Z"),
                        activity(
                                "1",
                                "Successful",
                                "",
                                "Terminating EC2 instance: i-0",
                                "2026-01-15T08:57:00Z",
                                "2026-01-15T08:57:30Z"),
                        activity("0", "Failed", "old", LAUNCH, "2026-01-15T08:00:00Z", "2026-01-15T08:00:01Z")));

        assertThat(source.read().activities())
                .isEqualTo(new Observed.Known<>(
                        List.of(
                                new Activity("3", SPOT, Outcome.IN_PROGRESS, "", true, NOW.minusSeconds(60), null),
                                new Activity(
                                        "2",
                                        SPOT,
                                        Outcome.FAILED,
                                        message,
                                        true,
                                        NOW.minusSeconds(120),
                                        NOW.minusSeconds(119)),
                                new Activity(
                                        "1",
                                        SPOT,
                                        Outcome.SUCCESSFUL,
                                        "",
                                        false,
                                        NOW.minusSeconds(180),
                                        NOW.minusSeconds(150))),
                        NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "Successful, SUCCESSFUL",
        "Failed, FAILED",
        "Cancelled, CANCELLED",
        "InProgress, IN_PROGRESS",
        "PendingSpotBidPlacement, IN_PROGRESS",
        "WaitingForInstanceId, IN_PROGRESS",
        "SomethingNew, IN_PROGRESS",
        "'', IN_PROGRESS"
    })
    void an_activity_ends_in_one_of_three_ways_or_is_not_over(String status, Outcome outcome) throws Exception {
        autoScaling.groups.add(group(SPOT, 3, 2, tags(OWNED)));
        autoScaling.activities.put(SPOT, List.of(activity("1", status, "", LAUNCH, "2026-01-15T08:59:00Z", "")));

        assertThat(activities()).extracting(Activity::outcome).containsExactly(outcome);
    }

    @Test
    void a_message_is_cut_and_never_inside_a_character() throws Exception {
        autoScaling.groups.add(group(SPOT, 3, 2, tags(OWNED)));
        autoScaling.activities.put(
                SPOT,
                List.of(activity(
                        "1", "Failed", "x".repeat(511) + "😀".repeat(1000), LAUNCH, "2026-01-15T08:59:00Z", "")));

        assertThat(activities()).extracting(Activity::message).containsExactly("x".repeat(511));
    }

    @Test
    void of_a_group_that_tries_without_end_no_more_than_two_pages_are_read() throws Exception {
        autoScaling.groups.add(group(SPOT, 3, 2, tags(OWNED)));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(activity("a" + i, "Failed", "", LAUNCH, NOW.minusSeconds(i).toString(), ""));
        }
        autoScaling.activities.put(SPOT, many);

        assertThat(activities()).hasSize(200);
    }

    @Test
    void calm_groups_are_asked_each_five_minutes_and_those_that_matter_each_time() throws Exception {
        autoScaling.groups.add(group("calm", 2, 2, tags(OWNED)));
        autoScaling.groups.add(group("failing", 2, 2, tags(OWNED)));
        autoScaling.groups.add(group("growing", 2, 1, tags(OWNED)));
        autoScaling.groups.add(group("mixed", 2, 2, mixed(50, "c5.large") + tags(OWNED)));
        autoScaling.groups.add(group("on-demand", 2, 2, mixed(100, "c5.large") + tags(OWNED)));
        autoScaling.groups.add(group(SPOT, 2, 2, tags(OWNED)));
        autoScaling.activities.put("failing", List.of(activity("1", "Failed", "", LAUNCH, "2026-01-15T08:59:00Z", "")));

        for (int minute = 0; minute < 10; minute++) {
            source.read();
            clock.pass(Duration.ofMinutes(1));
        }

        Map<String, Long> asked = autoScaling.server().requests("DescribeScalingActivities").stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        request -> request.parameter("AutoScalingGroupName"), java.util.stream.Collectors.counting()));
        assertThat(asked)
                .isEqualTo(
                        Map.of("calm", 2L, "on-demand", 2L, "failing", 10L, "growing", 10L, "mixed", 10L, SPOT, 10L));
    }

    @Test
    void without_the_permission_for_activities_the_groups_are_still_known() throws Exception {
        autoScaling.groups.add(group(SPOT, 3, 2, tags(OWNED)));
        autoScaling.groups.add(group("other", 3, 2, tags(OWNED)));
        autoScaling.before(request -> request.operation().equals("DescribeScalingActivities")
                ? Reply.xmlRefusal(403, "AccessDenied", "not authorized to perform: " + ACTIVITIES)
                : null);

        AutoScaling read = source.read();

        assertThat(read.groups()).hasSize(2);
        assertThat(read.activities())
                .isEqualTo(new Observed.Unknown<List<Activity>>(Observed.Reason.PERMISSION_DENIED, NOW));
        assertThat(ledger.status().denied())
                .containsOnly(Map.entry("autoscaling:DescribeAutoScalingGroups", false), Map.entry(ACTIVITIES, true));
        assertThat(ledger.status().failures()).containsEntry(FailureReason.PERMISSION_DENIED, 1L);
        assertThat(autoScaling.server().requests("DescribeScalingActivities")).hasSize(1);

        autoScaling.before(request -> null);
        assertThat(source.read().activities()).isInstanceOf(Observed.Known.class);
        assertThat(ledger.status().denied()).containsEntry(ACTIVITIES, false);
    }

    @Test
    void activities_that_cannot_be_read_any_more_are_withdrawn_after_three_intervals() throws Exception {
        autoScaling.groups.add(group(SPOT, 3, 2, tags(OWNED)));
        autoScaling.activities.put(SPOT, List.of(activity("1", "Failed", "", LAUNCH, "2026-01-15T08:59:00Z", "")));
        source.read();
        autoScaling.before(request -> request.operation().equals("DescribeScalingActivities")
                ? Reply.xmlRefusal(400, "Throttling", "Rate exceeded")
                : null);

        clock.pass(Duration.ofMinutes(3));
        assertThat(activities()).hasSize(1);
        clock.pass(Duration.ofMillis(1));

        assertThat(source.read().activities())
                .isEqualTo(new Observed.Unknown<List<Activity>>(Observed.Reason.STALE, NOW));
        assertThat(ledger.status().failures()).containsEntry(FailureReason.THROTTLED, 2L);
        assertThat(books.figures().throttles()).containsEntry(AwsOperation.DESCRIBE_SCALING_ACTIVITIES, 2L);
    }

    @Test
    void a_group_that_is_deleted_between_list_and_read_disturbs_nothing() throws Exception {
        autoScaling.groups.add(group("gone", 3, 2, tags(OWNED)));
        autoScaling.groups.add(group(SPOT, 3, 2, tags(OWNED)));
        autoScaling.activities.put(SPOT, List.of(activity("1", "Failed", "", LAUNCH, "2026-01-15T08:59:00Z", "")));
        autoScaling.before(request -> request.parameter("AutoScalingGroupName").equals("gone")
                ? Reply.xmlRefusal(400, "ValidationError", "AutoScalingGroup name not found - AutoScalingGroup 'gone'")
                : null);

        assertThat(activities()).hasSize(1);
        assertThat(Collections.max(ledger.status().failures().values())).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling, THROTTLED, false",
        "403, AccessDenied, PERMISSION_DENIED, true",
        "403, UnauthorizedOperation, PERMISSION_DENIED, true",
        "403, ExpiredToken, PERMISSION_DENIED, false",
        "403, InvalidClientTokenId, PERMISSION_DENIED, false",
        "400, RequestExpired, PERMISSION_DENIED, false",
        "500, InternalFailure, UNAVAILABLE, false",
        "400, InvalidNextToken, INVALID_RESPONSE, false"
    })
    void why_no_group_was_read_is_told(int status, String code, FailureReason reason, boolean denied) {
        autoScaling.before(request -> Reply.xmlRefusal(status, code, "no"));

        SourceException failure = catchThrowableOfType(SourceException.class, source::read);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.deniedAction() != null).isEqualTo(denied);
        assertThat(ledger.status().denied()).containsEntry("autoscaling:DescribeAutoScalingGroups", denied);
    }

    private List<Activity> activities() throws Exception {
        return source.read().activities().known().orElseThrow();
    }
}
