package io.prodhealth.source.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.source.BoundedHttp;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reading an exposition of ten megabytes over HTTP costs: the client's own buffers are part of it. */
class ExpositionCostTest {

    private static final long TEN_MEGABYTES = 10L << 20;
    private static final long PROMISED = 5L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Vertx client = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final BoundedHttp http = new BoundedHttp(client, Duration.ofSeconds(60), 1 << 20);

    ExpositionCostTest() throws IOException {}

    @AfterEach
    void stop() {
        http.close();
        client.close().toCompletionStage().toCompletableFuture().join();
        server.stop(0);
    }

    @Test
    void never_more_than_five_mebibytes_are_held() throws Exception {
        String url = serve();
        // What the first request of all costs is no cost of this one.
        http.get(url.replace("/metrics", "/-/ready"));

        // Everything that is held is found by looking for what is not, each megabyte.
        held();
        long before = held();
        AtomicLong most = new AtomicLong();
        read(url, () -> most.accumulateAndGet(held() - before, Math::max));

        System.getLogger("test").log(System.Logger.Level.INFO, "held at most: {0} bytes", most);
        assertThat(most.get()).isLessThan(PROMISED);
    }

    @Test
    void what_passes_through_the_heap_is_little_more_than_what_is_read() throws Exception {
        String url = serve();
        read(url, () -> {});
        Thread loop = loop();
        long before = THREADS.getThreadAllocatedBytes(loop.threadId());

        read(url, () -> {});

        long passed = THREADS.getThreadAllocatedBytes(loop.threadId()) - before;
        System.getLogger("test").log(System.Logger.Level.INFO, "allocated in passing: {0} bytes", passed);
        assertThat(passed).isLessThan(TEN_MEGABYTES * 3 / 2);
    }

    private Thread loop() {
        CompletableFuture<Thread> loop = new CompletableFuture<>();
        client.runOnContext(v -> loop.complete(Thread.currentThread()));
        return loop.join();
    }

    private void read(String url, Runnable eachMegabyte) throws Exception {
        SelfMetricsReader reader = new SelfMetricsReader();
        AtomicLong read = new AtomicLong();
        http.stream(url, PrometheusServerSource.LONGEST_EXPOSITION, (piece, length) -> {
            reader.accept(piece, length);
            long now = read.addAndGet(length);
            if ((now >> 20) != ((now - length) >> 20)) {
                eachMegabyte.run();
            }
        });
        assertThat(read.get()).isGreaterThanOrEqualTo(TEN_MEGABYTES);
        assertThat(reader.figures().of(Figure.RESIDENT_BYTES).orElseThrow()).isPositive();
    }

    /** Live bytes of the heap, and those outside of it. */
    private static long held() {
        System.gc();
        long outside = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + outside;
    }

    /** By a server that holds little itself, for it lives in the same process. */
    private String serve() throws IOException {
        byte[] recorded = Files.readAllBytes(Path.of("src-test/resources/clusters/production/prometheus/metrics.txt"));
        server.createContext("/metrics", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (long sent = 0; sent < TEN_MEGABYTES; sent += recorded.length) {
                    out.write(recorded);
                }
            }
        });
        server.createContext("/-/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics";
    }
}
