package io.prodhealth.source.files;

import static io.prodhealth.source.files.Fields.first;
import static io.prodhealth.source.files.Fields.integer;
import static io.prodhealth.source.files.Fields.list;
import static io.prodhealth.source.files.Fields.map;
import static io.prodhealth.source.files.Fields.moment;
import static io.prodhealth.source.files.Fields.text;
import static io.prodhealth.source.files.Fields.texts;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.AwsPosture;
import io.prodhealth.snapshot.posture.Certificate;
import io.prodhealth.snapshot.posture.HostedZone;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.snapshot.posture.LoadBalancer.Listener;
import io.prodhealth.snapshot.posture.LoadBalancer.TargetGroup;
import io.prodhealth.snapshot.posture.Repository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The folder {@code aws} of a dumped cluster: what AWS would have answered when it was dumped. */
public final class PostureFolder {

    private static final Set<String> TYPES = Set.of("A", "AAAA", "CNAME");

    private PostureFolder() {}

    /**
     * Reads it. A file that is not there was not dumped, one that cannot be understood is invalid, and neither stops the
     * others. What a domain resolves to is in no file.
     *
     * @param takenAt when the dump was made: the date of everything in it
     * @param complaints told of each fault: file, line and column where they are known, and what is wrong
     */
    public static AwsPosture read(Path folder, Instant takenAt, Consumer<String> complaints) {
        Observed<List<List<Repository>>> registries =
                file(folder, "ecr.json", takenAt, complaints).list("registries", PostureFolder::repositories);
        return new AwsPosture(
                file(folder, "load-balancers.json", takenAt, complaints)
                        .list("loadBalancers", PostureFolder::loadBalancer),
                NetworkFile.read(file(folder, "network.json", takenAt, complaints)),
                file(folder, "instances.json", takenAt, complaints).list("instances", PostureFolder::instance),
                file(folder, "route53.json", takenAt, complaints).list("hostedZones", PostureFolder::zone),
                registries.map(all -> all.stream().flatMap(List::stream).toList()),
                file(folder, "acm.json", takenAt, complaints).list("certificates", PostureFolder::certificate),
                NatFile.read(file(folder, "cloudwatch.json", takenAt, complaints)),
                new Observed.Unknown<>(Observed.Reason.DISABLED, takenAt));
    }

    private static AwsFile file(Path folder, String name, Instant takenAt, Consumer<String> complaints) {
        return AwsFile.read(folder.resolve(name), takenAt, complaints);
    }

    private static LoadBalancer loadBalancer(JsonNode all) {
        Instant created = moment(all, "createdTime");
        return new LoadBalancer(
                text(all, "loadBalancerArn"),
                text(all, "loadBalancerName"),
                text(all, "dnsName"),
                text(all, "type"),
                "internal".equals(text(all, "scheme")),
                text(all, "state").isEmpty() && "classic".equals(text(all, "type")) ? "active" : text(all, "state"),
                text(all, "vpcId"),
                list(all, "availabilityZones", zone -> text(zone, "subnetId")).stream()
                        .filter(subnet -> !subnet.isEmpty())
                        .toList(),
                created == null ? Instant.EPOCH : created,
                map(all, "tags"),
                list(
                        all,
                        "listeners",
                        listener -> new Listener(
                                integer(listener, "port", 0),
                                text(listener, "protocol").toUpperCase(Locale.ROOT),
                                first(listener, "certificateArn", "certificate"))),
                list(
                        all,
                        "targetGroups",
                        group -> new TargetGroup(
                                integer(group, "port", 0),
                                Math.max(0, integer(group, "healthy", 0)),
                                Math.max(0, integer(group, "unhealthy", 0)))),
                texts(all, "securityGroups"));
    }

    private static Instance instance(JsonNode instance) {
        return new Instance(
                text(instance, "instanceId"),
                text(instance, "instanceType"),
                "spot".equals(text(instance, "instanceLifecycle")),
                text(instance, "state"),
                text(instance, "publicIpAddress"),
                text(instance, "subnetId"),
                text(instance, "availabilityZone"));
    }

    private static HostedZone zone(JsonNode zone) {
        return new HostedZone(
                // As the SDK gives it.
                text(zone, "id").replaceFirst("^/hostedzone/", ""),
                text(zone, "name"),
                Fields.bool(zone, "privateZone"),
                list(zone, "records", PostureFolder::entry).stream()
                        .filter(entry -> TYPES.contains(entry.type()))
                        .toList());
    }

    private static HostedZone.Entry entry(JsonNode record) {
        return new HostedZone.Entry(
                text(record, "name"),
                text(record, "type"),
                Math.max(0, integer(record, "ttl", 0)),
                texts(record, "values"),
                text(record.path("aliasTarget"), "dnsName"),
                record.path("weight").isNumber());
    }

    private static List<Repository> repositories(JsonNode registry) {
        return list(
                registry,
                "repositories",
                repository -> new Repository(
                        text(registry, "registryId"),
                        text(registry, "region"),
                        text(repository, "repositoryName"),
                        !"IMMUTABLE".equals(text(repository, "imageTagMutability")),
                        tags(repository)));
    }

    private static Set<String> tags(JsonNode repository) {
        Set<String> tags = new LinkedHashSet<>();
        list(repository, "images", image -> texts(image, "imageTags")).forEach(tags::addAll);
        return Set.copyOf(tags);
    }

    private static Certificate certificate(JsonNode certificate) {
        Set<String> names = new TreeSet<>(texts(certificate, "subjectAlternativeNames"));
        names.add(text(certificate, "domainName"));
        names.remove("");
        return new Certificate(
                text(certificate, "certificateArn"),
                List.copyOf(names),
                text(certificate, "status"),
                moment(certificate, "notAfter"),
                "ELIGIBLE".equals(text(certificate, "renewalEligibility")));
    }
}
