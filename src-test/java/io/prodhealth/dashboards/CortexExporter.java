package io.prodhealth.dashboards;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * What else a Prometheus of Cortex has, with the labels that are left there: the gateway's requests, use and requests of the
 * pods of a simulated cluster. And the forecast, which an agent makes only after hours, as it would then say it.
 */
final class CortexExporter implements AutoCloseable {

    /** A second, of each API; every fiftieth fails, every hundredth is refused. */
    private static final double REQUESTS = 20;

    private static final double[] BUCKETS = {50, 100, 250, 1000, Double.POSITIVE_INFINITY};
    private static final double[] WITHIN = {0.1, 0.5, 0.9, 0.99, 1};

    private final Simulator cluster;
    private final HttpServer server;
    private final long begun = System.nanoTime();

    CortexExporter(Simulator cluster) throws IOException {
        this.cluster = cluster;
        server = HttpServer.create(new InetSocketAddress(0), 0);
        server.createContext("/metrics", this::answer);
        server.createContext("/forecast", exchange -> send(exchange, """
            prodhealth_prometheus_exhaustion_seconds{dimension="memory"} 432000
            prodhealth_prometheus_exhaustion_seconds{dimension="storage"} +Inf
            """));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        StringBuilder out = new StringBuilder();
        double seconds = (System.nanoTime() - begun) / 1e9;
        for (ObjectNode pod : cluster.list(Resource.PODS)) {
            String name = pod.at("/metadata/name").asString();
            if (name.startsWith("api-")) {
                pod(out, name, seconds);
            }
        }
        for (ObjectNode deployment : cluster.list(Resource.DEPLOYMENTS)) {
            String name = deployment.at("/metadata/name").asString();
            if (name.startsWith("api-")) {
                requests(out, name + ".default.svc.cluster.local", seconds * REQUESTS);
            }
        }
        send(exchange, out.toString());
    }

    private static void pod(StringBuilder out, String pod, double seconds) {
        line(out, "container_cpu_usage_seconds_total{pod=\"%s\",container=\"api\"}", seconds * 0.3, pod);
        line(out, "container_memory_working_set_bytes{pod=\"%s\",container=\"api\"}", 1.2e9, pod);
        line(
                out,
                "kube_pod_container_resource_requests{exported_pod=\"%s\",exported_container=\"api\",resource=\"cpu\"}",
                1,
                pod);
        line(
                out,
                "kube_pod_container_resource_requests{exported_pod=\"%s\",exported_container=\"api\",resource=\"memory\"}",
                2e9,
                pod);
    }

    private static void requests(StringBuilder out, String service, double requests) {
        String counted = "istio_requests_total{destination_service=\"%s\",response_code=\"";
        line(out, counted + "200\"}", requests * 0.97, service);
        line(out, counted + "500\"}", requests * 0.02, service);
        line(out, counted + "503\"}", requests * 0.01, service);
        for (int i = 0; i < BUCKETS.length; i++) {
            String le = Double.isInfinite(BUCKETS[i]) ? "+Inf" : Double.toString(BUCKETS[i]);
            line(
                    out,
                    "istio_request_duration_milliseconds_bucket{destination_service=\"%s\",response_code=\"200\",le=\""
                            + le + "\"}",
                    requests * WITHIN[i],
                    service);
        }
    }

    private static void line(StringBuilder out, String series, double value, String name) {
        out.append(series.replace("%s", name))
                .append(' ')
                .append(String.format(Locale.ROOT, "%.3f", value))
                .append('\n');
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
