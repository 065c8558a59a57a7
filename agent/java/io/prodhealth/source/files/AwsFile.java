package io.prodhealth.source.files;

import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Observed.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * One file of a dump: an object with lists.
 *
 * @param file where it stands
 * @param root what it holds; a missing node where it could not be read
 * @param absent why there is nothing when there is no list
 * @param takenAt when the dump was made
 * @param complaints told what is wrong
 */
record AwsFile(Path file, JsonNode root, Reason absent, Instant takenAt, Consumer<String> complaints) {

    private static final JsonMapper JSON = new JsonMapper();

    /** A thousand times the largest that was seen. */
    private static final long MOST_BYTES = 32L << 20;

    static AwsFile read(Path file, Instant takenAt, Consumer<String> complaints) {
        if (!Files.exists(file)) {
            return nothing(file, Reason.NOT_SYNCED, takenAt, complaints);
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                complaints.accept(file + ": is longer than " + (MOST_BYTES >> 20) + " MiB");
                return nothing(file, Reason.INVALID, takenAt, complaints);
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root.isObject()) {
                return new AwsFile(file, root, Reason.NOT_SYNCED, takenAt, complaints);
            }
            complaints.accept(file + ":1:1: is no JSON object");
        } catch (JacksonException e) {
            @Nullable TokenStreamLocation at = e.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            complaints.accept(file + place + ": is not JSON: "
                    + String.valueOf(e.getOriginalMessage()).replaceFirst("(?s)\n.*", ""));
        } catch (IOException e) {
            complaints.accept(file + ": cannot be read: " + e);
        }
        return nothing(file, Reason.INVALID, takenAt, complaints);
    }

    private static AwsFile nothing(Path file, Reason why, Instant takenAt, Consumer<String> complaints) {
        return new AwsFile(file, MissingNode.getInstance(), why, takenAt, complaints);
    }

    /** A list of the file; one that is not there was not dumped, and one that holds anything but objects is invalid. */
    <T> Observed<List<T>> list(String field, Function<JsonNode, T> read) {
        JsonNode array = root.path(field);
        if (array.isMissingNode()) {
            return new Observed.Unknown<>(absent, takenAt);
        }
        if (!array.isArray()) {
            return invalid(field + " is no list");
        }
        List<T> all = new ArrayList<>();
        for (JsonNode element : array) {
            if (!element.isObject()) {
                return invalid(field + "[" + all.size() + "] is no object");
            }
            all.add(read.apply(element));
        }
        return new Observed.Known<>(List.copyOf(all), takenAt);
    }

    private <T> Observed<T> invalid(String what) {
        complaints.accept(file + ": " + what);
        return new Observed.Unknown<>(Reason.INVALID, takenAt);
    }
}
