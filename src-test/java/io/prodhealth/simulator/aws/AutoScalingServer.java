package io.prodhealth.simulator.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** DescribeAutoScalingGroups and DescribeScalingActivities. */
final class AutoScalingServer implements QueryAnswers {
    private static final int MOST = 100;
    private static final Duration ACTIVITIES_KEPT = Duration.ofDays(42);

    private final AutoScalingGroups groups;
    private final Clock clock;

    AutoScalingServer(AutoScalingGroups groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
    }

    @Override
    public String namespace() {
        return "http://autoscaling.amazonaws.com/doc/2011-01-01/";
    }

    @Override
    public String result(AwsCall call) throws AwsRefusal {
        return switch (call.operation()) {
            case "DescribeAutoScalingGroups" ->
                page(
                        call,
                        "AutoScalingGroups",
                        50,
                        groups.groups().stream().filter(g -> asked(call, g)).toList(),
                        AutoScalingServer::group);
            case "DescribeScalingActivities" ->
                page(
                        call,
                        "Activities",
                        MOST,
                        groups.activities().stream()
                                .filter(a ->
                                        call.parameter("AutoScalingGroupName").isEmpty()
                                                || a.group().equals(call.parameter("AutoScalingGroupName")))
                                .filter(a ->
                                        a.startedAt().isAfter(clock.instant().minus(ACTIVITIES_KEPT)))
                                .toList(),
                        AutoScalingServer::activity);
            default -> throw new AwsRefusal(AwsError.invalidAction(call.operation()));
        };
    }

    /** By name, by tag-key, tag-value and tag:KEY; the filters of a call must all fit. */
    private static boolean asked(AwsCall call, AutoScalingGroup group) {
        List<String> names = call.values("AutoScalingGroupNames");
        return (names.isEmpty() || names.contains(group.name()))
                && call.members("Filters").stream().allMatch(filter -> fits(filter, group.tags()));
    }

    private static boolean fits(Map<String, String> filter, Map<String, String> tags) {
        List<String> values = filter.entrySet().stream()
                .filter(e -> e.getKey().startsWith("Values.member."))
                .map(Map.Entry::getValue)
                .toList();
        String name = filter.getOrDefault("Name", "");
        return switch (name) {
            case "tag-key" -> values.stream().anyMatch(tags::containsKey);
            case "tag-value" -> values.stream().anyMatch(tags::containsValue);
            default -> name.startsWith("tag:") && values.contains(tags.getOrDefault(name.substring(4), "\0"));
        };
    }

    private static <T> String page(AwsCall call, String list, int size, List<T> all, BiConsumer<Xml, T> write)
            throws AwsRefusal {
        String asked = call.parameter("MaxRecords");
        String token = call.parameter("NextToken");
        if (!asked.matches("\\d{0,6}") || !token.matches("\\d{0,9}")) {
            throw new AwsRefusal(AwsError.invalid("The token '" + token + "' is invalid."));
        }
        int most = asked.isEmpty() ? size : Integer.parseInt(asked);
        if (most < 1 || most > MOST) {
            throw new AwsRefusal(AwsError.invalid("Max records must be between 1 and " + MOST + "."));
        }
        int from = token.isEmpty() ? 0 : Math.min(all.size(), Integer.parseInt(token));
        int to = Math.min(all.size(), from + most);
        Xml xml = new Xml().open(list);
        for (T item : all.subList(from, to)) {
            xml.open("member");
            write.accept(xml, item);
            xml.close("member");
        }
        xml.close(list);
        if (to < all.size()) {
            xml.value("NextToken", to);
        }
        return xml.toString();
    }

    private static void group(Xml xml, AutoScalingGroup group) {
        xml.value("AutoScalingGroupName", group.name())
                .value(
                        "AutoScalingGroupARN",
                        "arn:aws:autoscaling:" + SqsServer.REGION + ":" + SqsServer.ACCOUNT
                                + ":autoScalingGroup:0f5c2ab8-0000-4000-8000-000000000000:autoScalingGroupName/"
                                + group.name());
        if (group.spot()) {
            xml.open("MixedInstancesPolicy").open("LaunchTemplate");
            template(xml, "LaunchTemplateSpecification", group);
            xml.open("Overrides");
            group.instanceTypes()
                    .forEach(type ->
                            xml.open("member").value("InstanceType", type).close("member"));
            xml.close("Overrides")
                    .close("LaunchTemplate")
                    .open("InstancesDistribution")
                    .value("OnDemandAllocationStrategy", "prioritized")
                    .value("OnDemandBaseCapacity", 0)
                    .value("OnDemandPercentageAboveBaseCapacity", 0)
                    .value("SpotAllocationStrategy", "lowest-price")
                    .value("SpotInstancePools", group.instanceTypes().size())
                    .close("InstancesDistribution")
                    .close("MixedInstancesPolicy");
        } else {
            template(xml, "LaunchTemplate", group);
        }
        xml.value("MinSize", group.min())
                .value("MaxSize", group.max())
                .value("DesiredCapacity", group.desired())
                .value("DefaultCooldown", 300)
                .open("AvailabilityZones");
        group.zones().forEach(zone -> xml.value("member", zone));
        xml.close("AvailabilityZones")
                .open("LoadBalancerNames")
                .close("LoadBalancerNames")
                .value("HealthCheckType", "EC2")
                .value("HealthCheckGracePeriod", 0)
                .open("Instances");
        group.instances().forEach(instance -> instance(xml, group, instance));
        xml.close("Instances").time("CreatedTime", group.createdAt()).open("SuspendedProcesses");
        group.suspended()
                .forEach(process -> xml.open("member")
                        .value("ProcessName", process)
                        .value("SuspensionReason", "User suspended at " + time(group.createdAt()))
                        .close("member"));
        xml.close("SuspendedProcesses").open("Tags");
        group.tags()
                .forEach((key, value) -> xml.open("member")
                        .value("ResourceId", group.name())
                        .value("ResourceType", "auto-scaling-group")
                        .value("Key", key)
                        .value("Value", value)
                        .value("PropagateAtLaunch", true)
                        .close("member"));
        xml.close("Tags").value("NewInstancesProtectedFromScaleIn", false);
    }

    private static void template(Xml xml, String name, AutoScalingGroup group) {
        xml.open(name)
                .value(
                        "LaunchTemplateId",
                        "lt-0" + "%016x".formatted((long) group.name().hashCode() & 0xffffffffL))
                .value("LaunchTemplateName", group.name().replaceFirst("-NodeGroup-.*", ""))
                .value("Version", 1)
                .close(name);
    }

    private static void instance(Xml xml, AutoScalingGroup group, AutoScalingGroup.Instance instance) {
        xml.open("member")
                .value("InstanceId", instance.id())
                .value("InstanceType", instance.type())
                .value("AvailabilityZone", instance.zone())
                .value("LifecycleState", "InService")
                .value("HealthStatus", "Healthy");
        template(xml, "LaunchTemplate", group);
        xml.value("ProtectedFromScaleIn", false).close("member");
    }

    private static void activity(Xml xml, ScalingActivity activity) {
        xml.value("ActivityId", activity.id())
                .value("AutoScalingGroupName", activity.group())
                .value("Description", activity.description())
                .value("Cause", activity.cause())
                .time("StartTime", activity.startedAt());
        Instant ended = activity.endedAt();
        if (ended != null) {
            xml.time("EndTime", ended);
        }
        xml.value("StatusCode", activity.status());
        if (!activity.message().isEmpty()) {
            xml.value("StatusMessage", activity.message());
        }
        xml.value("Progress", activity.progress())
                .value("Details", "{\"Subnet ID\":\"subnet-0a1b2c3d4e5f60718\",\"Availability Zone\":\"us-east-1a\"}");
    }

    private static String time(Instant at) {
        return at.toString();
    }
}
