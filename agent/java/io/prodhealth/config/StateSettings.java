package io.prodhealth.config;

import static io.prodhealth.config.ValueType.bool;
import static io.prodhealth.config.ValueType.duration;
import static io.prodhealth.config.ValueType.text;

import io.prodhealth.config.Settings.Values;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What must outlive a restart, and who of the replicas leads. */
final class StateSettings {

    private static final Pattern DNS_NAME = Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?");

    static final Setting<String> CONFIG_MAP = new Setting<>(
            "state.config_map",
            text("<name>", "a name of a config map, or empty", DNS_NAME, "is not a name of a config map"),
            "prodhealth-state",
            "The config map that keeps what must outlive a restart: open fallbacks, counters, what AWS has cost; empty"
                    + " for none.",
            "Beside the Lease the only object the agent writes.",
            false,
            c -> c.state().configMap());
    static final Setting<String> NAMESPACE = new Setting<>(
            "state.namespace",
            text("<namespace>", "a Kubernetes namespace, or empty", DNS_NAME, "is not a name of a namespace"),
            "",
            "The namespace of that config map and of the Lease; empty means that of the agent's pod, and outside a pod"
                    + " nothing is kept and nobody else is asked who leads.",
            "The agent may write in its own namespace only.",
            false,
            c -> c.state().namespace());
    static final Setting<Duration> INTERVAL = new Setting<>(
            "state.interval",
            duration("1s", "10m"),
            "15s",
            "The time between two writes of that config map, while something in it changes.",
            "As long as the replica that takes over waits: what a crash forgets is seen again by it.",
            false,
            c -> c.state().interval());
    static final Setting<Boolean> ELECTION = new Setting<>(
            "leader_election.enabled",
            bool(),
            "true",
            "Whether replicas agree by a Lease which of them asks AWS, keeps state and exports the cluster.",
            "Two replicas that both lead cost twice; a single one holds its Lease unnoticed.",
            false,
            c -> c.leaderElection().enabled());
    static final Setting<String> LEASE = new Setting<>(
            "leader_election.lease_name",
            text(
                    "<name>",
                    "a name of a Lease",
                    Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?"),
                    "is not a name of a Lease"),
            "prodhealth",
            "The name of that Lease.",
            "Two releases in one namespace need one each.",
            false,
            c -> c.leaderElection().leaseName());
    static final Setting<Duration> LEASE_DURATION = new Setting<>(
            "leader_election.lease_duration",
            duration("2s", "10m"),
            "15s",
            "The time after which a leader that is not heard of is replaced; it renews in two fifteenths of it.",
            "The default of client-go, which API servers are used to: a missed renewal or two do no harm.",
            false,
            c -> c.leaderElection().leaseDuration());

    static final List<Setting<?>> ALL = List.of(CONFIG_MAP, NAMESPACE, INTERVAL, ELECTION, LEASE, LEASE_DURATION);

    private StateSettings() {}

    static Config.State state(Values v) {
        return new Config.State(v.get(CONFIG_MAP), v.get(NAMESPACE), v.get(INTERVAL));
    }

    static Config.LeaderElection leaderElection(Values v) {
        return new Config.LeaderElection(v.get(ELECTION), v.get(LEASE), v.get(LEASE_DURATION));
    }
}
