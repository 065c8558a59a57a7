package io.prodhealth.source.kubernetes;

import io.prodhealth.source.FailureReason;
import io.prodhealth.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * The two requests by which one kind is read, object by object off the stream.
 *
 * @param <T> the record that is kept
 */
final class ListWatch<T> {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_TOKEN = 1 << 16;

    private final ApiServer server;
    private final Kind<T> kind;
    private final int pageSize;
    private int path;

    ListWatch(ApiServer server, Kind<T> kind, int pageSize) {
        this.server = server;
        this.kind = kind;
        this.pageSize = pageSize;
    }

    /** Goes on to the next path under which the kind may be served; false when there is none, and starts over. */
    boolean nextPath() {
        path = (path + 1) % kind.paths().size();
        return path != 0;
    }

    /** Hands every object to {@code each}, page by page; returns the version of the list. */
    String list(Consumer<T> each) throws ApiError, SourceException, InterruptedException {
        Page page = page(pageSize, "", each);
        while (!page.token.isEmpty()) {
            page = page(pageSize, page.token, each);
        }
        return page.version;
    }

    /** The version at which the server is now. */
    String version() throws ApiError, SourceException, InterruptedException {
        return page(1, "", object -> {}).version;
    }

    private record Page(String version, String token) {}

    private Page page(int size, String token, Consumer<T> each) throws ApiError, SourceException, InterruptedException {
        String query = "?limit=" + size + (token.isEmpty() ? "" : "&continue=" + encode(token)) + selector();
        try (InputStream body = server.list(kind.paths().get(path) + query);
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            JsonCursor json = new JsonCursor(parser);
            String[] versionAndToken = {"", ""};
            json.next();
            json.object(field -> {
                switch (field) {
                    case "metadata" ->
                        json.object(meta -> {
                            switch (meta) {
                                case "resourceVersion" -> versionAndToken[0] = json.string();
                                case "continue" -> versionAndToken[1] = json.string();
                                default -> {}
                            }
                        });
                    case "items" ->
                        json.array(() -> each.accept(kind.reader().apply(json).object()));
                    default -> {}
                }
            });
            if (versionAndToken[0].isEmpty() || versionAndToken[1].length() > LONGEST_TOKEN) {
                throw new SourceException(FailureReason.INVALID_RESPONSE, "the answer is not a Kubernetes list");
            }
            return new Page(versionAndToken[0], versionAndToken[1]);
        } catch (IOException | JacksonException e) {
            throw broken(e);
        }
    }

    /** Opens a watch from {@code version} that the server is asked to end after {@code timeout}. */
    InputStream open(String version, Duration timeout) throws ApiError, SourceException, InterruptedException {
        return server.watch(kind.paths().get(path) + "?watch=true&allowWatchBookmarks=true&timeoutSeconds="
                + timeout.toSeconds() + "&resourceVersion=" + encode(version) + selector());
    }

    /** Where the events of a watch go. */
    interface Events<T> {

        /** Something has arrived, a bookmark perhaps; everything up to {@code version} has been applied. */
        void reached(String version);

        void updated(T object);

        void deleted(T object);
    }

    /** Reads a watch until the server ends it. */
    void read(InputStream body, Events<T> events) throws ApiError, SourceException {
        // A parser of its own for each watch: a half line must not spill into the next.
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            JsonCursor json = new JsonCursor(parser);
            while (json.next()) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw new SourceException(
                            FailureReason.INVALID_RESPONSE, "the watch sent something else than events");
                }
                WatchEventReader<T> event = new WatchEventReader<>(kind.reader());
                event.read(json);
                apply(event, events);
            }
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private void apply(WatchEventReader<T> event, Events<T> events) throws ApiError, SourceException {
        T object = event.object();
        switch (event.type()) {
            case "BOOKMARK" -> {}
            case "ERROR" -> throw event.error();
            case "ADDED", "MODIFIED" -> events.updated(present(object));
            case "DELETED" -> events.deleted(present(object));
            default -> throw new SourceException(FailureReason.INVALID_RESPONSE, "unknown watch event " + event.type());
        }
        events.reached(event.version());
    }

    private static <O> O present(@org.jspecify.annotations.Nullable O object) throws SourceException {
        if (object == null) {
            throw new SourceException(FailureReason.INVALID_RESPONSE, "a watch event without an object");
        }
        return object;
    }

    private String selector() {
        return kind.selector().isEmpty() ? "" : "&" + kind.selector();
    }

    /** A stream that broke off is the connection's fault; one that is no JSON is the other side's. */
    private static SourceException broken(Exception e) {
        boolean brokeOff = e instanceof IOException
                || e instanceof JacksonIOException
                || e instanceof UnexpectedEndOfInputException;
        String message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return new SourceException(
                brokeOff ? FailureReason.UNAVAILABLE : FailureReason.INVALID_RESPONSE,
                message == null ? e.getClass().getSimpleName() : Json.cut(message, 300));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
