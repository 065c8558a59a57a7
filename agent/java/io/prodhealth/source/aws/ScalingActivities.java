package io.prodhealth.source.aws;

import io.prodhealth.snapshot.AutoScaling.Activity;
import io.prodhealth.snapshot.AutoScaling.Group;
import io.prodhealth.snapshot.AutoScaling.Outcome;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesResponse;

/**
 * What the groups did in the last hour. Groups that matter are read each time: those that use spot, are not as large as
 * they should be, or have failed lately; the others now and then, since the quota is shared with the autoscaler. Used by
 * one thread at a time.
 */
final class ScalingActivities {

    private static final Duration CALM_INTERVAL = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int PAGE = 100;
    /** A group that cannot launch tries about twice a minute. */
    private static final int MOST_PAGES = 2;

    /** One may be a group's own; a second is the service's, and each may take as long as a call is allowed to. */
    private static final int MOST_FAILURES = 2;

    private static final int LONGEST_MESSAGE = 512;

    private final AwsClients clients;
    private final Duration interval;
    private final SourceLedger ledger;
    private final Clock clock;
    private final Map<String, Done> groups = new HashMap<>();
    private @Nullable Instant completeAt;

    private record Done(Instant at, List<Activity> activities) {
        boolean failedLately() {
            return activities.stream().anyMatch(activity -> activity.outcome() == Outcome.FAILED);
        }
    }

    ScalingActivities(AwsClients clients, Duration interval, SourceLedger ledger, Clock clock) {
        this.clients = clients;
        this.interval = interval;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The activities of these groups, newest first. */
    Observed<List<Activity>> read(List<ScalingGroups.Found> found) throws InterruptedException {
        Instant start = clock.instant();
        groups.keySet()
                .retainAll(found.stream().map(each -> each.group().name()).collect(Collectors.toSet()));
        SourceException failure = null;
        int failures = 0;
        for (ScalingGroups.Found group : found) {
            if (failures < MOST_FAILURES && due(group, start)) {
                SourceException failed = read(group.group());
                failure = failed == null ? failure : failed;
                failures += failed == null ? 0 : failed.deniedAction() == null ? 1 : MOST_FAILURES;
            }
        }
        boolean denied = failure != null && failure.deniedAction() != null;
        ledger.denied(AwsOperation.DESCRIBE_SCALING_ACTIVITIES.action(), denied);
        Instant now = clock.instant();
        if (failure == null) {
            completeAt = now;
        } else {
            ledger.partFailed(failure.reason());
        }
        return observed(denied, start, now);
    }

    private Observed<List<Activity>> observed(boolean denied, Instant start, Instant now) {
        Instant last = completeAt;
        if (last != null && SourceLedger.fresh(last, interval, now)) {
            return new Observed.Known<>(kept(now), last);
        }
        Instant since = last == null ? start : last;
        if (denied) {
            return new Observed.Unknown<>(Observed.Reason.PERMISSION_DENIED, since);
        }
        return new Observed.Unknown<>(last == null ? Observed.Reason.NOT_SYNCED : Observed.Reason.STALE, since);
    }

    private List<Activity> kept(Instant now) {
        return groups.values().stream()
                .flatMap(done -> done.activities().stream())
                .filter(activity -> activity.startedAt().plus(KEPT).isAfter(now))
                .sorted(Comparator.comparing(Activity::startedAt).reversed().thenComparing(Activity::id))
                .toList();
    }

    private boolean due(ScalingGroups.Found found, Instant now) {
        Group group = found.group();
        Done done = groups.get(group.name());
        return done == null
                || found.spot()
                || group.desired() != group.inService()
                || done.failedLately()
                || !done.at().plus(CALM_INTERVAL).isAfter(now);
    }

    private @Nullable SourceException read(Group group) throws InterruptedException {
        Instant now = clock.instant();
        try {
            groups.put(group.name(), new Done(now, activities(group.name(), now)));
            return null;
        } catch (SourceException e) {
            // A group that was deleted since it was listed is gone from the next list.
            return e.reason() == FailureReason.NOT_FOUND ? null : e;
        }
    }

    private List<Activity> activities(String group, Instant now) throws SourceException, InterruptedException {
        Map<String, Activity> found = new HashMap<>();
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            DescribeScalingActivitiesRequest request = DescribeScalingActivitiesRequest.builder()
                    .autoScalingGroupName(group)
                    .maxRecords(PAGE)
                    .nextToken(token)
                    .build();
            DescribeScalingActivitiesResponse response = clients.autoScaling(
                    AwsOperation.DESCRIBE_SCALING_ACTIVITIES,
                    autoScaling -> autoScaling.describeScalingActivities(request));
            boolean old = false;
            for (var activity : response.activities()) {
                Instant startedAt = activity.startTime();
                if (startedAt == null || !startedAt.plus(KEPT).isAfter(now)) {
                    old = true;
                } else if (activity.activityId() != null) {
                    found.put(activity.activityId(), activity(group, activity, startedAt));
                }
            }
            token = response.nextToken();
            // Newest first: what comes after an old one is older.
            if (old || token == null || token.isEmpty()) {
                break;
            }
        }
        return List.copyOf(found.values());
    }

    private static Activity activity(
            String group, software.amazon.awssdk.services.autoscaling.model.Activity activity, Instant startedAt) {
        String description = activity.description() == null ? "" : activity.description();
        return new Activity(
                activity.activityId(),
                group,
                outcome(activity.statusCodeAsString()),
                cut(activity.statusMessage() == null ? "" : activity.statusMessage()),
                description.startsWith("Launching"),
                startedAt,
                activity.endTime());
    }

    /** There are a dozen words for what is not over, and new ones come; for the three ends there is one each. */
    private static Outcome outcome(@Nullable String status) {
        return switch (status == null ? "" : status) {
            case "Successful" -> Outcome.SUCCESSFUL;
            case "Failed" -> Outcome.FAILED;
            case "Cancelled" -> Outcome.CANCELLED;
            default -> Outcome.IN_PROGRESS;
        };
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_MESSAGE) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(LONGEST_MESSAGE - 1));
        return text.substring(0, splits ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE);
    }
}
