package io.prodhealth.source.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The connection to the API server: kubeconfig or service account, TLS, proxy and tokens are Fabric8's. Its Vert.x is an
 * own one, so that a large list never delays a scrape.
 */
final class ApiServer implements AutoCloseable {

    private static final int LONGEST_ERROR_BODY = 4096;

    /** More than an API server keeps. */
    private static final int LONGEST_OBJECT = 4 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    private final String kubeconfig;
    private final String context;
    private final String userAgent;
    private final Duration requestTimeout;
    private final Vertx vertx;
    private @Nullable HttpClient client;
    private String url = "";

    /**
     * Not connected yet: a kubeconfig that appears later is found.
     *
     * @param kubeconfig path; empty for KUBECONFIG, the home directory, then the pod's service account
     * @param context context of the kubeconfig; empty for its current one
     * @param requestTimeout until the headers of an answer, and between the chunks of a list
     */
    ApiServer(String kubeconfig, String context, String userAgent, Duration requestTimeout) {
        this.kubeconfig = kubeconfig;
        this.context = context;
        this.userAgent = userAgent;
        this.requestTimeout = requestTimeout;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /** A body that has to be closed. A list is closed by the server's silence too, a watch by its reader only. */
    InputStream list(String pathAndQuery) throws ApiError, SourceException, InterruptedException {
        return exchange("GET", pathAndQuery, new byte[0], requestTimeout, requestTimeout);
    }

    /**
     * One object for another: what is written, or asked; the answer is the object as it is then.
     *
     * @param object none for a GET
     * @throws SourceException also when what is answered is no object
     */
    ObjectNode object(String method, String path, @Nullable ObjectNode object)
            throws ApiError, SourceException, InterruptedException {
        return object(method, path, object, requestTimeout);
    }

    /** The same, for what must be answered sooner than usual. */
    ObjectNode object(String method, String path, @Nullable ObjectNode object, Duration timeout)
            throws ApiError, SourceException, InterruptedException {
        Duration sooner = timeout.compareTo(requestTimeout) < 0 ? timeout : requestTimeout;
        byte[] json = object == null ? new byte[0] : JSON.writeValueAsBytes(object);
        try (InputStream body = exchange(method, path, json, sooner, sooner)) {
            if (JSON.readTree(body.readNBytes(LONGEST_OBJECT)) instanceof ObjectNode answer) {
                return answer;
            }
            throw new SourceException(FailureReason.INVALID_RESPONSE, "the answer is no object");
        } catch (IOException e) {
            throw new SourceException(FailureReason.UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            // Its message would quote what was read.
            throw new SourceException(FailureReason.INVALID_RESPONSE, "the answer is no JSON");
        }
    }

    /** The stream of a watch; silence is its reader's affair. */
    InputStream watch(String pathAndQuery) throws ApiError, SourceException, InterruptedException {
        return exchange("GET", pathAndQuery, new byte[0], requestTimeout, null);
    }

    private InputStream exchange(
            String method, String pathAndQuery, byte[] json, Duration timeout, @Nullable Duration idle)
            throws ApiError, SourceException, InterruptedException {
        HttpClient http = connected();
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(url + pathAndQuery)
                .setHeader("Accept", "application/json")
                .setHeader("User-Agent", userAgent);
        if (json.length > 0) {
            request.method(method, "application/json", new String(json, StandardCharsets.UTF_8));
        }
        if (idle == null) {
            request.forStreaming();
        } else {
            request.timeout(idle.toMillis(), TimeUnit.MILLISECONDS);
        }
        BodyStream stream = new BodyStream();
        CompletableFuture<HttpResponse<AsyncBody>> answer = http.consumeBytes(request.build(), stream);
        try {
            HttpResponse<AsyncBody> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            stream.begin(response.body());
            if (response.isSuccessful()) {
                return stream;
            }
            throw error(response, stream);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new SourceException(FailureReason.TIMEOUT, "no answer from " + url + " within " + timeout);
        } catch (ExecutionException e) {
            throw new SourceException(FailureReason.UNAVAILABLE, url + ": " + innermost(e));
        }
    }

    private synchronized HttpClient connected() throws SourceException {
        HttpClient http = client;
        if (http != null) {
            return http;
        }
        try {
            Config config = config();
            // Retries, their pace and their count are the reflectors' own.
            config.setRequestRetryBackoffLimit(0);
            url = config.getMasterUrl().replaceAll("/+$", "");
            http = new Vertx5HttpClientFactory(vertx).newBuilder(config).build();
            client = http;
            return http;
        } catch (KubernetesClientException | IllegalArgumentException | IllegalStateException e) {
            throw new SourceException(FailureReason.UNAVAILABLE, "no usable kubeconfig: " + innermost(e));
        }
    }

    private Config config() throws SourceException {
        if (kubeconfig.isEmpty()) {
            return Config.autoConfigure(context.isEmpty() ? null : context);
        }
        File file = new File(kubeconfig);
        if (!file.canRead()) {
            throw new SourceException(FailureReason.UNAVAILABLE, "cannot read the kubeconfig " + kubeconfig);
        }
        return Config.fromKubeconfig(context.isEmpty() ? null : context, file);
    }

    private static ApiError error(HttpResponse<AsyncBody> response, InputStream stream) {
        String message = response.message();
        try (InputStream body = stream) {
            String text = new String(body.readNBytes(LONGEST_ERROR_BODY), StandardCharsets.UTF_8);
            String status = Json.text(JSON.readTree(text), "message");
            message = status.isEmpty() ? message : status;
        } catch (IOException | JacksonException e) {
            // The body of an error is only its explanation; the code stands without it.
            message = response.message();
        }
        return new ApiError(response.code(), message, retryAfter(response.headers()));
    }

    private static @Nullable Duration retryAfter(Map<String, List<String>> headers) {
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")
                    && header.getValue().getFirst().matches("\\d{1,4}")) {
                return Duration.ofSeconds(Long.parseLong(header.getValue().getFirst()));
            }
        }
        return null;
    }

    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
        vertx.close();
    }
}
