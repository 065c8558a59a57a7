package io.prodhealth.signal.readiness;

import io.prodhealth.snapshot.ContainerState;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pod in the course of its life: each method is something that happens to it, {@link #pod()} what the API then says. */
final class SamplePod {

    private final String name;
    private String uid;
    private final Workload workload;
    private final Instant createdAt;
    private String role = "";
    private Pod.Phase phase = Pod.Phase.PENDING;
    private String reason = "";
    private Pod.Condition scheduled = Pod.Condition.ABSENT;
    private String scheduledReason = "";
    private Pod.Condition ready = Pod.Condition.ABSENT;
    private long scheduledAt;
    private long readyAt;
    private long deletedAt;
    private final Map<String, ContainerState> containers = new LinkedHashMap<>();

    private SamplePod(Workload workload, String name, Instant createdAt) {
        this.workload = workload;
        this.name = name;
        this.uid = "uid-" + name;
        this.createdAt = createdAt;
    }

    /** A pod that has just been created. */
    static SamplePod created(Workload workload, String name, Instant at) {
        return new SamplePod(workload, name, at);
    }

    /** A pod that has been serving for a while. */
    static SamplePod serving(Workload workload, String name, Instant since) {
        return created(workload, name, since.minusSeconds(60))
                .scheduled(since.minusSeconds(59))
                .started("api", since.minusSeconds(30))
                .ready(since);
    }

    SamplePod uid(String other) {
        uid = other;
        return this;
    }

    SamplePod role(String label) {
        role = label;
        return this;
    }

    SamplePod notScheduled(String why) {
        scheduled = Pod.Condition.FALSE;
        scheduledReason = why;
        return this;
    }

    SamplePod scheduled(Instant at) {
        scheduled = Pod.Condition.TRUE;
        scheduledReason = "";
        scheduledAt = at.toEpochMilli();
        return this;
    }

    /** The kubelet has taken it in: Ready is False from here, until it is True. */
    SamplePod takenIn(Instant at) {
        return notReady(at);
    }

    SamplePod waiting(String container, String why) {
        return waiting(container, ContainerState.Type.MAIN, why);
    }

    SamplePod waiting(String container, ContainerState.Type type, String why) {
        ContainerState last = containers.get(container);
        return put(container, type, ContainerState.Phase.WAITING, why, 0, 0, last);
    }

    SamplePod started(String container, Instant at) {
        return started(container, ContainerState.Type.MAIN, at);
    }

    SamplePod started(String container, ContainerState.Type type, Instant at) {
        phase = Pod.Phase.RUNNING;
        return put(container, type, ContainerState.Phase.RUNNING, "", 0, at.toEpochMilli(), containers.get(container));
    }

    SamplePod ended(String container, ContainerState.Type type, String why, int exitCode) {
        return put(
                container,
                type,
                ContainerState.Phase.TERMINATED,
                why,
                exitCode,
                createdAt.toEpochMilli(),
                containers.get(container));
    }

    /** The container has been started again {@code times} times; its last run ended for {@code why}. */
    SamplePod restarted(String container, int times, String why, int exitCode, Instant at) {
        ContainerState before = containers.get(container);
        ContainerState.Type type = before == null ? ContainerState.Type.MAIN : before.type();
        int restarts = times + (before == null ? 0 : before.restarts());
        long now = at.toEpochMilli();
        containers.put(
                container,
                new ContainerState(
                        container,
                        "",
                        type,
                        false,
                        restarts,
                        ContainerState.Phase.RUNNING,
                        "",
                        0,
                        now,
                        why,
                        exitCode,
                        now));
        phase = Pod.Phase.RUNNING;
        return this;
    }

    private SamplePod put(
            String container,
            ContainerState.Type type,
            ContainerState.Phase state,
            String why,
            int exitCode,
            long startedAt,
            @org.jspecify.annotations.Nullable ContainerState before) {
        containers.put(
                container,
                new ContainerState(
                        container,
                        "",
                        type,
                        false,
                        before == null ? 0 : before.restarts(),
                        state,
                        why,
                        exitCode,
                        startedAt,
                        before == null ? "" : before.lastReason(),
                        before == null ? 0 : before.lastExitCode(),
                        before == null ? 0 : before.lastFinishedAt()));
        return this;
    }

    SamplePod ready(Instant at) {
        ready = Pod.Condition.TRUE;
        readyAt = at.toEpochMilli();
        return this;
    }

    SamplePod notReady(Instant at) {
        ready = Pod.Condition.FALSE;
        readyAt = at.toEpochMilli();
        return this;
    }

    SamplePod deleted(Instant at) {
        deletedAt = at.plus(Duration.ofSeconds(30)).toEpochMilli();
        return this;
    }

    SamplePod phase(Pod.Phase end, String why) {
        phase = end;
        reason = why;
        return this;
    }

    Pod pod() {
        return new Pod(
                workload.namespace(),
                name,
                uid,
                workload,
                role,
                scheduledAt == 0 ? "" : "ip-10-0-0-1",
                phase,
                reason,
                scheduled,
                scheduledReason,
                ready,
                createdAt.toEpochMilli(),
                scheduledAt,
                readyAt,
                deletedAt,
                List.copyOf(containers.values()));
    }
}
