package io.prodhealth.dashboards;

import static io.prodhealth.dashboards.Expr.API;
import static io.prodhealth.dashboards.Expr.api;
import static io.prodhealth.dashboards.Expr.increase;
import static io.prodhealth.dashboards.Expr.max;
import static io.prodhealth.dashboards.Expr.mean;
import static io.prodhealth.dashboards.Expr.over;
import static io.prodhealth.dashboards.Expr.quantile;

import java.util.List;

/** One API, or a few beside each other: from its pods to what it is configured as. */
final class ApiDashboard {

    private ApiDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "prodhealth-api",
                "Prodhealth / API",
                "One API: whether it is ready, its requests, its queue, how it is scaled, and what the guide says of"
                        + " it.",
                "now-3h",
                List.of(Variable.ONE_API),
                List.of(
                        Row.of("Readiness", replicas(), states(), timeToReady(), phases(), lost(), restarts()),
                        Row.of("Traffic", requests(), errors(), latency()),
                        Row.of("Concurrency and queue", inFlight(), queued(), waited()),
                        Row.of("Autoscaling", scaling(), target()),
                        Row.of("Compute", cpu(), memory()),
                        Row.of(
                                "Practices of the guide",
                                Findings.table("Findings", "object_kind=\"api\"", "object=~\"$api_name\""))));
    }

    private static Panel replicas() {
        return Panel.lines(
                        "Replicas",
                        Unit.COUNT,
                        "Replicas that are ready; dashed how many are asked for. Ready below desired: look at the"
                                + " states beside it.")
                .ask("{{api_name}} ready", api("prodhealth_api_replicas_ready"))
                .limit("{{api_name}} desired", api("prodhealth_api_replicas_desired"));
    }

    private static Panel states() {
        return Panel.stacked(
                        "Pods by state",
                        Unit.COUNT,
                        "Each pod in one state. Unschedulable: no node. image_pull_error: the image. crash_looping and"
                                + " oom_killed: the container. not_ready: its readiness probe.")
                .ask(
                        "{{state}}",
                        "sum by (state) (" + max("namespace, api_name, state", "prodhealth_api_pods", API) + ") > 0");
    }

    private static Panel timeToReady() {
        return Panel.lines(
                        "Time to ready",
                        Unit.SECONDS,
                        "Seconds from a pod's creation to its first Ready: half of the pods, and 95 of 100. Only while"
                                + " pods start.")
                .ask("{{api_name}} half", quantile(0.5, "api_name", "prodhealth_api_pod_ready_seconds", API))
                .ask("{{api_name}} 95 of 100", quantile(0.95, "api_name", "prodhealth_api_pod_ready_seconds", API))
                .whenThereIsTrouble();
    }

    private static Panel phases() {
        return Panel.stacked(
                        "Time to ready by phase",
                        Unit.SECONDS,
                        "Mean seconds that a pod spent on each phase: schedule waits for a node, pull for the image,"
                                + " start for the container, probe for the first Ready.")
                .ask("{{phase}}", mean("phase", "prodhealth_api_pod_startup_phase_seconds", API))
                .whenThereIsTrouble();
    }

    private static Panel lost() {
        return Panel.lines(
                        "Pods that became ready or not ready",
                        Unit.COUNT,
                        "Changes of readiness. Both lines at once without a rollout: pods flap.")
                .ask("{{to}}", increase("to", "prodhealth_api_readiness_transitions_total", API));
    }

    private static Panel restarts() {
        return Panel.lines(
                        "Container restarts",
                        Unit.COUNT,
                        "Restarts of containers by the reason of the run that ended; oom_killed: it needed more memory"
                                + " than there was.")
                .ask(
                        "{{container}} {{reason}}",
                        increase("container, reason", "prodhealth_api_container_restarts_total", API) + " > 0")
                .whenThereIsTrouble();
    }

    private static Panel requests() {
        return Panel.lines(
                        "Requests",
                        Unit.REQUESTS_PER_SECOND,
                        "Requests that the gateway has answered, and those of them that it answered 503: refused"
                                + " because no queue has a place, or no pod is ready. Means of 5 minutes.")
                .ask("{{api_name}}", Gateway.requests())
                .ask("{{api_name}} refused", Gateway.refused());
    }

    private static Panel errors() {
        return Panel.lines(
                        "Requests answered 5xx",
                        Unit.RATIO,
                        "Share of requests answered 5xx, mean of 5 minutes; dashed what the objective allows.")
                .ask("{{api_name}}", Gateway.errorShare())
                .limit("{{api_name}} allowed", Gateway.allowedErrors());
    }

    private static Panel latency() {
        return Panel.lines(
                        "Latency",
                        Unit.SECONDS,
                        "Seconds until the gateway had answered: half of the requests, and 99 of 100. Of an async API"
                                + " it is not here, but among the queues.")
                .ask("{{api_name}} half", Gateway.latency(0.5))
                .ask("{{api_name}} 99 of 100", Gateway.latency(0.99));
    }

    private static Panel inFlight() {
        String ready = api("prodhealth_api_replicas_ready");
        String works = api("prodhealth_api_max_concurrency");
        return Panel.lines(
                        "Requests in flight",
                        Unit.COUNT,
                        "Requests in the pods, served or waiting. Dashed: what the ready replicas work on at once, and"
                                + " what they take at all before they answer 503.")
                .ask("{{api_name}}", api("prodhealth_api_in_flight_requests"))
                .limit("{{api_name}} worked on at most", ready + " * " + works)
                .limit(
                        "{{api_name}} taken at most",
                        ready + " * (" + works + " + " + api("prodhealth_api_max_queue_length") + ")");
    }

    private static Panel queued() {
        return Panel.lines(
                        "Requests that wait",
                        Unit.COUNT,
                        "Requests beyond max_concurrency; dashed the places in the queues of the ready replicas.")
                .ask("{{api_name}}", api("prodhealth_api_queued_requests"))
                .limit(
                        "{{api_name}} places",
                        api("prodhealth_api_replicas_ready") + " * " + api("prodhealth_api_max_queue_length"));
    }

    private static Panel waited() {
        return Panel.lines(
                        "How long requests wait",
                        Unit.SECONDS,
                        "Estimate: those that wait over those that are answered a second. Nothing is shown where the"
                                + " rate is not known.")
                .ask("{{api_name}}", api("prodhealth_api_queue_wait_seconds"))
                .whenThereIsTrouble();
    }

    private static Panel scaling() {
        return Panel.lines(
                        "Replicas: wanted, asked for, there",
                        Unit.COUNT,
                        "Recommended is what Cortex's formula asks for, before stabilization; desired what Cortex asks"
                                + " for. Dashed: the most it may have. Desired at that line: raise max_replicas.")
                .ask("{{api_name}} recommended", api("prodhealth_api_replicas_recommended"))
                .ask("{{api_name}} desired", api("prodhealth_api_replicas_desired"))
                .ask("{{api_name}} ready", api("prodhealth_api_replicas_ready"))
                .limit("{{api_name}} max", api("prodhealth_api_replicas_max"))
                .size(12, 8);
    }

    private static Panel target() {
        return Panel.lines(
                        "Requests in flight for each replica",
                        Unit.COUNT,
                        "Mean over the ready replicas; dashed what the autoscaler aims at.")
                .ask(
                        "{{api_name}}",
                        over(api("prodhealth_api_in_flight_requests"), api("prodhealth_api_replicas_ready")))
                .limit("{{api_name}} target", api("prodhealth_api_target_in_flight"))
                .size(12, 8);
    }

    private static Panel cpu() {
        return Panel.lines(
                        "CPU by container",
                        Unit.COUNT,
                        "Cores that all pods use; dashed what they ask for. Above it they take what others may need.")
                .ask("{{container}}", Gateway.cpuUsed())
                .limit("{{exported_container}} asked for", Gateway.requested("cpu"))
                .size(12, 8);
    }

    private static Panel memory() {
        return Panel.lines(
                        "Memory by container",
                        Unit.BYTES,
                        "Bytes that all pods use; dashed what they ask for. Above it a node may run out of memory.")
                .ask("{{container}}", Gateway.memoryUsed())
                .limit("{{exported_container}} asked for", Gateway.requested("memory"))
                .size(12, 8);
    }
}
