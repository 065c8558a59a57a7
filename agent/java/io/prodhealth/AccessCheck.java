package io.prodhealth;

import io.prodhealth.access.Access;
import io.prodhealth.access.AwsNeed;
import io.prodhealth.access.Judged;
import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.Standing;
import io.prodhealth.config.BuildInfo;
import io.prodhealth.config.Config;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.source.aws.AwsNeeds;
import io.prodhealth.source.aws.AwsOutcome;
import io.prodhealth.source.kubernetes.KubernetesAccess;
import io.prodhealth.source.kubernetes.KubernetesNeeds;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One look at what the agent may do. Kubernetes is asked about each right; AWS has no such question, so the sources read it
 * once as they always do, and what came of their calls is told.
 */
final class AccessCheck {

    /** Where the agent lives if nobody says otherwise. */
    private static final String USUAL_HOME = "prodhealth";

    private final Config config;
    private final BuildInfo build;
    private final Duration timeout;
    private final List<String> notes = new ArrayList<>();

    private AccessCheck(Config config, BuildInfo build, Duration timeout) {
        this.config = config;
        this.build = build;
        this.timeout = timeout;
    }

    /**
     * Checks the access of whoever the configuration names.
     *
     * @param timeout what has not been answered by then is unknown
     */
    static Access check(Config config, Duration timeout) throws InterruptedException {
        return new AccessCheck(config, BuildInfo.read(), timeout).check();
    }

    private Access check() throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        String home = home();
        List<Judged<KubernetesNeed>> kubernetes = List.of();
        String unjudged = "";
        try (KubernetesAccess server = new KubernetesAccess(Agent.options(config, build))) {
            kubernetes = server.judge(KubernetesNeeds.of(wanted(home)), timeout);
        } catch (SourceException e) {
            unjudged = e.text();
        }
        List<AwsNeed> actions = AwsNeeds.of(config);
        if (actions.isEmpty()) {
            notes.add("No source of AWS is enabled, so nothing is needed there.");
        }
        List<Judged<AwsNeed>> aws = unjudged.isEmpty() && !actions.isEmpty()
                ? aws(actions, Duration.ofNanos(Math.max(1, end - System.nanoTime())))
                : actions.stream()
                        .map(need -> new Judged<>(need, Standing.UNKNOWN, "what to ask about is read from Kubernetes"))
                        .toList();
        String account = account();
        return new Access(account, home, kubernetes, aws, List.copyOf(notes), unjudged);
    }

    private String account() {
        if (Agent.namespaceOfPod().isEmpty()) {
            notes.addFirst(
                    "What is told is of this user: for the service account of the agent, run it in the agent's pod.");
        }
        String kubeconfig = config.kubernetes().kubeconfig();
        if (!kubeconfig.isEmpty()) {
            return "the user of the kubeconfig " + kubeconfig;
        }
        return Agent.namespaceOfPod().isEmpty()
                ? "the user of the kubeconfig that is found"
                : "the service account of this pod, unless KUBECONFIG names another";
    }

    private String home() {
        String pod = Agent.namespaceOfPod();
        String home = pod.isEmpty() ? config.state().namespace() : pod;
        if (home.isEmpty()) {
            notes.add("This is no pod, so the namespace of the agent is taken to be " + USUAL_HOME
                    + "; say another one with state.namespace.");
            return USUAL_HOME;
        }
        return home;
    }

    private KubernetesNeeds.Wanted wanted(String home) {
        Config.State state = config.state();
        if (state.configMap().isEmpty()) {
            notes.add("No state is kept (state.config_map is empty), so nothing is needed for it.");
        }
        return new KubernetesNeeds.Wanted(
                config.cortex().namespace(),
                state.namespace().isEmpty() ? home : state.namespace(),
                state.configMap(),
                config.leaderElection().enabled() ? config.leaderElection().leaseName() : "",
                config.web().kubernetesAuth());
    }

    private List<Judged<AwsNeed>> aws(List<AwsNeed> needs, Duration left) throws InterruptedException {
        try (LiveAudit look = new LiveAudit(config, build, Clock.systemUTC())) {
            Optional<String> unreadable = look.askAws(left);
            Map<String, AwsOutcome> outcomes = look.outcomes();
            List<SourceStatus> statuses = look.sourcesOfAws();
            return needs.stream()
                    .map(need -> unreadable
                            .map(why -> new Judged<>(need, Standing.UNKNOWN, why))
                            .orElseGet(() -> judge(
                                    need,
                                    Optional.ofNullable(outcomes.get(need.action())),
                                    statuses.stream()
                                            .filter(status -> need.sources().contains(status.name()))
                                            .toList())))
                    .toList();
        }
    }

    /**
     * Whether an action is granted.
     *
     * @param outcome of its calls; empty when there were none
     * @param sources those that need it
     */
    static Judged<AwsNeed> judge(AwsNeed need, Optional<AwsOutcome> outcome, List<SourceStatus> sources) {
        // CloudWatch may answer, and refuse within the answer: the source has noticed.
        boolean noticed = sources.stream().anyMatch(source -> source.denied().getOrDefault(need.action(), false));
        if (noticed || outcome.filter(AwsOutcome::denied).isPresent()) {
            return new Judged<>(
                    need, Standing.MISSING, outcome.map(AwsOutcome::problem).orElse(""));
        }
        if (outcome.filter(AwsOutcome::answered).isPresent()) {
            return new Judged<>(need, Standing.GRANTED, "");
        }
        if (outcome.isPresent()) {
            return new Judged<>(need, Standing.UNKNOWN, outcome.get().problem());
        }
        return notCalled(need, sources);
    }

    private static Judged<AwsNeed> notCalled(AwsNeed need, List<SourceStatus> sources) {
        if (sources.stream().anyMatch(source -> source.collections() == 0)) {
            return new Judged<>(need, Standing.UNKNOWN, "not asked in time");
        }
        return sources.stream()
                .filter(AccessCheck::failed)
                .map(source -> new Judged<>(need, Standing.UNKNOWN, whyNotCalled(need, source.problem())))
                .findFirst()
                .orElseGet(() -> new Judged<>(
                        need, Standing.NOT_ASKED, "this cluster has nothing yet to ask AWS about with it"));
    }

    /** What is no fault of another action, such as want of credentials, is the reason as it stands. */
    private static String whyNotCalled(AwsNeed need, String problem) {
        String service = need.action().substring(0, need.action().indexOf(':') + 1);
        return problem.startsWith(service) ? "not asked, because of " + problem : problem;
    }

    /** That there is nothing to ask about is no failure here. */
    private static boolean failed(SourceStatus source) {
        return source.failures().entrySet().stream()
                .anyMatch(failure -> failure.getValue() > 0 && failure.getKey() != FailureReason.NOT_FOUND);
    }
}
