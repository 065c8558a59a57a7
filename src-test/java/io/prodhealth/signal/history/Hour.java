package io.prodhealth.signal.history;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.SignalStates;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.signal.prometheus.PrometheusLoad;
import io.prodhealth.signal.provisioning.FallbackState;
import io.prodhealth.signal.provisioning.FamilyProvisioning;
import io.prodhealth.signal.provisioning.Lifecycle;
import io.prodhealth.signal.provisioning.NodeCount;
import io.prodhealth.signal.provisioning.NodeFamily;
import io.prodhealth.signal.provisioning.NodeGroup;
import io.prodhealth.signal.provisioning.NodePool;
import io.prodhealth.signal.provisioning.Provisioning;
import io.prodhealth.signal.provisioning.Waiting;
import io.prodhealth.signal.queues.QueueFigures;
import io.prodhealth.signal.queues.QueueHealth;
import io.prodhealth.signal.queues.QueueRole;
import io.prodhealth.signal.queues.RequestFigures;
import io.prodhealth.signal.readiness.ApiHistory;
import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.Readiness;
import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.AutoscalerStatus.ScaleUp;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Queue;
import io.prodhealth.snapshot.Times;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A made-up cluster whose signals say what a test wants them to, one evaluation after the other. */
final class Hour {

    private static final SignalStates NOTHING = Signals.of(Config.defaults()).start(Instant.EPOCH);

    private final Map<Workload, ApiReadiness> apis = new LinkedHashMap<>();
    private final Map<Workload, RequestFigures> requests = new LinkedHashMap<>();
    private final Map<String, QueueFigures> queues = new LinkedHashMap<>();
    private final Map<String, FamilyProvisioning> families = new LinkedHashMap<>();
    private boolean apisKnown = true;
    private PrometheusLoad prometheus = NOTHING.prometheus().result();

    Instant now;
    History history = History.NONE;

    Hour(String begin) {
        this.now = Instant.parse(begin);
    }

    static Workload realtime(String name) {
        return new Workload("default", "RealtimeAPI", name);
    }

    static Workload async(String name) {
        return new Workload("default", "AsyncAPI", name);
    }

    /** Lets time pass, and evaluates. */
    Hour after(Duration time) {
        now = now.plus(time);
        return evaluate();
    }

    Hour evaluate() {
        history = history.next(now, readiness(), queueHealth(), provisioning(), prometheus);
        return this;
    }

    Hour api(Workload workload, @Nullable Integer ready, @Nullable Integer desired) {
        Api api = new Api(
                workload, "", "", List.of(), List.of(), List.of(), desired, null, null, null, null, null, null, false,
                1);
        ApiHistory counters = new ApiHistory("", Instant.EPOCH, Times.within(1), Map.of(), 0, 0, Map.of());
        apis.put(workload, new ApiReadiness(api, ready, Map.of(), OptionalInt.empty(), counters));
        return this;
    }

    Hour gone(Workload workload) {
        apis.remove(workload);
        return this;
    }

    /** Neither workloads nor pods can be read. */
    Hour apisKnown(boolean known) {
        apisKnown = known;
        return this;
    }

    Hour requests(Workload api, double inFlight, OptionalDouble queued) {
        OptionalDouble none = OptionalDouble.empty();
        requests.put(api, new RequestFigures(api, inFlight, queued, none, none, 1, 1, false));
        return this;
    }

    Hour noRequests() {
        requests.clear();
        return this;
    }

    /** @param visible less than 0 for a queue that cannot be read */
    Hour queue(Workload api, String name, QueueRole role, long visible, long inFlight) {
        Queue read = visible < 0
                ? null
                : new Queue(name, "", false, visible, inFlight, 5, Duration.ofDays(4), "", Instant.EPOCH);
        OptionalDouble none = OptionalDouble.empty();
        queues.put(
                name,
                new QueueFigures(
                        name,
                        role,
                        api,
                        read,
                        null,
                        none,
                        none,
                        none,
                        "",
                        OptionalLong.empty(),
                        none,
                        none,
                        none,
                        now,
                        null));
        return this;
    }

    /** @param spot nodes of its spot group; null where nothing tells */
    Hour family(String name, @Nullable Integer spot, int onDemand, int waiting, FallbackState state) {
        NodeFamily family = new NodeFamily(
                name,
                List.of(group(name, Lifecycle.SPOT, spot == null ? null : new NodeCount(spot, 1, spot + 1))),
                List.of(group(name, Lifecycle.ON_DEMAND, new NodeCount(0, onDemand, onDemand))),
                List.of());
        families.put(
                name,
                new FamilyProvisioning(
                        family,
                        state,
                        now,
                        List.of(),
                        Optional.empty(),
                        new Observed.Known<>(List.of(new Waiting(realtime("a"), waiting, now)), now),
                        Optional.empty(),
                        List.of(),
                        OptionalDouble.empty()));
        return this;
    }

    private static NodeGroup group(String family, Lifecycle lifecycle, @Nullable NodeCount nodes) {
        return new NodeGroup(
                family,
                family,
                "",
                NodePool.EKSCTL,
                true,
                family,
                lifecycle,
                List.of(family),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.ofNullable(nodes),
                OptionalInt.empty(),
                ScaleUp.NO_ACTIVITY,
                null,
                "",
                "");
    }

    Hour prometheus(PrometheusLoad load) {
        prometheus = load;
        return this;
    }

    static PrometheusLoad unknownPrometheus() {
        return NOTHING.prometheus().result();
    }

    private Readiness readiness() {
        Observed<List<ApiReadiness>> observed = apisKnown
                ? new Observed.Known<>(new ArrayList<>(apis.values()), now)
                : new Observed.Unknown<>(Observed.Reason.STALE, now);
        return new Readiness(observed, List.of(), Observed.notSynced(now), Map.of(), 0.999);
    }

    private QueueHealth queueHealth() {
        return new QueueHealth(
                new Observed.Known<>(queues.size(), now),
                queues.size(),
                List.copyOf(queues.values()),
                List.of(),
                Map.of(),
                List.copyOf(requests.values()),
                Duration.ofMinutes(10));
    }

    private Provisioning provisioning() {
        Provisioning nothing = NOTHING.provisioning().result();
        return new Provisioning(
                now,
                nothing.groups(),
                new Observed.Known<>(List.copyOf(families.values()), now),
                nothing.waiting(),
                List.of(),
                Map.of(),
                now,
                nothing.autoscaler(),
                nothing.flags(),
                nothing.objective());
    }
}
