package io.prodhealth.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Switches a simulator in another process: POST with a JSON object, answered with one.
 *
 * <pre>
 *   POST /flip      {"pod"?, "ready": bool}            {"pod","ready","at","epochMicros","resourceVersion"} or 404
 *   POST /faults    {"fault": name, ...}               see {@link ControlledFaults}
 *   POST /incident  {"name": name, "api": name}        rollout flakyRollout scaleToZeroAndBack crashLoop
 *                                                      imagePullFailure spotExhaustion
 *   POST /workers   {"api": name, "hang": bool}        and /spot, /aws: see {@link ControlledAws}
 *   POST /compact, /stop, /restart {"revisions": "KEPT"|"RESET"}, /bookmarks
 *   GET  /requests, /status
 * </pre>
 */
final class ControlServer implements AutoCloseable {
    private final Simulator simulator;
    private final Churn churn;
    private final Incidents incidents;
    private final ControlledAws aws;
    private final HttpServer server;

    ControlServer(Simulator simulator, Churn churn, Incidents incidents, Optional<SimulatedAws> aws, int port) {
        this.simulator = simulator;
        this.churn = churn;
        this.incidents = incidents;
        this.aws = new ControlledAws(incidents, aws);
        server = simulator
                .vertx()
                .createHttpServer()
                // On threads of its own: a restart waits for the event loops.
                .requestHandler(request -> request.body()
                        .onSuccess(body -> Thread.startVirtualThread(() -> end(request, answer(request, body)))))
                .listen(port, "127.0.0.1")
                .await();
    }

    int port() {
        return server.actualPort();
    }

    private record Answer(int code, ObjectNode body) {}

    private static void end(HttpServerRequest request, Answer answer) {
        request.response()
                .setStatusCode(answer.code())
                .putHeader("Content-Type", "application/json")
                .end(answer.body().toString() + "\n");
    }

    private Answer answer(HttpServerRequest request, Buffer body) {
        try {
            ObjectNode asked = body.length() == 0 ? Json.object() : Json.parseObject(body.getBytes());
            return answer(request.path(), asked);
        } catch (JacksonException | ClassCastException | IllegalArgumentException | IllegalStateException e) {
            return new Answer(400, Json.object().put("error", String.valueOf(e.getMessage())));
        }
    }

    private Answer answer(String path, ObjectNode asked) {
        switch (path) {
            case "/flip" -> {
                return flip(asked);
            }
            case "/requests" -> {
                return new Answer(200, requests());
            }
            case "/status" -> {
                return new Answer(200, status());
            }
            case "/faults" -> ControlledFaults.apply(simulator.faults(), asked);
            case "/incident" -> incident(asked);
            case "/workers" -> aws.workers(asked);
            case "/spot" -> aws.spot(asked);
            case "/aws" -> aws.fault(asked);
            case "/compact" -> simulator.compact();
            case "/bookmarks" -> simulator.sendBookmarks();
            case "/stop" -> simulator.stop();
            case "/restart" ->
                simulator.restart(
                        Simulator.Revisions.valueOf(asked.path("revisions").asString("KEPT")));
            default -> {
                return new Answer(404, Json.object().put("error", "unknown path " + path));
            }
        }
        return new Answer(200, Json.object().put("done", path));
    }

    private Answer flip(ObjectNode asked) {
        boolean ready = asked.path("ready").asBoolean(false);
        String named = asked.path("pod").asString("");
        Optional<String> pod = named.isEmpty() ? churn.candidate(ready) : Optional.of(named);
        return pod.flatMap(p -> churn.flip(p, ready))
                .map(flip -> {
                    Instant at = flip.at();
                    ObjectNode answer = Json.object();
                    answer.put("pod", flip.pod());
                    answer.put("ready", flip.ready());
                    answer.put("at", at.toString());
                    answer.put("epochMicros", at.getEpochSecond() * 1_000_000 + at.getNano() / 1000);
                    answer.put("resourceVersion", Long.toString(flip.revision()));
                    return new Answer(200, answer);
                })
                .orElseGet(() ->
                        new Answer(404, Json.object().put("error", "no such pod, or it is already in that state")));
    }

    private void incident(ObjectNode asked) {
        String name = asked.path("name").asString("");
        String api = asked.path("api").asString("");
        Runnable play = switch (name) {
            case "rollout" -> () -> incidents.rollout(api, () -> {});
            case "flakyRollout" -> () -> incidents.flakyRollout(api, () -> {});
            case "scaleToZeroAndBack" -> () -> incidents.scaleToZeroAndBack(api, () -> {});
            case "crashLoop" -> () -> incidents.crashLoop(api, () -> {});
            case "imagePullFailure" -> () -> incidents.imagePullFailure(api, () -> {});
            case "spotExhaustion" -> () -> incidents.spotExhaustion(api, Incidents.SPOT, Incidents.ON_DEMAND, () -> {});
            default -> throw new IllegalArgumentException("unknown incident " + name);
        };
        simulator.schedule().after(Duration.ZERO, play);
    }

    private ObjectNode requests() {
        ObjectNode counts = Json.object();
        simulator
                .requests()
                .counts()
                .forEach((key, count) -> counts.put(
                        key.verb() + " " + (key.group().isEmpty() ? "" : key.group() + "/") + key.resource(), count));
        return counts;
    }

    private ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("resourceVersion", Long.toString(simulator.resourceVersion()));
        ObjectNode objects = status.putObject("objects");
        ObjectNode watches = status.putObject("watches");
        for (Resource resource : Resource.values()) {
            objects.put(resource.fileName(), simulator.store().size(resource));
            watches.put(resource.fileName(), simulator.openWatches(resource));
        }
        return status;
    }

    @Override
    public void close() {
        server.close().await();
    }
}
