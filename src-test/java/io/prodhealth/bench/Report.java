package io.prodhealth.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, as Markdown or JSON. */
record Report(Machine machine, List<Result> results) {
    /** What a cluster of 100 000 pods may add to one of 10 000. */
    private static final double MOST_BYTES_PER_POD = 1.5 * 1024;

    String markdown() {
        StringBuilder out = new StringBuilder();
        out.append("%s, %d cores, %s, JDK %s, load %.1f, nice %d%nJVM options: %s%n"
                .formatted(
                        machine.cpu(),
                        machine.cores(),
                        machine.kernel(),
                        machine.jdk(),
                        machine.load(),
                        machine.priority(),
                        String.join(" ", machine.jvmOptions())));
        for (Result result : results) {
            table(result, out);
        }
        growth().ifPresent(growth ->
                out.append("%nFrom %d to %d pods a pod adds %.0f bytes loaded, %.0f at the peak%s%n"
                        .formatted(
                                growth.from,
                                growth.to,
                                growth.loaded,
                                growth.peak,
                                growth.loaded > MOST_BYTES_PER_POD ? ": **more than 1536**" : " (at most 1536)")));
        return out.toString();
    }

    private static void table(Result result, StringBuilder out) {
        Size size = result.size();
        out.append("%n## %d pods on %d nodes%n%n".formatted(size.pods(), size.nodes()));
        out.append("| | median | min–max | accept / aim | kube-state-metrics | |%n|---|---|---|---|---|---|%n"
                .formatted());
        result.figures().forEach((figure, samples) -> {
            Optional<Figure.Limit> limit = figure.limit(size);
            String bounds = limit.map(l -> number(l.accept()) + " / " + number(l.aim()) + " " + figure.unit())
                    .orElse("");
            String verdict = limit.map(l -> l.verdict(samples.median())).orElse("");
            out.append("| %s | %s %s | %s–%s | %s | %s | %s |%n"
                    .formatted(
                            figure.title(),
                            number(samples.median()),
                            figure.unit(),
                            number(samples.min()),
                            number(samples.max()),
                            bounds,
                            limit.map(Figure.Limit::peer).orElse(""),
                            verdict.equals("beyond accept") ? "**beyond accept**" : verdict));
        });
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
                .replaceAll("\\.0+$", "");
    }

    private record Growth(int from, int to, double loaded, double peak) {}

    private Optional<Growth> growth() {
        return find(10_000)
                .flatMap(small -> find(100_000)
                        .map(large -> new Growth(
                                small.size().pods(),
                                large.size().pods(),
                                large.bytesPerPod(Figure.MEMORY_LOADED, small),
                                large.bytesPerPod(Figure.MEMORY_PEAK, small))));
    }

    private Optional<Result> find(int pods) {
        return results.stream().filter(result -> result.size().pods() == pods).findFirst();
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        List<Object> sizes = new ArrayList<>();
        for (Result result : results) {
            Map<String, Object> figures = new LinkedHashMap<>();
            result.figures().forEach((figure, samples) -> figures.put(figure.key(), figure(figure, samples, result)));
            Map<String, Object> size = new LinkedHashMap<>();
            size.put("pods", result.size().pods());
            size.put("nodes", result.size().nodes());
            size.put("figures", figures);
            sizes.add(size);
        }
        all.put("sizes", sizes);
        growth().ifPresent(growth -> all.put("bytes_per_pod", growth));
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(all);
    }

    private static Map<String, Object> figure(Figure figure, Samples samples, Result result) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("title", figure.title());
        one.put("unit", figure.unit());
        one.put("median", samples.median());
        one.put("min", samples.min());
        one.put("max", samples.max());
        one.put("runs", samples.count());
        figure.limit(result.size()).ifPresent(limit -> {
            one.put("accept", limit.accept());
            one.put("aim", limit.aim());
            one.put("verdict", limit.verdict(samples.median()));
        });
        return one;
    }
}
