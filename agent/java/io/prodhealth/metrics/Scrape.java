package io.prodhealth.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One scrape: what the agent knows, gathered from one evaluation, beside what the Prometheus client's registry holds of the
 * agent itself (JVM, HTTP). There is no meter object per object of the cluster.
 */
public final class Scrape implements Exposition, MultiCollector {

    /** How many series were left out of a scrape because another had the same labels. */
    public static final Family DUPLICATES = Family.stable(
            Family.Type.GAUGE,
            "prodhealth_series_duplicates",
            "Series left out of this scrape because another one has the same labels, once values are cut at 128"
                    + " characters.");

    private final PrometheusRegistry registry;
    private final SeriesBudget budget;
    private final Consumer<Series> gather;
    private final ExpositionFormats formats = ExpositionFormats.init();
    /**
     * One at a time, so that a burst of scrapes costs the memory of one; and no virtual thread, on which Java's writers begin
     * with a small buffer and grow it for every family.
     */
    private final ExecutorService writing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("scrape").factory());

    private volatile int lastSize = 1 << 16;

    /**
     * A scrape.
     *
     * @param registry Micrometer's; the agent's own families are added to it
     * @param gather adds every family, all from one evaluation
     */
    public Scrape(PrometheusRegistry registry, SeriesBudget budget, Consumer<Series> gather) {
        this.registry = registry;
        this.budget = budget;
        this.gather = gather;
        registry.register(this);
    }

    @Override
    public MetricSnapshots collect() {
        Series series = new Series();
        gather.accept(series);
        budget.keep(series);
        List<MetricSnapshot> snapshots = new ArrayList<>(series.snapshots());
        Series about = new Series();
        about.gauge(DUPLICATES, series.duplicates());
        snapshots.addAll(about.snapshots());
        return new MetricSnapshots(snapshots);
    }

    @Override
    public Page render(String accept, boolean gzip, Set<String> names) {
        try {
            return writing.submit(() -> write(accept, gzip, names)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a scrape was written", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("writing a scrape", e.getCause());
        }
    }

    private Page write(String accept, boolean gzip, Set<String> names) throws IOException {
        Predicate<String> wanted = name -> names.isEmpty() || wanted(names, name);
        MetricSnapshots snapshots = registry.scrape(wanted);
        ExpositionFormatWriter writer = formats.findWriter(accept.isEmpty() ? null : accept);
        ByteArrayOutputStream body = new ByteArrayOutputStream(lastSize + lastSize / 8);
        try (OutputStream out = gzip ? new FastGzip(body) : body) {
            writer.write(out, snapshots);
        }
        lastSize = body.size();
        return new Page(writer.getContentType(), gzip, body.toByteArray());
    }

    /** A family is asked for by its name or by that of one of its series. */
    private static boolean wanted(Set<String> names, String family) {
        return names.contains(family)
                || names.contains(withoutTotal(family))
                || names.contains(family + "_total")
                || names.contains(family + "_info")
                || names.contains(family + "_bucket")
                || names.contains(family + "_sum")
                || names.contains(family + "_count");
    }

    private static String withoutTotal(String family) {
        return family.endsWith("_total") ? family.substring(0, family.length() - "_total".length()) : family;
    }

    /** Text that repeats shrinks to a tenth at the fastest level already. */
    private static final class FastGzip extends GZIPOutputStream {
        private FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 13);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
