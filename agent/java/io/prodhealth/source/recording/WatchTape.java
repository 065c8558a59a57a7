package io.prodhealth.source.recording;

import io.prodhealth.source.kubernetes.KubernetesFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * {@code watch.jsonl}: what the API server said. An object is read off the line straight into the record that is kept; it is
 * the long part of a long file.
 */
final class WatchTape implements Tape {

    private static final JsonFactory JSON = new JsonFactory();

    private final Lines lines;
    private final Complaints complaints;
    private final KubernetesFeed feed;
    /** Stands on the object of the record. */
    private @Nullable JsonParser object;

    private int length;
    private double seconds;
    private String resource = "";
    private String type = "";

    WatchTape(Path file, KubernetesFeed feed, Consumer<Complaint> complaints) throws IOException {
        this.lines = Lines.of(file);
        this.complaints = new Complaints(file, lines, complaints);
        this.feed = feed;
    }

    @Override
    public boolean advance() throws IOException {
        while (lines.next()) {
            if (lines.tooLong()) {
                complaints.tooLong();
            } else if (head()) {
                return true;
            }
        }
        return false;
    }

    /** Reads what stands before the object; false when the line is no record. */
    private boolean head() {
        length = ManagedFields.cut(lines.buffer(), lines.from(), lines.length());
        seconds = Double.NaN;
        resource = "";
        type = "";
        object = null;
        JsonParser parser = parser();
        try {
            boolean early = false;
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            while (isObject && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("object") && value == JsonToken.START_OBJECT) {
                    if (complete()) {
                        object = parser;
                        return known();
                    }
                    early = true;
                } else {
                    field(field, value, parser);
                }
                parser.skipChildren();
            }
            if (!early || !complete()) {
                complaints.because("is no record of a watch");
                return false;
            }
            object = atObject();
            return known();
        } catch (JacksonException e) {
            complaints.of(e);
            return false;
        }
    }

    private JsonParser parser() {
        return JSON.createParser(ObjectReadContext.empty(), lines.buffer(), lines.from(), length);
    }

    private void field(String field, JsonToken value, JsonParser parser) {
        switch (field) {
            case "at" -> seconds = value.isNumeric() ? parser.getDoubleValue() : Double.NaN;
            case "resource" -> resource = value == JsonToken.VALUE_STRING ? parser.getString() : "";
            case "type" -> type = value == JsonToken.VALUE_STRING ? parser.getString() : "";
            default -> {}
        }
    }

    private boolean complete() {
        return Second.possible(seconds) && !resource.isEmpty() && !type.isEmpty();
    }

    private boolean known() {
        boolean known = switch (type) {
            case "ADDED", "MODIFIED", "DELETED" -> true;
            default -> false;
        };
        if (!known && !type.equals("BOOKMARK")) {
            complaints.because("has a type that no watch has");
        }
        return known;
    }

    /** For a line on which the object stands first. */
    private JsonParser atObject() {
        JsonParser parser = parser();
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean here = parser.currentName().equals("object");
            parser.nextToken();
            if (here && parser.currentToken() == JsonToken.START_OBJECT) {
                return parser;
            }
            parser.skipChildren();
        }
        return parser;
    }

    @Override
    public long at() {
        return Second.micros(seconds);
    }

    @Override
    public void take() {
        JsonParser parser = object;
        if (parser == null) {
            return;
        }
        object = null;
        try (parser) {
            if (feed.reads(resource)) {
                feed.apply(resource, type.equals("DELETED"), parser);
            } else {
                parser.skipChildren();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            complaints.of(e);
        }
    }

    @Override
    public void refuse(String why) {
        complaints.because(why);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
