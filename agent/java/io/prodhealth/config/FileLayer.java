package io.prodhealth.config;

import io.prodhealth.logging.HostileText;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Takes a document apart into settings: sections, keys, and for a threshold {value, reason}. */
final class FileLayer {
    /** Characters; a reason is a sentence or two. */
    private static final int REASON_LIMIT = 500;

    private final String file;
    private final Layers layers;
    private final Map<String, Map<String, Setting<?>>> sections = new LinkedHashMap<>();

    FileLayer(String file, Layers layers) {
        this.file = file;
        this.layers = layers;
        for (Setting<?> setting : Settings.ALL) {
            sections.computeIfAbsent(setting.section(), s -> new LinkedHashMap<>())
                    .put(setting.key(), setting);
        }
    }

    void read(Yaml document) {
        Set<String> known = new LinkedHashSet<>(sections.keySet());
        known.add(WaiverList.KEY);
        entries(document, "", known, (section, content) -> {
            if (section.equals(WaiverList.KEY)) {
                layers.waivers(new WaiverList(file, layers, this::entries).read(content));
                return;
            }
            var settings = sections.getOrDefault(section, Map.of());
            entries(content, section + ".", settings.keySet(), (key, value) -> {
                Setting<?> setting = settings.get(key);
                if (setting != null) {
                    read(setting, value);
                }
            });
        });
    }

    private void read(Setting<?> setting, Yaml value) {
        switch (value) {
            case Yaml.Scalar scalar
            when scalar.empty() ->
                layers.error(
                        setting,
                        place(value),
                        "has no value; leave it out, or write \"\" for an empty text",
                        setting.type().allowed(),
                        "");
            case Yaml.Scalar scalar -> layers.set(setting, scalar.text(), place(value), "");
            case Yaml.Mapping mapping when setting.type().takesReason() -> readThreshold(setting, mapping);
            case Yaml.Mapping ignored ->
                layers.error(
                        setting,
                        place(value),
                        "is a mapping, not a value",
                        setting.type().allowed(),
                        "");
            case Yaml.Sequence ignored ->
                layers.error(
                        setting,
                        place(value),
                        "is a list, not a value",
                        setting.type().allowed(),
                        "");
            case Yaml.Other other ->
                layers.error(
                        setting,
                        place(value),
                        "is " + other.name() + ", not a value",
                        setting.type().allowed(),
                        "");
        }
    }

    private void readThreshold(Setting<?> setting, Yaml.Mapping mapping) {
        Map<String, Yaml> parts = new HashMap<>();
        entries(mapping, setting.path() + ".", List.of("value", "reason"), parts::put);
        String reason = "";
        Yaml given = parts.get("reason");
        if (given != null) {
            if (given instanceof Yaml.Scalar(String at, String text, boolean empty)
                    && !empty
                    && !text.isBlank()
                    && text.length() <= REASON_LIMIT) {
                reason = text;
            } else {
                layers.error(setting, place(given), "the reason must be a text of 1 to 500 characters", "", "");
            }
        }
        if (parts.get("value") instanceof Yaml.Scalar(String at, String text, boolean empty) && !empty) {
            layers.set(setting, text, file + ":" + at, reason);
        } else {
            layers.error(setting, place(mapping), "has no value", setting.type().allowed(), "");
        }
    }

    /** Hands over the known entries, in their order. The others, those given twice, and what is no mapping at all are errors. */
    private void entries(Yaml yaml, String prefix, Collection<String> known, BiConsumer<String, Yaml> reader) {
        if (yaml instanceof Yaml.Mapping(String at, List<Yaml.Entry> all)) {
            Map<String, String> seen = new HashMap<>();
            for (Yaml.Entry entry : all) {
                String name = entry.key().text();
                String first = seen.putIfAbsent(name, entry.key().at());
                String shown = prefix + HostileText.oneLine(name);
                if (first != null) {
                    layers.error(place(entry.key()), shown + ": given twice, first at " + first, "", "");
                } else if (known.contains(name)) {
                    reader.accept(name, entry.value());
                } else {
                    String nearest = nearest(name, known);
                    String allowed = nearest.isEmpty() ? String.join(", ", known) : "";
                    layers.error(place(entry.key()), shown + ": unknown key", allowed, nearest);
                }
            }
        } else if (!(yaml instanceof Yaml.Scalar scalar && scalar.empty())) {
            String what = prefix.isEmpty() ? "the configuration" : prefix.substring(0, prefix.length() - 1);
            layers.error(place(yaml), what + " must be a mapping", String.join(", ", known), "");
        }
    }

    /** A key of the right name in the wrong section is nearer than any other of this section. */
    private static String nearest(String name, Collection<String> known) {
        return Settings.ALL.stream()
                .filter(setting -> setting.key().equals(name))
                .map(Setting::path)
                .findFirst()
                .orElseGet(() -> Nearest.to(name, known));
    }

    private String place(Yaml yaml) {
        return file + ":" + yaml.at();
    }
}
