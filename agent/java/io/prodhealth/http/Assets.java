package io.prodhealth.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The files of the status page and the schemas of the report and of the history, from the class path, read once. */
final class Assets {

    private static final Map<String, String[]> FILES = Map.of(
            "/page/page.css", new String[] {"page/page.css", "text/css; charset=utf-8"},
            "/page/page.js", new String[] {"page/page.js", "text/javascript; charset=utf-8"},
            "/page/icon.svg", new String[] {"page/icon.svg", "image/svg+xml"},
            "/api/v1/history/schema", new String[] {"history.schema.json", "application/schema+json"},
            "/api/v1/report/schema", new String[] {"report.schema.json", "application/schema+json"});

    private final Map<String, Encoded> contents = new HashMap<>();

    Assets() {
        FILES.forEach((path, file) -> contents.put(path, Encoded.of(read(file[0]))));
    }

    boolean has(String path) {
        return contents.containsKey(path);
    }

    /** The file at {@code path}, which there must be; browsers keep it and ask whether it has changed. */
    Reply reply(Call call) {
        Encoded content = contents.get(call.path());
        String[] file = FILES.get(call.path());
        if (content == null || file == null) {
            throw new IllegalArgumentException("no such asset");
        }
        boolean known = call.ifNoneMatch().contains(content.tag());
        Reply reply = known ? Reply.bytes(304, file[1], new byte[0]) : content.reply(call, file[1]);
        return reply.with("ETag", content.tag()).with("Cache-Control", "no-cache");
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
