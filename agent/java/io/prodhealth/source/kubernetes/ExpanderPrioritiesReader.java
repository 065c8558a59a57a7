package io.prodhealth.source.kubernetes;

import io.prodhealth.snapshot.ConfigMap;
import io.prodhealth.snapshot.ExpanderPriorities;
import io.prodhealth.snapshot.GoPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the list of the priority expander. As to the autoscaler, one fault in it makes all of it useless. */
final class ExpanderPrioritiesReader {

    private static final Pattern PRIORITY = Pattern.compile("[-+]?\\d{1,9}");
    /** One for each of 100 groups, five times over. */
    private static final int MOST_PATTERNS = 500;

    private ExpanderPrioritiesReader() {}

    static ExpanderPriorities read(ConfigMap map) {
        String text = map.data().getOrDefault("priorities", "");
        if (text.isBlank()) {
            return useless("it has no key priorities, or nothing under it");
        }
        JsonNode tree = YamlTree.read(text).orElse(null);
        if (tree == null || !tree.isObject()) {
            return useless("it is no YAML map of priorities");
        }
        List<ExpanderPriorities.Level> levels = new ArrayList<>();
        int count = 0;
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            if (!PRIORITY.matcher(entry.getKey()).matches()) {
                return useless("a priority is not a whole number: " + Json.cut(entry.getKey(), 64));
            }
            if (!entry.getValue().isArray() && !entry.getValue().isNull()) {
                return useless("priority " + entry.getKey() + " has no list of patterns");
            }
            List<String> patterns = Json.list(entry.getValue(), pattern -> pattern.asString(""));
            count += patterns.size();
            for (String pattern : patterns) {
                if (GoPattern.compile(pattern).isEmpty()) {
                    return useless("priority " + entry.getKey() + " has a pattern that is no regular expression of Go: "
                            + Json.cut(pattern, 128));
                }
            }
            levels.add(new ExpanderPriorities.Level(Integer.parseInt(entry.getKey()), patterns));
        }
        if (count > MOST_PATTERNS) {
            return useless("it has more than " + MOST_PATTERNS + " patterns, which is more than is read");
        }
        levels.sort(Comparator.comparingInt(ExpanderPriorities.Level::priority).reversed());
        return new ExpanderPriorities(List.copyOf(levels), "");
    }

    private static ExpanderPriorities useless(String problem) {
        return new ExpanderPriorities(List.of(), problem);
    }
}
