package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.QueueActivity;
import io.prodhealth.snapshot.Queues;
import io.prodhealth.snapshot.RequestLoad;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    private static final Instant BEGIN = Instant.parse("2026-01-15T09:00:00Z");
    private static final String QUEUE = "cx_1ee11af4_video-tagger_0123456789.fifo";

    @TempDir
    private Path folder;

    private final List<Complaint> complaints = new ArrayList<>();

    @Test
    void records_of_all_files_are_taken_in_the_order_of_their_time() throws Exception {
        write("watch.jsonl", node(0, "a"), node(10, "b"), node(20, "c"));
        write("aws.jsonl", group(5, 1), group(10, 2));

        try (Recording recording = open()) {
            recording.take();
            recording.endList();
            assertThat(recording.next()).contains(at(5));
            recording.take();
            assertThat(recording.next()).contains(at(10));
            recording.take();
            assertThat(nodes(recording.snapshot(at(10)))).containsExactly("a", "b");
            assertThat(desired(recording.snapshot(at(10)))).isEqualTo(1);
            recording.take();
            assertThat(desired(recording.snapshot(at(10)))).isEqualTo(2);
            recording.take();
            assertThat(recording.next()).isEmpty();
            assertThat(nodes(recording.snapshot(at(20)))).containsExactly("a", "b", "c");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_time_that_goes_back_does_not_turn_the_clock_back() throws Exception {
        write("watch.jsonl", node(0, "a"), node(10, "b"), node(4, "c"));

        try (Recording recording = open()) {
            recording.take();
            recording.take();
            assertThat(recording.next()).contains(at(10));
        }
    }

    @Test
    void what_a_recording_says_of_itself_goes_before_what_its_objects_tell() throws Exception {
        write("recording.json", """
            {"format":1,"t0":"2025-06-01T12:00:00.5Z","version":"9","cluster":"c","cortex_namespace":"cortex",\
            "kinds":["services","pods"],"denied":["nodes","configmaps/env-vars","scaling-activities"]}\
            """);
        write(
                "watch.jsonl",
                node(0, "a"),
                record(
                        0,
                        "configmaps",
                        "ADDED",
                        "{\"metadata\":{\"name\":\"cluster-config\",\"namespace\":\"cortex\"}}"));
        write("aws.jsonl", group(0, 1));

        ClusterSnapshot snapshot = all();

        assertThat(snapshot.at()).isEqualTo(Instant.parse("2025-06-01T12:00:00.5Z"));
        assertThat(snapshot.kubernetes().services()).isEqualTo(new Observed.Known<>(List.of(), snapshot.at()));
        assertThat(reason(snapshot.kubernetes().nodes())).isEqualTo(Observed.Reason.PERMISSION_DENIED);
        assertThat(reason(snapshot.kubernetes().jobs())).isEqualTo(Observed.Reason.ABSENT);
        assertThat(snapshot.kubernetes().configMaps().orElse(List.of()))
                .singleElement()
                .satisfies(map -> assertThat(map.name()).isEqualTo("cluster-config"));
        assertThat(snapshot.autoScaling().known())
                .map(AutoScaling::activities)
                .hasValueSatisfying(
                        activities -> assertThat(reason(activities)).isEqualTo(Observed.Reason.PERMISSION_DENIED));
    }

    @Test
    void a_kind_that_never_comes_is_absent_and_one_that_comes_late_is_empty_until_then() throws Exception {
        write("watch.jsonl", node(0, "a"), record(50, "events", "ADDED", "{\"metadata\":{\"uid\":\"e\"}}"));

        try (Recording recording = open()) {
            recording.take();
            recording.endList();
            ClusterSnapshot first = recording.snapshot(at(0));

            assertThat(first.kubernetes().events()).isEqualTo(new Observed.Known<>(List.of(), at(0)));
            assertThat(reason(first.kubernetes().pods())).isEqualTo(Observed.Reason.ABSENT);
            assertThat(reason(first.kubernetes().configMaps())).isEqualTo(Observed.Reason.ABSENT);
            assertThat(reason(first.requests())).isEqualTo(Observed.Reason.ABSENT);
            assertThat(reason(first.autoScaling())).isEqualTo(Observed.Reason.ABSENT);
            assertThat(reason(first.queues())).isEqualTo(Observed.Reason.ABSENT);
        }
    }

    @Test
    void what_is_left_out_is_disabled_even_if_it_was_recorded() throws Exception {
        write("watch.jsonl", node(0, "a"));
        write("aws.jsonl", group(0, 1));
        write("sqs.jsonl", depth(0, 5));
        write("metrics.jsonl", sample(0, "cortex_async_queued", "", 1));

        try (Recording recording = Recording.open(
                folder, Set.of(Recording.Without.AWS, Recording.Without.PROMETHEUS), "default", complaints::add)) {
            ClusterSnapshot snapshot = recording.snapshot(at(0));
            assertThat(reason(snapshot.autoScaling())).isEqualTo(Observed.Reason.DISABLED);
            assertThat(reason(snapshot.queues())).isEqualTo(Observed.Reason.DISABLED);
            assertThat(reason(snapshot.queueActivity())).isEqualTo(Observed.Reason.DISABLED);
            assertThat(reason(snapshot.requests())).isEqualTo(Observed.Reason.DISABLED);
        }
    }

    @Test
    void groups_and_activities_are_as_they_were_said_to_be_last() throws Exception {
        write(
                "aws.jsonl",
                group(0, 1),
                group(10, 2),
                activity(20, "1", "InProgress", "", "2026-01-15T09:00:18Z"),
                activity(30, "2", "Failed", "no capacity", "2026-01-15T09:00:25Z"),
                activity(40, "1", "Successful", "", "2026-01-15T09:00:18Z"),
                "{\"at\":50,\"resource\":\"ec2-instance\",\"object\":{\"instanceId\":\"i-1\"}}");
        write("watch.jsonl", node(0, "a"), node(1000, "b"));

        AutoScaling scaling = all().autoScaling().known().orElseThrow();

        assertThat(scaling.groups()).singleElement().satisfies(group -> {
            assertThat(group.name()).isEqualTo("eksctl-cortex-nodegroup-cx-ws-gpu-NodeGroup-1");
            assertThat(group.desired()).isEqualTo(2);
            assertThat(group.min()).isZero();
            assertThat(group.max()).isEqualTo(5);
            assertThat(group.inService()).isEqualTo(1);
        });
        List<AutoScaling.Activity> activities = scaling.activities().orElse(List.of());
        assertThat(activities).extracting(AutoScaling.Activity::id).containsExactly("2", "1");
        assertThat(activities.getFirst().outcome()).isEqualTo(AutoScaling.Outcome.FAILED);
        assertThat(activities.getFirst().message()).isEqualTo("no capacity");
        assertThat(activities.getFirst().launch()).isTrue();
        assertThat(activities.getFirst().startedAt()).isEqualTo(at(25));
        assertThat(activities.getLast().outcome()).isEqualTo(AutoScaling.Outcome.SUCCESSFUL);
        assertThat(activities.getLast().endedAt()).isNull();
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_queue_is_read_as_sqs_answers_and_withdrawn_when_no_more_is_heard_of_it() throws Exception {
        write("sqs.jsonl", depth(0, 5), depth(30, 7));
        write("watch.jsonl", node(0, "a"), node(1000, "b"));

        try (Recording recording = open()) {
            takeUntil(recording, at(30));
            Queue queue = recording
                    .snapshot(at(30))
                    .queues()
                    .known()
                    .orElseThrow()
                    .read()
                    .getFirst();
            assertThat(queue)
                    .isEqualTo(new Queue(
                            QUEUE,
                            "https://sqs.us-east-1.amazonaws.com/123456789012/" + QUEUE,
                            true,
                            7,
                            8,
                            0,
                            Duration.ofDays(4),
                            "dead.fifo",
                            at(30)));
            assertThat(recording.snapshot(at(210)).queues().known()).isPresent();
            assertThat(reason(recording.snapshot(at(211)).queues())).isEqualTo(Observed.Reason.STALE);
        }
    }

    @Test
    void one_of_two_queues_grows_old_alone() throws Exception {
        write("sqs.jsonl", depth(0, 5), depth(0, 5).replace(QUEUE, "other"), depth(300, 6));
        write("watch.jsonl", node(0, "a"));

        Queues queues = allAt(at(300)).queues().known().orElseThrow();

        assertThat(queues.read()).extracting(Queue::name).containsExactly(QUEUE);
        assertThat(queues.unread()).containsExactly(new Queues.Unread("other", Observed.Reason.STALE));
    }

    @Test
    void a_minute_of_cloudwatch_is_seen_once_it_has_settled() throws Exception {
        write(
                "sqs.jsonl",
                minute(60, "2026-01-15T08:59:00Z", 4),
                // Recorded before anybody can have seen it.
                minute(60, "2026-01-15T09:01:00Z", 9),
                minute(120, "2026-01-15T08:59:00Z", 5));
        write("watch.jsonl", node(0, "a"));

        assertThat(ages(allAt(at(120)))).containsExactly(5.0);
        assertThat(ages(allAt(at(179)))).containsExactly(5.0);
        assertThat(ages(allAt(at(180)))).containsExactly(5.0, 9.0);
        assertThat(reason(allAt(at(1000)).queueActivity())).isEqualTo(Observed.Reason.STALE);
    }

    @Test
    void samples_are_summed_over_pods_and_hold_for_five_minutes() throws Exception {
        write(
                "metrics.jsonl",
                sample(0, "cortex_in_flight_requests", ",\"pod\":\"p1\"", 1.26),
                sample(0, "cortex_in_flight_requests", ",\"pod\":\"p2\"", 2),
                sample(0, "cortex_in_flight_requests", ",\"pod\":\"p3\",\"container\":\"activator\"", 50),
                sample(0, "cortex_async_queued", "", 7),
                sample(0, "cortex_async_active", "", 2),
                sample(0, "cortex_async_request_count", ",\"status_code\":\"200\"", 10),
                sample(0, "cortex_async_request_count", ",\"status_code\":\"500\"", 1),
                sample(0, "something_else", "", 1),
                sample(200, "cortex_async_queued", "", 9));
        write("watch.jsonl", node(0, "a"));

        RequestLoad load = allAt(at(300)).requests().known().orElseThrow();
        assertThat(load.realtime()).singleElement().satisfies(api -> {
            assertThat(api.inFlight()).isEqualTo(3.26);
            assertThat(api.pods()).containsExactly(new RequestLoad.Share(1.3, 1), new RequestLoad.Share(2, 1));
        });
        assertThat(load.async()).singleElement().satisfies(api -> {
            assertThat(api.queued()).hasValue(9);
            assertThat(api.active()).hasValue(2);
            assertThat(api.completed()).containsOnlyKeys("200", "500");
        });

        RequestLoad later = allAt(at(301)).requests().known().orElseThrow();
        assertThat(later.realtime()).isEmpty();
        assertThat(later.async()).singleElement().satisfies(api -> {
            assertThat(api.queued()).hasValue(9);
            assertThat(api.active()).isEqualTo(OptionalDouble.empty());
        });
        assertThat(reason(allAt(at(501)).requests())).isEqualTo(Observed.Reason.STALE);
    }

    @Test
    void a_series_that_has_ended_is_gone_at_once() throws Exception {
        write(
                "metrics.jsonl",
                sample(0, "cortex_async_queued", "", 7),
                sample(10, "cortex_async_queued", "", 7).replace(":7.0", ":\"NaN\""));
        write("watch.jsonl", node(0, "a"));

        assertThat(allAt(at(10)).requests().known().orElseThrow().async()).isEmpty();
    }

    @Test
    void every_line_that_is_none_is_named_and_the_others_are_taken() throws Exception {
        write(
                "watch.jsonl",
                node(0, "a"),
                "nonsense",
                "[]",
                "{\"at\":\"1\",\"resource\":\"nodes\",\"type\":\"ADDED\",\"object\":{}}",
                "{\"at\":1,\"type\":\"ADDED\",\"object\":{}}",
                "{\"at\":1,\"resource\":\"nodes\",\"type\":\"EATEN\",\"object\":{}}",
                "{\"at\":1,\"resource\":\"nodes\",\"type\":\"ADDED\",\"object\":[]}",
                "{\"at\":1e300,\"resource\":\"nodes\",\"type\":\"ADDED\",\"object\":{}}",
                node(2, "b").substring(0, 80),
                node(3, "c"),
                "{\"object\":{\"metadata\":{\"name\":\"d\"}},\"type\":\"ADDED\",\"resource\":\"nodes\",\"at\":4}",
                record(5, "leases", "ADDED", "{}"),
                "{\"at\":6,\"resource\":\"nodes\",\"type\":\"BOOKMARK\",\"object\":{}}",
                node(90_000_000, "e"),
                node(7, "f"));
        write("aws.jsonl", "{\"at\":1,\"resource\":\"asg\",\"object\":{}}", "{\"at\":null}", "{} {}");

        assertThat(nodes(all())).containsExactly("a", "c", "d", "f");
        assertThat(complaints).allMatch(Complaint::broken);
        assertThat(complaints)
                .extracting(complaint ->
                        complaint.where().substring(folder.toString().length() + 1))
                .containsExactlyInAnyOrder(
                        "watch.jsonl:2",
                        "watch.jsonl:3",
                        "watch.jsonl:4",
                        "watch.jsonl:5",
                        "watch.jsonl:6",
                        "watch.jsonl:7",
                        "watch.jsonl:8",
                        "watch.jsonl:9",
                        "watch.jsonl:14",
                        "aws.jsonl:1",
                        "aws.jsonl:2",
                        "aws.jsonl:3");
    }

    @Test
    void a_last_line_that_is_only_begun_is_what_a_killed_recorder_leaves() throws Exception {
        Files.writeString(
                folder.resolve("watch.jsonl"),
                node(0, "a") + "\n" + node(1, "b").substring(0, 60));
        Files.writeString(folder.resolve("aws.jsonl"), group(0, 1) + "\n{\"at");

        assertThat(nodes(all())).containsExactly("a");
        assertThat(complaints).hasSize(2).noneMatch(Complaint::broken);
    }

    @Test
    void files_may_be_packed() throws Exception {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("watch.jsonl.gz")))) {
            out.write((node(0, "a") + "\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(nodes(all())).containsExactly("a");
    }

    @Test
    void a_folder_without_records_is_no_recording() throws Exception {
        assertThatThrownBy(this::open)
                .isInstanceOf(NotARecordingException.class)
                .hasMessageContaining("watch.jsonl");
        assertThatThrownBy(() -> Recording.open(folder.resolve("nowhere"), Set.of(), "default", complaints::add))
                .isInstanceOf(NotARecordingException.class);

        write("watch.jsonl", "nonsense");
        assertThatThrownBy(this::open)
                .isInstanceOf(NotARecordingException.class)
                .hasMessageContaining("no record");
    }

    @Test
    void a_recording_of_a_later_version_is_not_guessed_at() throws Exception {
        write("recording.json", "{\"format\":2}");
        write("watch.jsonl", node(0, "a"));

        assertThatThrownBy(this::open)
                .isInstanceOf(NotARecordingException.class)
                .hasMessageContaining("later version");
    }

    private void write(String file, String... lines) throws IOException {
        Files.writeString(folder.resolve(file), String.join("\n", lines) + "\n");
    }

    private Recording open() throws NotARecordingException, IOException {
        return Recording.open(folder, Set.of(), "default", complaints::add);
    }

    private static void takeUntil(Recording recording, Instant end) throws IOException {
        Optional<Instant> next = recording.next();
        while (next.isPresent() && !next.get().isAfter(end)) {
            recording.take();
            next = recording.next();
        }
    }

    /** The cluster at the end of the recording. */
    private ClusterSnapshot all() throws NotARecordingException, IOException {
        try (Recording recording = open()) {
            Instant last = recording.begin();
            for (Optional<Instant> next = recording.next(); next.isPresent(); next = recording.next()) {
                last = next.get();
                recording.take();
            }
            return recording.snapshot(last);
        }
    }

    private ClusterSnapshot allAt(Instant moment) throws NotARecordingException, IOException {
        try (Recording recording = open()) {
            takeUntil(recording, moment);
            return recording.snapshot(moment);
        }
    }

    private static Instant at(long second) {
        return BEGIN.plusSeconds(second);
    }

    private static String record(long at, String resource, String type, String object) {
        return "{\"at\":" + at + ",\"resource\":\"" + resource + "\",\"type\":\"" + type + "\",\"object\":" + object
                + "}";
    }

    private static String node(long at, String name) {
        return record(
                at,
                "nodes",
                "ADDED",
                "{\"metadata\":{\"name\":\"" + name + "\",\"creationTimestamp\":\"" + (at > 1_000_000 ? BEGIN : at(at))
                        + "\"}}");
    }

    private static String group(long at, int desired) {
        return "{\"at\":" + at + ",\"resource\":\"asg\",\"object\":{\"autoScalingGroupName\":"
                + "\"eksctl-cortex-nodegroup-cx-ws-gpu-NodeGroup-1\",\"minSize\":0,\"maxSize\":5,\"desiredCapacity\":"
                + desired + ",\"inServiceInstances\":1}}";
    }

    private static String activity(long at, String id, String status, String message, String start) {
        return "{\"at\":" + at + ",\"resource\":\"scaling-activity\",\"object\":{\"activityId\":\"" + id
                + "\",\"autoScalingGroupName\":\"g\",\"statusCode\":\"" + status + "\",\"statusMessage\":\"" + message
                + "\",\"startTime\":\"" + start + "\",\"description\":\"Launching a new EC2 instance\"}}";
    }

    private static String depth(long at, int visible) {
        return "{\"at\":" + at + ",\"resource\":\"sqs\",\"object\":{\"queueUrl\":"
                + "\"https://sqs.us-east-1.amazonaws.com/123456789012/" + QUEUE
                + "\",\"attributes\":{\"ApproximateNumberOfMessages\":\"" + visible
                + "\",\"ApproximateNumberOfMessagesNotVisible\":\"8\",\"ApproximateNumberOfMessagesDelayed\":\"0\","
                + "\"MessageRetentionPeriod\":\"345600\",\"FifoQueue\":\"true\",\"RedrivePolicy\":"
                + "\"{\\\"deadLetterTargetArn\\\":\\\"arn:aws:sqs:us-east-1:1:dead.fifo\\\"}\"}}}";
    }

    private static String minute(long at, String start, int age) {
        return "{\"at\":" + at + ",\"resource\":\"cloudwatch\",\"object\":{\"queueName\":\"" + QUEUE
                + "\",\"period\":60,\"timestamp\":\"" + start + "\",\"ApproximateAgeOfOldestMessage\":" + age + "}}";
    }

    private static String sample(long at, String metric, String labels, double value) {
        return "{\"at\":" + at + ",\"metric\":\"" + metric + "\",\"labels\":{\"api_name\":\"a\"" + labels
                + "},\"value\":" + value + "}";
    }

    private static List<String> nodes(ClusterSnapshot snapshot) {
        return snapshot.kubernetes().nodes().known().orElseThrow().stream()
                .map(node -> node.name())
                .toList();
    }

    private static int desired(ClusterSnapshot snapshot) {
        return snapshot.autoScaling().known().orElseThrow().groups().getFirst().desired();
    }

    private static List<Double> ages(ClusterSnapshot snapshot) {
        return snapshot.queueActivity().known().orElseThrow().getFirst().age().stream()
                .map(QueueActivity.Minute::value)
                .toList();
    }

    private static Observed.Reason reason(Observed<?> observed) {
        return ((Observed.Unknown<?>) observed).reason();
    }
}
