package io.prodhealth.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes a document apart into settings: sections, keys, and for a threshold {value, reason}. */
final class FileLayer {
    /** Characters; a reason is a sentence or two. */
    private static final int REASON_LIMIT = 500;

    private final String file;
    private final Layers layers;
    private final Entries entries;
    private final Map<String, Map<String, Setting<?>>> sections = new LinkedHashMap<>();

    FileLayer(String file, Layers layers) {
        this.file = file;
        this.layers = layers;
        this.entries = new Entries(file, layers::error, FileLayer::nearest);
        for (Setting<?> setting : Settings.ALL) {
            sections.computeIfAbsent(setting.section(), s -> new LinkedHashMap<>())
                    .put(setting.key(), setting);
        }
    }

    void read(Yaml document) {
        Set<String> known = new LinkedHashSet<>(sections.keySet());
        known.add(WaiverList.KEY);
        entries.read(document, "", known, (section, content) -> {
            if (section.equals(WaiverList.KEY)) {
                layers.waivers(new WaiverList(file, layers, entries).read(content));
                return;
            }
            var settings = sections.getOrDefault(section, Map.of());
            entries.read(content, section + ".", settings.keySet(), (key, value) -> {
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
        entries.read(mapping, setting.path() + ".", List.of("value", "reason"), parts::put);
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
