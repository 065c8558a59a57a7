package io.prodhealth.source.aws;

import io.prodhealth.config.Config;
import io.prodhealth.snapshot.AutoScaling;
import io.prodhealth.snapshot.AutoScaling.Activity;
import io.prodhealth.snapshot.AutoScaling.Group;
import io.prodhealth.snapshot.ClusterConfig;
import io.prodhealth.snapshot.KubernetesObjects;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.source.Source;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The cluster's Auto Scaling groups, and what they did in the last hour: why a launch failed, minutes before the
 * autoscaler notices. The activities need a permission of their own; without it the groups are still known.
 */
public final class AutoScalingSource implements Source<AutoScaling> {

    private static final Duration ALL_GROUPS = Duration.ofSeconds(50);

    private final KubernetesWait kubernetes;
    private final ScalingGroups groups;
    private final ScalingActivities activities;
    private final SourceLedger ledger;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Nothing read yet.
     *
     * @param objects what the cluster has, for its name
     * @param ledger of the source {@code autoscaling}
     */
    public AutoScalingSource(
            AwsClients clients,
            Config.Provisioning config,
            Supplier<KubernetesObjects> objects,
            SourceLedger ledger,
            Clock clock) {
        this(clients, config, objects, ledger, clock, Ticker.SYSTEM);
    }

    AutoScalingSource(
            AwsClients clients,
            Config.Provisioning config,
            Supplier<KubernetesObjects> objects,
            SourceLedger ledger,
            Clock clock,
            Ticker ticker) {
        this.kubernetes = new KubernetesWait(objects, ticker);
        this.groups = new ScalingGroups(clients);
        this.activities = new ScalingActivities(clients, config.autoScalingInterval(), ledger, clock);
        this.ledger = ledger;
        ledger.needs(AwsOperation.DESCRIBE_AUTO_SCALING_GROUPS.action());
        ledger.needs(AwsOperation.DESCRIBE_SCALING_ACTIVITIES.action());
    }

    /** How long one reading may take: at the usual pace the activities of two hundred groups are read within it. */
    public static Duration timeout(Config.Aws aws) {
        return KubernetesWait.LONGEST.plus(aws.callTimeout().multipliedBy(3)).plus(ALL_GROUPS);
    }

    @Override
    public AutoScaling read() throws SourceException, InterruptedException {
        // A reading that was given up may still be ending.
        lock.lockInterruptibly();
        try {
            String cluster = kubernetes
                    .await(AutoScalingSource::incomplete)
                    .clusterConfig()
                    .known()
                    .map(ClusterConfig::clusterName)
                    .orElse("");
            List<ScalingGroups.Found> found = groups(cluster);
            Observed<List<Activity>> done = activities.read(found);
            List<Group> all = found.stream().map(ScalingGroups.Found::group).toList();
            return new AutoScaling(all, done);
        } finally {
            lock.unlock();
        }
    }

    private static boolean incomplete(KubernetesObjects objects) {
        return objects.clusterConfig() instanceof Observed.Unknown<?> unknown
                && unknown.reason() == Observed.Reason.NOT_SYNCED;
    }

    private List<ScalingGroups.Found> groups(String cluster) throws SourceException, InterruptedException {
        try {
            List<ScalingGroups.Found> found = groups.read(cluster);
            ledger.denied(AwsOperation.DESCRIBE_AUTO_SCALING_GROUPS.action(), false);
            return found;
        } catch (SourceException e) {
            if (e.deniedAction() != null) {
                ledger.denied(e.deniedAction(), true);
            }
            throw e;
        }
    }
}
