package io.prodhealth.report;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.signal.readiness.PodState;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Replicas as a bar: ready, in trouble, on the way, and a gap for what is missing. */
final class Bar {

    private static final Map<PodState, String> LOOKS = Map.of(
            PodState.READY, "ok",
            PodState.NOT_READY, "wait",
            PodState.CREATING, "wait",
            PodState.UNSCHEDULABLE, "bad",
            PodState.IMAGE_PULL_ERROR, "bad",
            PodState.CRASH_LOOPING, "bad",
            PodState.OOM_KILLED, "bad",
            PodState.FAILED, "bad",
            PodState.TERMINATING, "gone");

    private static final List<String> ORDER = List.of("ok", "wait", "bad", "gone");

    private Bar() {}

    /** Whether there is, or should be, any replica. */
    static boolean isWorthDrawing(ApiReadiness api) {
        Integer desired = api.api().desired();
        return desired != null && (desired > 0 || states(api).values().stream().anyMatch(count -> count > 0));
    }

    /** A bar as wide as the larger of what is asked for and what is there. Drawn in SVG: styles in the page are forbidden. */
    static void write(Html html, ApiReadiness api) {
        Map<PodState, Integer> states = states(api);
        int pods = states.values().stream().mapToInt(Integer::intValue).sum();
        Integer desired = api.api().desired();
        int whole = Math.max(pods, desired == null ? 0 : desired);
        html.open("svg", "class", "bar", "viewBox", "0 0 100 8", "preserveAspectRatio", "none", "aria-hidden", "true");
        html.empty("rect", "class", "track", "width", "100", "height", "8");
        double x = 0;
        for (String look : ORDER) {
            int count = LOOKS.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(look))
                    .mapToInt(entry -> states.getOrDefault(entry.getKey(), 0))
                    .sum();
            if (count > 0) {
                double width = 100.0 * count / whole;
                html.empty("rect", "class", look, "x", number(x), "width", number(width), "height", "8");
                x += width;
            }
        }
        html.close();
    }

    /** Where pods cannot be read, at least what their controller says of them. */
    private static Map<PodState, Integer> states(ApiReadiness api) {
        Integer ready = api.ready();
        return api.podsByState().isEmpty() && ready != null ? Map.of(PodState.READY, ready) : api.podsByState();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static String look(PodState state) {
        return LOOKS.getOrDefault(state, "wait");
    }
}
