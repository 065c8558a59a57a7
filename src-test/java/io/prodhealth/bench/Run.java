package io.prodhealth.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One life of the agent, measured. */
final class Run {
    private final Plan plan;
    private final Cluster cluster;
    private final List<String> pool;
    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);

    Run(Plan plan, Cluster cluster, List<String> pool) {
        this.plan = plan;
        this.cluster = cluster;
        this.pool = pool;
    }

    Map<Figure, Double> measure(Measured agent) throws IOException, CannotMeasure, InterruptedException {
        figures.put(Figure.START, agent.startSeconds());
        figures.put(Figure.START_CPU, agent.startCpuSeconds());
        pause(plan.settle());
        figures.put(Figure.MEMORY_LOADED, agent.figures().residentMemory());
        try (HttpClient http = agent.connect()) {
            sizes(http);
            Samples idle = scrapes(http, false);
            figures.put(Figure.IDLE_P50, idle.quantile(0.5));
            figures.put(Figure.IDLE_P99, idle.quantile(0.99));
            figures.put(Figure.IDLE_GZIP_P99, scrapes(http, true).quantile(0.99));
            visible(http);
            churn(agent, http);
        }
        figures.put(Figure.MEMORY_CHURNED, agent.figures().residentMemory());
        figures.put(Figure.MEMORY_PEAK, agent.figures().peakMemory());
        return figures;
    }

    private void sizes(HttpClient http) throws IOException {
        byte[] plain = http.get("/metrics", false).body();
        figures.put(Figure.BYTES, plain.length / 1024.0);
        figures.put(Figure.GZIP_BYTES, http.get("/metrics", true).body().length / 1024.0);
        Exposition scrape = Exposition.of(plain);
        figures.put(Figure.SERIES, (double) scrape.series());
        figures.put(Figure.SERIES_PER_API, scrape.seriesPerApi());
    }

    private Samples scrapes(HttpClient http, boolean gzip) throws IOException, CannotMeasure {
        Samples millis = new Samples();
        for (int i = 0; i < plan.scrapes(); i++) {
            HttpClient.Answer answer = http.get("/metrics", gzip);
            if (answer.code() != 200 || answer.gzip() != gzip) {
                throw new CannotMeasure("a scrape was answered " + answer.code() + ", gzip " + answer.gzip());
            }
            millis.add(answer.millis());
            pause(plan.pause());
        }
        return millis;
    }

    private void visible(HttpClient http) throws IOException, CannotMeasure, InterruptedException {
        Visibility visibility = new Visibility(http);
        Samples quiet = visibility.quiet(cluster, pool, plan.flips(), Duration.ofMillis(110));
        figures.put(Figure.VISIBLE_P50, quiet.quantile(0.5));
        figures.put(Figure.VISIBLE_P99, quiet.quantile(0.99));
        Samples churning = visibility.churning(cluster, pool, plan.changesPerSecond(), plan.churnDelay());
        figures.put(Figure.VISIBLE_CHURN_P50, churning.quantile(0.5));
        figures.put(Figure.VISIBLE_CHURN_P99, churning.quantile(0.99));
    }

    private void churn(Measured agent, HttpClient http) throws IOException, CannotMeasure, InterruptedException {
        try (Churner churner = Churner.start(cluster, pool, plan.changesPerSecond())) {
            pause(plan.settle());
            Samples plain = scrapes(http, false);
            figures.put(Figure.CHURN_P50, plain.quantile(0.5));
            figures.put(Figure.CHURN_P99, plain.quantile(0.99));
            Samples gzip = scrapes(http, true);
            figures.put(Figure.CHURN_GZIP_P50, gzip.quantile(0.5));
            figures.put(Figure.CHURN_GZIP_P99, gzip.quantile(0.99));
            cpu(agent.figures(), http);
            churner.stop();
        }
    }

    private void cpu(ProcessFigures process, HttpClient http) throws IOException {
        long start = System.nanoTime();
        double cpu = process.cpuSeconds();
        double waited = process.waitedSeconds();
        while (System.nanoTime() - start < plan.cpu().toNanos()) {
            http.get("/metrics", false);
            pause(plan.scrapeInterval());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        figures.put(Figure.CPU_CHURN, 100 * (process.cpuSeconds() - cpu) / seconds);
        figures.put(Figure.WAITED, 100 * Math.max(0, process.waitedSeconds() - waited) / seconds);
    }

    private static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }
}
