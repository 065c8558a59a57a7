package io.prodhealth.source.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code recording.json}: what a recording says of itself. It may be missing.
 *
 * @param begin the moment of second 0; null when it does not say
 * @param version of the agent that wrote it
 * @param cluster name of the cluster; empty when it was not known
 * @param namespace where Cortex keeps its APIs; empty when it does not say
 * @param kinds kinds that were read, even if there was no object of them
 * @param denied what could not be read for want of a permission: kinds, {@code configmaps/<name>},
 *     {@code scaling-activities}
 */
record Manifest(
        @Nullable Instant begin,
        String version,
        String cluster,
        String namespace,
        List<String> kinds,
        List<String> denied) {

    static final String FILE = "recording.json";
    static final String ACTIVITIES = "scaling-activities";

    /** A change that an older agent cannot read makes it 2. */
    private static final int FORMAT = 1;

    private static final int LONGEST = 1 << 20;
    private static final int MOST_KINDS = 1000;
    private static final JsonMapper JSON = new JsonMapper();

    /** Of a folder that has none. */
    static final Manifest NONE = new Manifest(null, "", "", "", List.of(), List.of());

    /** Reads that of {@code folder}; {@link #NONE} where there is none. */
    static Manifest read(Path folder) throws NotARecordingException, IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        JsonNode json;
        try (var in = Files.newInputStream(file)) {
            json = JSON.readTree(in.readNBytes(LONGEST));
        } catch (JacksonException e) {
            throw new NotARecordingException(file + " is not JSON");
        }
        if (json.path("format").asInt(FORMAT) > FORMAT) {
            throw new NotARecordingException(file + " was written by a later version, which this one cannot read");
        }
        return new Manifest(
                RecordedScaling.moment(json.path("t0")),
                json.path("version").asString(""),
                json.path("cluster").asString(""),
                json.path("cortex_namespace").asString(""),
                texts(json.path("kinds")),
                texts(json.path("denied")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : array.isArray() ? array : List.<JsonNode>of()) {
            if (texts.size() < MOST_KINDS) {
                texts.add(text.asString(""));
            }
        }
        return List.copyOf(texts);
    }

    /** As it is written. */
    String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        if (begin != null) {
            json.put("t0", begin.toString());
        }
        json.put("version", version);
        json.put("cluster", cluster);
        json.put("cortex_namespace", namespace);
        kinds.forEach(json.putArray("kinds")::add);
        denied.forEach(json.putArray("denied")::add);
        return json.toString() + "\n";
    }
}
