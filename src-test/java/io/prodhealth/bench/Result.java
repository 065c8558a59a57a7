package io.prodhealth.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All runs of one size.
 *
 * @param figures a sample per run
 */
record Result(Size size, Map<Figure, Samples> figures) {

    static Result of(Size size, List<Map<Figure, Double>> runs) {
        Map<Figure, Samples> figures = new EnumMap<>(Figure.class);
        for (Map<Figure, Double> run : runs) {
            run.forEach((figure, value) ->
                    figures.computeIfAbsent(figure, none -> new Samples()).add(value));
        }
        return new Result(size, figures);
    }

    double median(Figure figure) {
        return figures.getOrDefault(figure, new Samples()).median();
    }

    /** By how many bytes this figure, in MiB, grows with each pod from the smaller cluster to this one. */
    double bytesPerPod(Figure figure, Result smaller) {
        return (median(figure) - smaller.median(figure)) * 1024 * 1024 / (size.pods() - smaller.size.pods());
    }
}
