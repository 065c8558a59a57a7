package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.Instance;
import io.prodhealth.snapshot.posture.NatUse;
import io.prodhealth.snapshot.posture.Network;
import io.prodhealth.snapshot.posture.Network.NatGateway;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cluster's instances and the VPC they are in, each part with a permission of its own. */
public final class Ec2Source implements Source<List<Optional<?>>> {

    private static final Set<String> NOBODYS = Set.of("vpc-00000000");

    private final Supplier<KubernetesObjects> objects;
    private final KubernetesWait kubernetes;
    private final ClusterInstances instances;
    private final ClusterVpcs vpcs;
    private final NetworkReader network;
    private final NatMetrics natMetrics;
    private final Duration natInterval;
    private final PostureParts parts;

    private final PosturePart<ClusterInstances.Found> instancesPart;
    private final PosturePart<List<Network.Vpc>> vpcsPart;
    private final PosturePart<List<Network.Subnet>> subnetsPart;
    private final PosturePart<List<Network.RouteTable>> routeTablesPart;
    private final PosturePart<List<NatGateway>> natGatewaysPart;
    private final PosturePart<List<Network.VpcEndpoint>> endpointsPart;
    private final PosturePart<List<Network.Peering>> peeringsPart;
    private final PosturePart<List<Network.SecurityGroup>> securityGroupsPart;
    private final PosturePart<Map<String, NatUse>> natUsePart;

    private volatile Set<String> found = Set.of();

    /**
     * Nothing read yet.
     *
     * @param objects what the cluster has, for its name and nodes
     * @param ledger of the source {@code ec2}
     */
    public Ec2Source(
            AwsClients clients,
            Config.Posture config,
            Supplier<KubernetesObjects> objects,
            AwsBooks books,
            SourceLedger ledger,
            Clock clock) {
        this(clients, config, objects, books, ledger, clock, Ticker.SYSTEM);
    }

    Ec2Source(
            AwsClients clients,
            Config.Posture config,
            Supplier<KubernetesObjects> objects,
            AwsBooks books,
            SourceLedger ledger,
            Clock clock,
            Ticker ticker) {
        this.objects = objects;
        this.kubernetes = new KubernetesWait(objects, ticker);
        this.instances = new ClusterInstances(clients);
        this.vpcs = new ClusterVpcs(clients);
        this.network = new NetworkReader(clients);
        this.natMetrics = new NatMetrics(clients, books, clock);
        this.natInterval = config.slowInterval();
        this.parts = new PostureParts(ledger, clock);
        Duration interval = config.interval();
        this.instancesPart = parts.part(interval, AwsOperation.DESCRIBE_INSTANCES);
        this.vpcsPart = parts.part(interval, AwsOperation.DESCRIBE_VPCS);
        this.subnetsPart = parts.part(interval, AwsOperation.DESCRIBE_SUBNETS);
        this.routeTablesPart = parts.part(interval, AwsOperation.DESCRIBE_ROUTE_TABLES);
        this.natGatewaysPart = parts.part(interval, AwsOperation.DESCRIBE_NAT_GATEWAYS);
        this.endpointsPart = parts.part(interval, AwsOperation.DESCRIBE_VPC_ENDPOINTS);
        this.peeringsPart = parts.part(interval, AwsOperation.DESCRIBE_VPC_PEERING_CONNECTIONS);
        this.securityGroupsPart = parts.part(interval, AwsOperation.DESCRIBE_SECURITY_GROUPS);
        this.natUsePart = parts.part(natInterval, AwsOperation.GET_METRIC_DATA);
    }

    /** How long one reading may take: nine parts that do not answer, and the pages of a large VPC at the usual pace. */
    public static Duration timeout(Config.Aws aws) {
        return KubernetesWait.LONGEST.plus(aws.callTimeout().multipliedBy(12)).plusSeconds(60);
    }

    @Override
    public List<Optional<?>> read() throws SourceException, InterruptedException {
        return parts.read(this::readParts);
    }

    private void readParts() throws InterruptedException {
        kubernetes.await(ClusterClues::incomplete);
        ClusterClues clues = ClusterClues.of(objects.get());
        instancesPart.read(() -> instances.read(clues));
        Where where = where(clues);
        vpcsPart.read(where.of(network::vpcs));
        subnetsPart.read(where.of(network::subnets));
        routeTablesPart.read(where.of(network::routeTables));
        natGatewaysPart.read(where.of(network::natGateways));
        endpointsPart.read(where.of(network::endpoints));
        peeringsPart.read(where.of(network::peerings));
        securityGroupsPart.read(where.of(network::securityGroups));
        readNatUse();
    }

    /** What reads a part of some VPCs. */
    private interface InVpcs<T> {
        T read(Set<String> vpcs) throws SourceException, InterruptedException;
    }

    /**
     * The VPCs of the cluster, looked for once a reading.
     *
     * @param failure why they are not known; null where they are
     */
    private record Where(Set<String> vpcs, @Nullable SourceException failure) {

        <T> PosturePart.Reading<T> of(InVpcs<T> reader) {
            return () -> {
                SourceException unknown = failure;
                if (unknown == null) {
                    return reader.read(vpcs);
                }
                if (unknown.reason() == FailureReason.PERMISSION_DENIED) {
                    // Asked of a VPC that is nobody's: where that is denied as well, it is what is to be granted for
                    // the
                    // part, and all that is missing is told at once.
                    reader.read(NOBODYS);
                }
                throw unknown;
            };
        }
    }

    private Where where(ClusterClues clues) throws InterruptedException {
        try {
            found = vpcs.find(clues, instancesPart);
            return new Where(found, null);
        } catch (SourceException e) {
            // A cluster does not move: where it was found once is where it is.
            return new Where(found, found.isEmpty() ? e : null);
        }
    }

    /** CloudWatch costs, so it is asked now and then, and only where there is something to ask about. */
    private void readNatUse() throws InterruptedException {
        if (natUsePart.readWithin(natInterval)) {
            return;
        }
        natUsePart.read(() -> {
            SourceException unread = natGatewaysPart.failure();
            if (unread != null) {
                throw unread;
            }
            return natMetrics.read(natGatewaysPart.observed().orElse(List.of()));
        });
    }

    /** Ids of the cluster's VPCs; empty until they are found. */
    public Set<String> vpcIds() {
        return found;
    }

    /** Instances of the nodes. */
    public Observed<List<Instance>> instances() {
        return instancesPart.observed().map(ClusterInstances.Found::instances);
    }

    /** The VPC's parts. */
    public Network network() {
        return new Network(
                vpcsPart.observed(),
                subnetsPart.observed(),
                routeTablesPart.observed(),
                natGatewaysPart.observed(),
                endpointsPart.observed(),
                peeringsPart.observed(),
                securityGroupsPart.observed());
    }

    /** What CloudWatch says of the NAT gateways. */
    public Observed<Map<String, NatUse>> natUse() {
        return natUsePart.observed();
    }
}
