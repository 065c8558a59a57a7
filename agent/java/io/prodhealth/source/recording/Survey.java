package io.prodhealth.source.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A look ahead into a recording that does not say of itself which kinds it has and when it was made. The moment of second 0
 * is told from the objects: what has just been written carries a time that is nearly that of its line.
 */
final class Survey {

    /** Past this a kind that has not been seen is not there, until it comes. */
    private static final int MOST_LINES = 20_000;
    /** Lines in which times are looked for, in the first list and after it. */
    private static final int MOST_TIMES = 500;

    private static final JsonFactory JSON = new JsonFactory();

    /** As Kubernetes writes times, and as the cluster autoscaler writes its own. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(Z|[+-]\\d\\d:\\d\\d| \\+0000 UTC)");

    private static final int LONGEST_TIME = 40;
    /** Written times are cut to whole seconds, and a watch is some tenths late. */
    private static final long WINDOW_MILLIS = 2000;
    /** Two that agree may do so by chance. */
    private static final int LEAST = 3;

    private final Set<String> resources = new HashSet<>();
    /** Moment of second 0 if the line were as old as the newest time in it, epoch milliseconds. */
    private final List<Long> listed = new ArrayList<>();

    private final List<Long> heard = new ArrayList<>();

    /** Reads the beginning of a file of records. */
    static Survey of(Path file) throws IOException {
        Survey survey = new Survey();
        try (Lines lines = Lines.of(file)) {
            double first = Double.NaN;
            for (int i = 0; i < MOST_LINES && lines.next(); i++) {
                if (!lines.tooLong()) {
                    first = survey.look(lines, first);
                }
            }
        }
        return survey;
    }

    /** The kinds that were seen. */
    Set<String> resources() {
        return Set.copyOf(resources);
    }

    private double look(Lines lines, double first) {
        int length = ManagedFields.cut(lines.buffer(), lines.from(), lines.length());
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), lines.buffer(), lines.from(), length)) {
            Double at = null;
            String resource = "";
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("at") && value.isNumeric()) {
                    at = parser.getDoubleValue();
                } else if (field.equals("resource") && value == JsonToken.VALUE_STRING) {
                    resource = parser.getString();
                } else if (field.equals("object") && at != null && Second.possible(at)) {
                    resources.add(resource);
                    double begin = Double.isNaN(first) ? at : first;
                    List<Long> moments = at > begin ? heard : listed;
                    long newest = moments.size() < MOST_TIMES ? newest(parser) : 0;
                    if (newest > 0) {
                        moments.add(newest - Math.round(at * 1000));
                    }
                    return begin;
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            // Whoever reads the record says so.
            return first;
        }
        return first;
    }

    /** The newest time in the value on which the parser stands. */
    private static long newest(JsonParser parser) {
        long newest = 0;
        int depth = 0;
        String field = "";
        JsonToken token = parser.currentToken();
        while (token != null) {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.PROPERTY_NAME) {
                field = parser.currentName();
            } else if (token == JsonToken.VALUE_STRING
                    && parser.getStringLength() <= LONGEST_TIME
                    // The one time in an object that lies ahead.
                    && !field.equals("deletionTimestamp")) {
                newest = Math.max(newest, millis(parser.getString()));
            }
            token = depth == 0 ? null : parser.nextToken();
        }
        return newest;
    }

    private static long millis(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return 0;
        }
        try {
            String zone = time.group(3).startsWith(" ") ? "Z" : time.group(3);
            return OffsetDateTime.parse(time.group(1) + "T" + time.group(2) + zone)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    /**
     * The moment of second 0, to the second: where most of what was heard agrees, so that a clock that is wrong, and what
     * carries old times only, count for nothing. Of a recording of nothing but a list it is the newest time in it.
     */
    Optional<Instant> begin() {
        List<Long> agreeing = densest(heard);
        long begin = agreeing.size() < LEAST
                ? Collections.max(listed.isEmpty() ? List.of(0L) : listed)
                // Times are cut to the second, so most lie before; a few lie behind, by clocks that differ.
                : agreeing.get(agreeing.size() * 9 / 10);
        return begin == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(Math.round(begin / 1000.0)));
    }

    /** Those of the window that holds most, in order. */
    private static List<Long> densest(List<Long> moments) {
        List<Long> sorted = new ArrayList<>(moments);
        Collections.sort(sorted);
        List<Long> densest = List.of();
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (sorted.get(to) - sorted.get(from) > WINDOW_MILLIS) {
                from++;
            }
            if (to - from + 1 > densest.size()) {
                densest = sorted.subList(from, to + 1);
            }
        }
        return densest;
    }
}
