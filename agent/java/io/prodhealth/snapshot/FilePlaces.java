package io.prodhealth.snapshot;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where users have written what was judged.
 *
 * @param byObject places by field, for each object by the name that findings give it ({@code api/iris},
 *     {@code node_group/gpu}, {@code cluster} for everything else). A field is a path with dots, as in
 *     {@code pod.containers.0.image}; the empty one is the place of the object itself
 */
public record FilePlaces(Map<String, Map<String, FilePlace>> byObject) {

    /** Of what does not come from files. */
    public static final FilePlaces NONE = new FilePlaces(Map.of());

    private static final String IMAGE = "image/";

    /** The object that what belongs to no other is looked for in. */
    public static final String CLUSTER = "cluster";

    /**
     * Where a field is set; where it is not, the nearest above it that is, at last the object's own place. Empty where nobody
     * has written the object.
     */
    public Optional<FilePlace> of(String object, String field) {
        @Nullable Map<String, FilePlace> known = byObject.get(object);
        if (known == null && !object.startsWith("api/")) {
            known = byObject.get(CLUSTER);
        }
        if (known == null) {
            return Optional.empty();
        }
        String path = field.isEmpty() && object.startsWith(IMAGE)
                ? "image_" + object.substring(IMAGE.length()).replace('-', '_')
                : field;
        while (!path.isEmpty() && !known.containsKey(path)) {
            path = path.substring(0, Math.max(0, path.lastIndexOf('.')));
        }
        return Optional.ofNullable(known.get(path));
    }
}
