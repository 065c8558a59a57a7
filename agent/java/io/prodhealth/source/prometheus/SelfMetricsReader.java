package io.prodhealth.source.prometheus;

import io.prodhealth.snapshot.PrometheusServer.Figure;
import io.prodhealth.snapshot.PrometheusServer.Figures;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the exposition of a Prometheus (text 0.0.4) as it comes, line by line, and keeps a dozen numbers of it. What is no
 * line of a wanted family is passed over, whatever it is. Not safe for threads.
 */
final class SelfMetricsReader {

    /** Its own lines have a few hundred; what is longer is passed over without being kept. */
    static final int LONGEST_LINE = 8 << 10;

    private static final String BUILD = "prometheus_build_info{";
    private static final int LONGEST_VERSION = 40;
    private static final List<Figure> FIGURES = List.of(Figure.values());

    private final byte[] line = new byte[LONGEST_LINE];
    private final Map<Figure, Double> values = new EnumMap<>(Figure.class);
    private int length;
    private boolean tooLong;
    private String version = "";

    /** Takes the next piece of it, which may begin and end anywhere. */
    void accept(byte[] piece) {
        accept(piece, piece.length);
    }

    /** The same, of whose bytes only the first are it. */
    void accept(byte[] piece, int size) {
        for (int i = 0; i < size; i++) {
            byte next = piece[i];
            if (next == '\n') {
                if (!tooLong) {
                    take();
                }
                length = 0;
                tooLong = false;
            } else if (length < LONGEST_LINE) {
                line[length++] = next;
            } else {
                tooLong = true;
            }
        }
    }

    /** What has been read; a last line that does not end is not among it. */
    Figures figures() {
        return new Figures(Map.copyOf(values), version);
    }

    private void take() {
        // Every wanted name begins with pro: most lines end here, without becoming a text.
        if (length < 4 || line[0] != 'p' || line[1] != 'r' || line[2] != 'o') {
            return;
        }
        int end = 0;
        while (end < length && line[end] != '{' && line[end] != ' ' && line[end] != '\t') {
            end++;
        }
        Figure figure = figure(end);
        if (figure != null) {
            double value = value(end);
            if (Double.isFinite(value)) {
                values.merge(figure, value, Double::sum);
            }
        } else if (version.isEmpty() && startsWith(BUILD)) {
            version = label(new String(line, 0, length, StandardCharsets.UTF_8), "version=\"");
        }
    }

    /** Compared byte by byte: a text for each of a hundred thousand lines would be the cost of the whole reading. */
    private @Nullable Figure figure(int end) {
        for (Figure figure : FIGURES) {
            if (figure.family().length() == end && startsWith(figure.family())) {
                return figure;
            }
        }
        return null;
    }

    private boolean startsWith(String text) {
        if (length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (line[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String label(String text, String before) {
        int start = text.indexOf("," + before);
        start = start < 0 ? text.indexOf("{" + before) : start;
        if (start < 0) {
            return "";
        }
        start += before.length() + 1;
        int end = text.indexOf('"', start);
        return end < 0 || end - start > LONGEST_VERSION ? "" : text.substring(start, end);
    }

    /** NaN when no number follows the labels. */
    private double value(int afterName) {
        int start = afterName;
        if (start < length && line[start] == '{') {
            start = length - 1;
            // The values of labels may hold a brace, but nothing behind the labels does.
            while (start > afterName && line[start] != '}') {
                start--;
            }
            if (start == afterName) {
                return Double.NaN;
            }
            start++;
        }
        String[] words = new String(line, start, length - start, StandardCharsets.ISO_8859_1)
                .strip()
                .split("[ \\t]+", 2);
        try {
            return Double.parseDouble(words[0]);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
