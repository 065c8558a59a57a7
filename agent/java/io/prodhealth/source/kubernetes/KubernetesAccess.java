package io.prodhealth.source.kubernetes;

import io.prodhealth.access.Judged;
import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.KubernetesRight;
import io.prodhealth.access.Standing;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the API server what whoever asks may do: one review of oneself for each right. It changes nothing. */
public final class KubernetesAccess implements AutoCloseable {

    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    /** Of all rights a review answers about one, and a slow server should not make them wait for each other. */
    private static final int AT_ONCE = 8;

    private static final int LONGEST_REASON = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private final ApiServer server;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());

    /** Not connected yet. */
    public KubernetesAccess(KubernetesSource.Options options) {
        this.server =
                new ApiServer(options.kubeconfig(), options.context(), options.userAgent(), options.requestTimeout());
    }

    /**
     * Judges each need.
     *
     * @param timeout what is not answered by then is unknown
     * @throws SourceException when no right can be asked about: the server is not reached, knows nobody like this, or does not
     *     let them ask
     */
    public List<Judged<KubernetesNeed>> judge(List<KubernetesNeed> needs, Duration timeout)
            throws SourceException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        if (needs.isEmpty()) {
            return List.of();
        }
        // Alone, so that a server that is not there is noticed once and not by everyone.
        reachable(needs.getFirst().right(), timeout);
        List<Future<Judged<KubernetesNeed>>> answers = threads.invokeAll(
                needs.stream()
                        .map(need -> (Callable<Judged<KubernetesNeed>>) () -> judge(need))
                        .toList(),
                Math.max(0, end - System.nanoTime()),
                TimeUnit.NANOSECONDS);
        List<Judged<KubernetesNeed>> judged = new ArrayList<>();
        for (int i = 0; i < needs.size(); i++) {
            Future<Judged<KubernetesNeed>> answer = answers.get(i);
            judged.add(
                    answer.state() == Future.State.SUCCESS
                            ? answer.resultNow()
                            : new Judged<>(needs.get(i), Standing.UNKNOWN, why(answer, timeout)));
        }
        return List.copyOf(judged);
    }

    private void reachable(KubernetesRight right, Duration timeout) throws SourceException, InterruptedException {
        Future<Review> first = threads.submit(() -> review(right));
        try {
            first.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SourceException(FailureReason.TIMEOUT, "no answer within " + timeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiError error) {
                throw error.asSourceException();
            }
            throw e.getCause() instanceof SourceException known
                    ? known
                    : new SourceException(FailureReason.INVALID_RESPONSE, String.valueOf(e.getCause()));
        } finally {
            first.cancel(true);
        }
    }

    private static String why(Future<?> answer, Duration timeout) {
        return answer.state() == Future.State.FAILED
                ? Json.cut(String.valueOf(answer.exceptionNow().getMessage()), LONGEST_REASON)
                : "no answer within " + timeout;
    }

    private Judged<KubernetesNeed> judge(KubernetesNeed need) throws ApiError, SourceException, InterruptedException {
        Review review = review(need.right());
        if (review.allowed) {
            return new Judged<>(need, Standing.GRANTED, "");
        }
        return installed(need)
                ? new Judged<>(need, Standing.MISSING, review.problem)
                : new Judged<>(
                        need,
                        Standing.NOT_INSTALLED,
                        "this cluster has no " + need.right().object());
    }

    /** @param problem of the server in judging; it may have come to an answer all the same */
    private record Review(boolean allowed, String problem) {}

    private Review review(KubernetesRight right) throws ApiError, SourceException, InterruptedException {
        ObjectNode review = JSON.createObjectNode()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectAccessReview");
        ObjectNode asked = review.putObject("spec").putObject("resourceAttributes");
        asked.put("verb", right.verb()).put("group", right.group()).put("resource", right.resource());
        if (!right.namespace().isEmpty()) {
            asked.put("namespace", right.namespace());
        }
        if (!right.name().isEmpty()) {
            asked.put("name", right.name());
        }
        JsonNode answer = server.object("POST", REVIEWS, review);
        if (!Json.at(answer, "status", "allowed").isBoolean()) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "the answer is no review of access");
        }
        return new Review(
                Json.bool(answer, "status", "allowed"),
                Json.cut(Json.text(answer, "status", "evaluationError"), LONGEST_REASON));
    }

    /** Whether the cluster serves it; where that cannot be found out it is taken to, so that nothing missing is hidden. */
    private boolean installed(KubernetesNeed need) throws SourceException, InterruptedException {
        if (need.paths().isEmpty()) {
            return true;
        }
        for (String path : need.paths()) {
            int slash = path.lastIndexOf('/');
            try {
                JsonNode list = server.object("GET", path.substring(0, slash), null);
                if (list.path("resources")
                        .valueStream()
                        .anyMatch(one -> Json.text(one, "name").equals(path.substring(slash + 1)))) {
                    return true;
                }
            } catch (ApiError e) {
                if (!e.notFound()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.close();
    }
}
