package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.PrometheusServer;
import io.prodhealth.snapshot.PrometheusServer.Answering;
import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import io.prodhealth.snapshot.PrometheusServer.Status;
import io.prodhealth.source.SourceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * What a Prometheus has said of itself, as somebody wrote it to a folder: {@code metrics.txt}, {@code status_tsdb.json},
 * {@code status_flags.json}, {@code status_runtimeinfo.json} and {@code alertmanagers.json}. What has no file is absent.
 *
 * @param folder where they are
 * @param at the moment they speak of
 * @param wrong hears of each file that cannot be used, and why
 */
public record WrittenPages(Path folder, Instant at, BiConsumer<Path, String> wrong) {

    private static final int PIECE = 64 << 10;

    private interface Reading<T> {
        T of(byte[] page) throws SourceException;
    }

    /** The server they are of; absent where there is not even the exposition. */
    public Observed<PrometheusServer> server() {
        if (!Files.isRegularFile(folder.resolve("metrics.txt"))) {
            return new Observed.Unknown<>(Observed.Reason.ABSENT, at);
        }
        Observed<StatusPages.Tsdb> tsdb = page("status_tsdb.json", StatusPages::tsdb);
        Observed<Map<String, String>> flags = page("status_flags.json", StatusPages::flags);
        Observed<String> retention = page("status_runtimeinfo.json", StatusPages::retention);
        Observed<List<String>> alertmanagers = page("alertmanagers.json", StatusPages::alertmanagers);
        Observed<Duration> notTimed = new Observed.Unknown<>(Observed.Reason.ABSENT, at);
        return new Observed.Known<>(
                new PrometheusServer(
                        "",
                        Answering.READY,
                        "",
                        figures(),
                        tsdb.map(known -> new Status(
                                known.headSeries(), flags.orElse(Map.of()), retention.orElse(""), known.largest())),
                        alertmanagers,
                        notTimed),
                at);
    }

    private Observed<Figures> figures() {
        Path file = folder.resolve("metrics.txt");
        SelfMetricsReader reader = new SelfMetricsReader();
        byte[] piece = new byte[PIECE];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            if (Files.size(file) > PrometheusServerSource.LONGEST_EXPOSITION) {
                throw new IOException("is longer than " + PrometheusServerSource.LONGEST_EXPOSITION + " bytes");
            }
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                reader.accept(piece, read);
            }
        } catch (IOException e) {
            return invalid(file, e);
        }
        Figures figures = reader.figures();
        OptionalDouble series = figures.of(Figure.HEAD_SERIES);
        return series.isPresent()
                ? new Observed.Known<>(figures, at)
                : invalid(file, new IOException("is not the metrics of a Prometheus"));
    }

    private <T> Observed<T> page(String name, Reading<T> reading) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return new Observed.Unknown<>(Observed.Reason.ABSENT, at);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] page = in.readNBytes((int) PrometheusServerSource.LONGEST_PAGE + 1);
            if (page.length > PrometheusServerSource.LONGEST_PAGE) {
                throw new IOException("is longer than " + PrometheusServerSource.LONGEST_PAGE + " bytes");
            }
            return new Observed.Known<>(reading.of(page), at);
        } catch (IOException | SourceException e) {
            return invalid(file, e);
        }
    }

    private <T> Observed<T> invalid(Path file, Exception why) {
        wrong.accept(file, String.valueOf(why.getMessage()));
        return new Observed.Unknown<>(Observed.Reason.INVALID, at);
    }
}
