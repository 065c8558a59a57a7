package io.prodhealth.source.aws;

import io.prodhealth.snapshot.posture.Network.Ingress;
import io.prodhealth.snapshot.posture.Network.SecurityGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;

/** What EC2 says of a security group, with a row for each range that it lets in. */
final class SecurityGroups {

    private static final int LAST_PORT = 65_535;

    private SecurityGroups() {}

    static SecurityGroup group(software.amazon.awssdk.services.ec2.model.SecurityGroup group) {
        return new SecurityGroup(
                Kept.text(group.groupId()),
                Kept.text(group.groupName()),
                Kept.text(group.vpcId()),
                NetworkParts.tags(group.tags()),
                group.ipPermissions().stream()
                        .flatMap(permission -> ingress(permission).stream())
                        .toList());
    }

    private static List<Ingress> ingress(IpPermission permission) {
        List<Ingress> all = new ArrayList<>();
        permission.ipRanges().forEach(range -> all.add(row(permission, range.cidrIp(), range.description())));
        permission.ipv6Ranges().forEach(range -> all.add(row(permission, range.cidrIpv6(), range.description())));
        permission.prefixListIds().forEach(list -> all.add(row(permission, list.prefixListId(), list.description())));
        permission.userIdGroupPairs().forEach(pair -> all.add(row(permission, pair.groupId(), pair.description())));
        return all;
    }

    private static Ingress row(IpPermission permission, @Nullable String source, @Nullable String description) {
        return new Ingress(
                Kept.text(permission.ipProtocol()),
                port(permission.fromPort(), 0),
                port(permission.toPort(), LAST_PORT),
                Kept.text(source),
                Kept.text(description));
    }

    /** EC2 leaves the ports out where all are let in, and writes -1 where all kinds of ICMP are. */
    private static int port(@Nullable Integer port, int all) {
        return port == null || port < 0 ? all : port;
    }
}
