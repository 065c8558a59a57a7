package io.prodhealth.source.kubernetes;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of a watch. The type comes before the object, as every API server writes it, and decides how the object is
 * read: a record, a bookmark's version, or the Status of an error.
 */
final class WatchEventReader<T> {

    private final Function<JsonCursor, Kind.Read<T>> reader;
    private String type = "";
    private String version = "";
    private @Nullable T object;
    private int code = 500;
    private String message = "the watch reported an error";

    WatchEventReader(Function<JsonCursor, Kind.Read<T>> reader) {
        this.reader = reader;
    }

    void read(JsonCursor json) {
        json.object(field -> {
            switch (field) {
                case "type" -> type = json.string();
                case "object" -> object(json);
                default -> {}
            }
        });
    }

    private void object(JsonCursor json) {
        switch (type) {
            case "BOOKMARK" ->
                json.object(field -> {
                    if (field.equals("metadata")) {
                        version(json);
                    }
                });
            case "ERROR" ->
                json.object(field -> {
                    switch (field) {
                        case "code" -> code = json.integer();
                        case "message" -> message = json.string();
                        default -> {}
                    }
                });
            default -> {
                Kind.Read<T> read = reader.apply(json);
                object = read.object();
                version = read.version();
            }
        }
    }

    private void version(JsonCursor json) {
        json.object(field -> {
            if (field.equals("resourceVersion")) {
                version = json.string();
            }
        });
    }

    String type() {
        return type;
    }

    String version() {
        return version;
    }

    @Nullable
    T object() {
        return object;
    }

    ApiError error() {
        return new ApiError(code, message, null);
    }
}
