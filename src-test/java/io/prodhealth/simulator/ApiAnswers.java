package io.prodhealth.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Answers requests that have passed authorisation. Event loop only. */
final class ApiAnswers {
    private final Vertx vertx;
    private final Store store;
    private final Access access;
    private final Accounts accounts;
    private final Faults faults;
    private final OpenWatches watches;
    private final SimulatorOptions options;
    private final Writes writes;
    private final Discovery discovery;
    private final Bodies bodies;

    ApiAnswers(
            Vertx vertx,
            Store store,
            Access access,
            Accounts accounts,
            Faults faults,
            OpenWatches watches,
            SimulatorOptions options) {
        this.vertx = vertx;
        this.store = store;
        this.access = access;
        this.accounts = accounts;
        this.faults = faults;
        this.watches = watches;
        this.options = options;
        this.writes = new Writes(store);
        this.bodies = new Bodies(vertx, faults);
        this.discovery = new Discovery(store, options.serverVersion());
    }

    Access access() {
        return access;
    }

    void nonResource(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/livez") || path.equals("/readyz") || path.equals("/healthz")) {
            request.response().putHeader("Content-Type", "text/plain").end("ok");
            return;
        }
        discovery
                .answer(path)
                .ifPresentOrElse(
                        body -> bodies.json(request, 200, body), () -> status(request, ApiStatus.unknownPath()));
    }

    void answer(HttpServerRequest request, ApiRequest parsed, Buffer body) {
        if (parsed.plural().equals("selfsubjectaccessreviews") && parsed.verb().equals("create")) {
            bodies.json(request, 201, SelfReview.of(Json.parseObject(body.getBytes()), access));
            return;
        }
        if (parsed.plural().equals("tokenreviews") && parsed.verb().equals("create")) {
            bodies.json(request, 201, accounts.tokenReview(Json.parseObject(body.getBytes())));
            return;
        }
        if (parsed.plural().equals("subjectaccessreviews") && parsed.verb().equals("create")) {
            bodies.json(request, 201, accounts.accessReview(Json.parseObject(body.getBytes())));
            return;
        }
        Optional<Resource> found =
                Resource.of(parsed.group(), parsed.version(), parsed.plural()).filter(store::serves);
        if (found.isEmpty()) {
            status(request, ApiStatus.unknownPath());
            return;
        }
        try {
            known(request, parsed, found.get(), body);
        } catch (IllegalArgumentException e) {
            status(request, ApiStatus.badRequest(String.valueOf(e.getMessage())));
        }
    }

    private void known(HttpServerRequest request, ApiRequest parsed, Resource resource, Buffer body) {
        switch (parsed.verb()) {
            case "list" -> list(request, parsed, resource);
            case "watch" -> watch(request, parsed, resource);
            case "get" ->
                store.get(resource, namespaceOf(resource, parsed), parsed.name())
                        .ifPresentOrElse(
                                stored -> bodies.bytes(request, 200, stored.rendered()),
                                () -> status(request, ApiStatus.notFound(resource, parsed.name())));
            case "create", "update", "patch", "delete" -> {
                Writes.Outcome outcome = writes.apply(
                        parsed, resource, body.toString(), String.valueOf(request.getHeader("Content-Type")));
                bodies.bytes(request, outcome.code(), outcome.body());
            }
            default -> status(request, ApiStatus.methodNotAllowed("the server does not allow this method"));
        }
    }

    private static String namespaceOf(Resource resource, ApiRequest parsed) {
        return resource.namespaced() ? parsed.namespace() : "";
    }

    private Selector selector(HttpServerRequest request, Resource resource) {
        return Selector.parse(
                resource, ApiServer.param(request, "labelSelector"), ApiServer.param(request, "fieldSelector"));
    }

    private void list(HttpServerRequest request, ApiRequest parsed, Resource resource) {
        String asOf = ApiServer.param(request, "resourceVersion");
        String limit = ApiServer.param(request, "limit");
        ListAnswer.Outcome outcome = ListAnswer.of(
                store,
                new ListAnswer.Query(
                        resource,
                        namespaceOf(resource, parsed),
                        selector(request, resource),
                        limit.isEmpty() ? 0 : Integer.parseInt(limit),
                        ApiServer.param(request, "continue"),
                        asOf.isEmpty() ? -1 : revision(asOf),
                        ApiServer.param(request, "resourceVersionMatch").equals("Exact")));
        switch (outcome) {
            case ListAnswer.Outcome.Refused refused -> status(request, refused.status());
            case ListAnswer.Outcome.Page page -> bodies.page(request, page.answer());
        }
    }

    private void watch(HttpServerRequest request, ApiRequest parsed, Resource resource) {
        if (!resource.watchable()) {
            status(
                    request,
                    ApiStatus.methodNotAllowed("watch is not supported on resources of kind \"" + resource.plural()
                            + "." + resource.group() + "\""));
            return;
        }
        String asOf = ApiServer.param(request, "resourceVersion");
        String timeout = ApiServer.param(request, "timeoutSeconds");
        // Without timeoutSeconds an API server ends a watch after 30 to 60 minutes.
        Duration open = timeout.isEmpty()
                ? Duration.ofSeconds(ThreadLocalRandom.current().nextLong(1800, 3600))
                : Duration.ofSeconds(Long.parseLong(timeout));
        WatchStream stream = new WatchStream(
                vertx,
                store,
                watches,
                faults,
                request,
                new WatchStream.Filter(
                        resource,
                        namespaceOf(resource, parsed),
                        selector(request, resource),
                        asOf.isEmpty() || asOf.equals("0") ? null : revision(asOf)),
                ApiServer.isTrue(request.getParam("allowWatchBookmarks")));
        try {
            stream.open(open, options.bookmarkInterval());
        } catch (Store.GoneException e) {
            gone(request, ApiStatus.expired(String.valueOf(e.getMessage()), ""));
        }
    }

    private void gone(HttpServerRequest request, ApiStatus status) {
        if (faults.goneAs() == Faults.Gone.HTTP) {
            status(request, status);
        } else {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .setChunked(true)
                    .end(WatchStream.error(status));
        }
    }

    private static long revision(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid value: \"" + text + "\": resourceVersion must be a number", e);
        }
    }

    void status(HttpServerRequest request, ApiStatus status) {
        if (status.code() == 429) {
            request.response()
                    .putHeader(
                            "Retry-After",
                            status.details().path("retryAfterSeconds").asString("1"));
        }
        bodies.json(request, status.code(), status.body());
    }
}
