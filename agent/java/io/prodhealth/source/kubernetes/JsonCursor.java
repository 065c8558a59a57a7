package io.prodhealth.source.kubernetes;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Walks a JSON stream. A value of an unexpected type reads as absent, and a value that nobody reads is skipped, so that a
 * field of any shape cannot derail the rest.
 */
final class JsonCursor {

    /** Called with the name of each field of an object, the cursor standing on its value. */
    @FunctionalInterface
    interface Field {
        void read(String name);
    }

    private final JsonParser parser;

    JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    JsonParser parser() {
        return parser;
    }

    /** Moves to the next value of the stream; false at its end. */
    boolean next() {
        return parser.nextToken() != null;
    }

    void object(Field field) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            field.read(name);
            parser.skipChildren();
        }
    }

    /** Whether an object begins here. */
    boolean atObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    void array(Runnable element) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        JsonToken token = parser.nextToken();
        while (token != null && token != JsonToken.END_ARRAY) {
            element.run();
            parser.skipChildren();
            token = parser.nextToken();
        }
    }

    String string() {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
    }

    boolean bool() {
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    int integer() {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            return 0;
        }
        return parser.getNumberType() == JsonParser.NumberType.INT ? parser.getIntValue() : 0;
    }
}
