package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.posture.LoadBalancer;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The load balancers of both generations that are the cluster's or in its VPC, with what listens and what answers. */
public final class LoadBalancersSource implements Source<List<Optional<?>>> {

    private static final Duration ALL = Duration.ofSeconds(90);

    private final Supplier<KubernetesObjects> objects;
    private final Supplier<Set<String>> vpcs;
    private final KubernetesWait kubernetes;
    private final ModernLoadBalancers modern;
    private final ClassicLoadBalancers classic;
    private final PostureParts parts;
    private final PosturePart<List<LoadBalancer>> part;

    /**
     * Nothing read yet.
     *
     * @param objects what the cluster has, for its name and Services
     * @param vpcs ids of the cluster's VPCs; empty where they are not known
     * @param ledger of the source {@code elasticloadbalancing}
     */
    public LoadBalancersSource(
            AwsClients clients,
            Config.Posture config,
            Supplier<KubernetesObjects> objects,
            Supplier<Set<String>> vpcs,
            SourceLedger ledger,
            Clock clock) {
        this(clients, config, objects, vpcs, ledger, clock, Ticker.SYSTEM);
    }

    LoadBalancersSource(
            AwsClients clients,
            Config.Posture config,
            Supplier<KubernetesObjects> objects,
            Supplier<Set<String>> vpcs,
            SourceLedger ledger,
            Clock clock,
            Ticker ticker) {
        this.objects = objects;
        this.vpcs = vpcs;
        this.kubernetes = new KubernetesWait(objects, ticker);
        this.modern = new ModernLoadBalancers(clients);
        this.classic = new ClassicLoadBalancers(clients);
        this.parts = new PostureParts(ledger, clock);
        this.part = parts.part(
                config.interval(),
                AwsOperation.DESCRIBE_LOAD_BALANCERS,
                AwsOperation.DESCRIBE_TAGS,
                AwsOperation.DESCRIBE_LISTENERS,
                AwsOperation.DESCRIBE_TARGET_GROUPS,
                AwsOperation.DESCRIBE_TARGET_HEALTH,
                AwsOperation.DESCRIBE_INSTANCE_HEALTH);
    }

    /** How long one reading may take: at the usual pace, those of a VPC that is full of them. */
    public static Duration timeout(Config.Aws aws) {
        return KubernetesWait.LONGEST.plus(aws.callTimeout().multipliedBy(3)).plus(ALL);
    }

    @Override
    public List<Optional<?>> read() throws SourceException, InterruptedException {
        return parts.read(() -> {
            kubernetes.await(ClusterClues::incomplete);
            ClusterClues clues = ClusterClues.of(objects.get());
            part.read(() -> all(new Wanted(clues, vpcs.get())));
        });
    }

    private List<LoadBalancer> all(Wanted wanted) throws SourceException, InterruptedException {
        if (wanted.clues().none() && wanted.vpcs().isEmpty()) {
            throw new SourceException(
                    FailureReason.NOT_FOUND, "nothing is known by which load balancers would be the cluster's");
        }
        List<LoadBalancer> all = new ArrayList<>(modern.read(wanted));
        all.addAll(classic.read(wanted));
        return List.copyOf(all);
    }

    /**
     * Which load balancers matter.
     *
     * @param vpcs ids of the cluster's VPCs; empty where they are not known
     */
    record Wanted(ClusterClues clues, Set<String> vpcs) {

        /** Those of one generation of which all is read: four calls each at four a second. */
        static final int MOST = 50;

        /** Before the tags are known. */
        boolean candidate(String vpc, String hostname) {
            return vpcs.isEmpty() || vpcs.contains(vpc) || clues.hostnames().contains(hostname);
        }

        /** All that are the cluster's, and then others in its VPC, within the bound. */
        List<LoadBalancer> of(List<LoadBalancer> candidates) {
            return candidates.stream()
                    .filter(each -> vpcs.contains(each.vpc()) || clues.owns(each.tags(), each.dnsName()))
                    .sorted(java.util.Comparator.comparing(each -> !clues.owns(each.tags(), each.dnsName())))
                    .limit(MOST)
                    .toList();
        }
    }

    /** The load balancers. */
    public Observed<List<LoadBalancer>> loadBalancers() {
        return part.observed();
    }
}
