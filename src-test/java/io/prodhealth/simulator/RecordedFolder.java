package io.prodhealth.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder of recorded list bodies; its format is described in the README of src-test/resources/clusters/production.
 *
 * @param directory where cluster.json lies
 * @param takenAt the moment of the recording
 */
public record RecordedFolder(Path directory, Instant takenAt) {

    /**
     * Reads cluster.json; the lists are read by {@link #load}.
     *
     * @throws UncheckedIOException when there is no readable cluster.json
     */
    public static RecordedFolder open(Path directory) {
        JsonNode cluster = Json.parse(read(directory.resolve("cluster.json")));
        return new RecordedFolder(
                directory, Instant.parse(cluster.path("taken_at").asString("")));
    }

    /** Where the recorded cluster `production` lies on the class path. */
    public static Path production() {
        return onClassPath("/clusters/production/cluster.json");
    }

    static Path onClassPath(String file) {
        URL found = RecordedFolder.class.getResource(file);
        if (found == null) {
            throw new IllegalStateException(file + " is not on the class path");
        }
        try {
            Path path = Path.of(new URI(found.toString()));
            return path.resolveSibling(".").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies a folder with all that is in it, so that a test may change the copy. */
    public static Path copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copied = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copied.resolveSibling("."));
                Files.copy(file, copied);
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shift that makes the recording's moment now. */
    public TimeShift shiftTo(Instant now) {
        return TimeShift.between(takenAt, now);
    }

    /** A file of the folder, unchanged; empty when there is none. */
    Optional<String> text(String file) {
        Path path = directory.resolve(file);
        return Files.isRegularFile(path) ? Optional.of(read(path)) : Optional.empty();
    }

    /** Loads all lists; custom kinds without a file become absent. */
    void load(Store store, Instant now) {
        TimeShift shift = shiftTo(now);
        for (Resource resource : Resource.values()) {
            List<String> pages = pages(resource);
            if (pages.isEmpty() && resource.custom()) {
                store.setAbsent(resource, true);
            }
            for (String page : pages) {
                load(store, resource, Json.parseObject(shift.apply(page)));
            }
        }
    }

    /** All items of one kind, as recorded. */
    List<ObjectNode> items(Resource resource) {
        List<ObjectNode> items = new ArrayList<>();
        for (String page : pages(resource)) {
            Json.parseObject(page).path("items").forEach(item -> items.add((ObjectNode) item));
        }
        return items;
    }

    private List<String> pages(Resource resource) {
        List<String> pages = new ArrayList<>();
        Optional<String> page = text(resource.fileName() + ".json");
        for (int number = 2; page.isPresent(); number++) {
            pages.add(page.get());
            page = text(resource.fileName() + ".page" + number + ".json");
        }
        return pages;
    }

    private static void load(Store store, Resource resource, ObjectNode list) {
        store.raiseRevisionTo(list.at("/metadata/resourceVersion").asLong(0));
        for (JsonNode item : list.path("items")) {
            // Metrics have no resourceVersion of their own.
            long revision = item.at("/metadata/resourceVersion").asLong(1);
            store.load(Stored.of(resource, (ObjectNode) item, revision));
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
