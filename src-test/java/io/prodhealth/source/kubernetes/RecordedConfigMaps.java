package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.ConfigMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Config maps of recorded clusters, and their texts one by one. */
final class RecordedConfigMaps {

    private RecordedConfigMaps() {}

    /** A config map of the recorded cluster, as it is read. */
    static Optional<ConfigMap> recorded(String name) {
        Readers readers = new Readers();
        return RecordedObjects.of("configmaps").stream()
                .map(readers::configMap)
                .filter(map -> map.name().equals(name))
                .findFirst();
    }

    /** A text from {@code src-test/resources/provisioning}. */
    static String sample(String file) {
        try {
            return Files.readString(Path.of("src-test", "resources", "provisioning", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A config map that holds one text. */
    static ConfigMap holding(String key, String text) {
        return new ConfigMap("default", key, Map.of(), Map.of(), Map.of(key, text));
    }
}
