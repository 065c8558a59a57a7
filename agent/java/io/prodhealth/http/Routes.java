package io.prodhealth.http;

import io.prodhealth.metrics.Exposition;
import io.prodhealth.report.HistoryJson;
import io.prodhealth.report.JsonReport;
import io.prodhealth.report.PracticeDetailJson;
import io.prodhealth.report.PracticeListJson;
import io.prodhealth.report.SnapshotJson;
import io.prodhealth.report.StatusPage;
import io.prodhealth.snapshot.ClusterSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What is answered to what. Nothing of a request is ever repeated in an answer. */
final class Routes {

    static final Reply OK = Reply.text(200, "ok");
    static final Reply OVERLOADED =
            Reply.text(503, "Too many requests at once; try again.").with("Retry-After", "1");
    static final Reply TOO_MANY =
            Reply.text(429, "More requests than rate_limit allows.").with("Retry-After", "1");
    static final Reply UNAUTHORIZED = Reply.text(401, "A name and a password are needed.")
            .with("WWW-Authenticate", "Basic realm=\"prodhealth\", charset=\"UTF-8\"");
    static final Reply TOKEN_NEEDED = Reply.text(401, "A bearer token that Kubernetes knows is needed.")
            .with("WWW-Authenticate", "Bearer realm=\"prodhealth\"");
    static final Reply EITHER_NEEDED = Reply.text(
                    401, "A name and a password are needed, or a bearer token that Kubernetes knows.")
            .with("WWW-Authenticate", "Basic realm=\"prodhealth\", charset=\"UTF-8\", Bearer realm=\"prodhealth\"");
    static final Reply FORBIDDEN =
            Reply.text(403, "The holder of this token may not: a ClusterRole has to allow it under nonResourceURLs.");
    static final Reply UNREVIEWED = Reply.text(
                    503, "The API server cannot be asked whose token this is; the agent's log says why.")
            .with("Retry-After", "5");
    static final Reply BROKEN = Reply.text(500, "This failed; the agent's log says why.");
    static final Reply TOO_LONG = Reply.text(413, "No endpoint needs a body of this length.");
    static final Reply BAD_REQUEST = Reply.text(400, "The query is not well-formed.");

    private static final String PRACTICES = "/api/v1/practices";
    private static final String PRACTICE = PRACTICES + "/";

    private final Results results;
    private final WebOptions options;
    private final Supplier<Boolean> draining;
    private final Assets assets = new Assets();
    private final ReentrantLock reloading = new ReentrantLock();
    private final Rendered page;
    private final Rendered report;
    private final Rendered history;
    private final Rendered practices;

    Routes(Results results, WebOptions options, Supplier<Boolean> draining) {
        this.results = results;
        this.options = options;
        this.draining = draining;
        this.page = new Rendered(results, StatusPage::write);
        this.report = new Rendered(results, JsonReport::write);
        this.history = new Rendered(results, HistoryJson::write);
        this.practices = new Rendered(results, PracticeListJson::write);
    }

    /** Whether the answer takes no time, so that the event loop may give it itself and proves by it that it turns. */
    boolean isLiveness(Call call) {
        return switch (call.path()) {
            case "/livez", "/healthz", "/-/healthy" -> true;
            default -> false;
        };
    }

    /** Whether the answer is too small to be worth a limit, and must be given under load too. */
    boolean isReadiness(Call call) {
        return call.path().equals("/readyz") || call.path().equals("/-/ready");
    }

    /** Whether the answer goes on until the client leaves. */
    boolean isEvents(Call call) {
        return call.path().equals("/api/v1/events");
    }

    /** The answer; may block. */
    Reply answer(Call call) {
        return switch (call.path()) {
            case "/livez", "/healthz", "/-/healthy" -> reading(call, () -> OK);
            case "/readyz", "/-/ready" -> reading(call, this::readiness);
            case "/metrics" -> reading(call, () -> metrics(call));
            case "/" -> reading(call, () -> page.now().reply(call, "text/html; charset=utf-8"));
            case "/api/v1/report" -> reading(call, () -> report.now().reply(call, "application/json"));
            case "/api/v1/history" -> reading(call, () -> history.now().reply(call, "application/json"));
            case PRACTICES -> reading(call, () -> practices.now().reply(call, "application/json"));
            case "/api/v1/snapshot" -> options.enableSnapshot() ? reading(call, this::snapshot) : notFound();
            case "/-/reload" -> call.method().equals("POST") ? reload(call) : notAllowed("POST");
            default -> {
                if (call.path().startsWith(PRACTICE)) {
                    yield reading(call, () -> practice(call));
                }
                yield assets.has(call.path()) ? reading(call, () -> assets.reply(call)) : notFound();
            }
        };
    }

    private Reply readiness() {
        if (draining.get()) {
            return Reply.text(503, "shutting down");
        }
        Readyz readyz = results.readiness().get();
        return readyz.ready() ? OK : Reply.text(503, readyz.reason());
    }

    private Reply metrics(Call call) {
        Exposition.Page scrape = results.exposition().render(call.accept(), call.gzip(), call.names());
        Reply reply = Reply.bytes(200, scrape.contentType(), scrape.body()).with("Vary", "Accept, Accept-Encoding");
        return scrape.gzip() ? reply.with("Content-Encoding", "gzip") : reply;
    }

    private Reply snapshot() {
        ClusterSnapshot snapshot = results.evaluation().get().snapshot();
        return new Reply(
                200, "application/json", Map.of(), new Reply.Streamed(out -> new SnapshotJson().write(snapshot, out)));
    }

    private Reply practice(Call call) {
        return PracticeDetailJson.write(results.report(), call.path().substring(PRACTICE.length()))
                .map(body -> Encoded.of(body).reply(call, "application/json"))
                .orElseGet(Routes::notFound);
    }

    private Reply reload(Call call) {
        if (!options.enableLifecycle()) {
            return Reply.text(403, "Reloading over HTTP is off; set web.enable_lifecycle to allow it.");
        }
        if (call.crossSite()) {
            return Reply.text(403, "Another site may not make a browser reload the configuration.");
        }
        reloading.lock();
        try {
            List<String> errors = results.reload().reload();
            return errors.isEmpty()
                    ? Reply.text(200, "The configuration is reloaded.")
                    : Reply.text(422, String.join("\n", errors));
        } finally {
            reloading.unlock();
        }
    }

    private static Reply reading(Call call, Supplier<Reply> answer) {
        return call.reads() ? answer.get() : notAllowed("GET, HEAD");
    }

    static Reply notAllowed(String methods) {
        return Reply.text(405, "Only " + methods + " here.").with("Allow", methods);
    }

    private static Reply notFound() {
        return Reply.text(404, "There is nothing here.");
    }
}
