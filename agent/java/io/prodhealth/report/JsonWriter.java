package io.prodhealth.report;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON field by field. What is not known is null, never a 0 or an empty text that could pass for a fact. */
final class JsonWriter implements AutoCloseable {

    private final JsonGenerator out;

    JsonWriter(OutputStream stream) {
        // Over a Writer, because it turns half a surrogate pair (text cut in the middle of an emoji) into a question
        // mark;
        // the generator's own UTF-8 would fail and take the whole report with it.
        this.out = new JsonFactory()
                .createGenerator(ObjectWriteContext.empty(), new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }

    JsonWriter object() {
        out.writeStartObject();
        return this;
    }

    JsonWriter object(String field) {
        out.writeName(field);
        return object();
    }

    JsonWriter endObject() {
        out.writeEndObject();
        return this;
    }

    JsonWriter array(String field) {
        out.writeName(field);
        out.writeStartArray();
        return this;
    }

    JsonWriter endArray() {
        out.writeEndArray();
        return this;
    }

    JsonWriter value(String text) {
        out.writeString(text);
        return this;
    }

    /** A number; JSON has no word for one that is not finite, and three digits after the point are enough for a plot. */
    JsonWriter value(float number) {
        if (!Float.isFinite(number)) {
            out.writeNull();
        } else if (number == Math.rint(number) && Math.abs(number) < 1e9) {
            out.writeNumber((int) number);
        } else {
            out.writeNumber(Math.round(number * 1000.0) / 1000.0);
        }
        return this;
    }

    JsonWriter nothing(String field) {
        out.writeName(field);
        out.writeNull();
        return this;
    }

    JsonWriter text(String field, String text) {
        out.writeName(field);
        out.writeString(text);
        return this;
    }

    /** A text whose emptiness means that there is none. */
    JsonWriter textOrNull(String field, String text) {
        return text.isEmpty() ? nothing(field) : text(field, text);
    }

    JsonWriter truth(String field, boolean value) {
        out.writeName(field);
        out.writeBoolean(value);
        return this;
    }

    JsonWriter number(String field, long value) {
        out.writeName(field);
        out.writeNumber(value);
        return this;
    }

    JsonWriter number(String field, @Nullable Integer value) {
        return value == null ? nothing(field) : number(field, value.longValue());
    }

    JsonWriter number(String field, OptionalLong value) {
        return value.isPresent() ? number(field, value.getAsLong()) : nothing(field);
    }

    /** A number with a fraction; JSON has no word for one that is not finite. */
    JsonWriter fraction(String field, double value) {
        if (!Double.isFinite(value)) {
            return nothing(field);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return number(field, (long) value);
        }
        out.writeName(field);
        out.writeNumber(value);
        return this;
    }

    JsonWriter fraction(String field, OptionalDouble value) {
        return value.isPresent() ? fraction(field, value.getAsDouble()) : nothing(field);
    }

    JsonWriter seconds(String field, Duration value) {
        return fraction(field, value.toMillis() / 1000.0);
    }

    /** RFC 3339, UTC, to the millisecond. */
    JsonWriter time(String field, @Nullable Instant at) {
        return at == null
                ? nothing(field)
                : text(field, at.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    @Override
    public void close() {
        out.close();
    }
}
