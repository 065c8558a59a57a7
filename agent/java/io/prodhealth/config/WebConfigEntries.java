package io.prodhealth.config;

import io.prodhealth.logging.HostileText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the document of {@link WebConfigReader} apart, and collects all that is wrong with it. */
final class WebConfigEntries {

    private final String file;
    private final List<ConfigError> errors = new ArrayList<>();

    WebConfigEntries(String file) {
        this.file = file;
    }

    /** @param at {@code 12:5}; empty for the file as a whole */
    void error(String at, String message) {
        error(at, message, "", "");
    }

    void error(String at, String message, String allowed, String nearest) {
        add(at.isEmpty() ? file : file + ":" + at, message, allowed, nearest);
    }

    private void add(String place, String message, String allowed, String nearest) {
        errors.add(new ConfigError(HostileText.oneLine(place), HostileText.oneLine(message), allowed, nearest));
    }

    void throwIfWrong() throws ConfigException {
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
    }

    /** The known entries of a mapping; the others are errors. */
    Map<String, Yaml> of(@Nullable Yaml mapping, String prefix, Collection<String> known) {
        Map<String, Yaml> found = new LinkedHashMap<>();
        if (mapping != null) {
            new Entries(file, this::add, Nearest::to).read(mapping, prefix, known, found::put);
        }
        return found;
    }

    /** All entries of a mapping; none where there is no mapping. */
    Map<String, Yaml> all(@Nullable Yaml mapping, String name) {
        Map<String, Yaml> found = new LinkedHashMap<>();
        if (mapping instanceof Yaml.Mapping(String at, List<Yaml.Entry> entries)) {
            for (Yaml.Entry entry : entries) {
                if (found.putIfAbsent(entry.key().text(), entry.value()) != null) {
                    error(entry.key().at(), HostileText.oneLine(entry.key().text()) + ": given twice");
                }
            }
        } else if (mapping != null && !(mapping instanceof Yaml.Scalar scalar && scalar.empty())) {
            error(mapping.at(), name + " must be a mapping");
        }
        return found;
    }

    /** A single value; empty, and an error, where it is none. */
    String word(Yaml value, String name) {
        if (value instanceof Yaml.Scalar(String at, String text, boolean empty)) {
            return empty ? "" : text;
        }
        error(value.at(), name + " must be a single value");
        return "";
    }

    /** A list of single values; empty where there is none. */
    List<String> words(@Nullable Yaml value, String name) {
        if (value instanceof Yaml.Sequence(String at, List<Yaml> items)) {
            return items.stream().map(item -> word(item, name)).toList();
        }
        if (value != null && !(value instanceof Yaml.Scalar scalar && scalar.empty())) {
            error(value.at(), name + " must be a list");
        }
        return List.of();
    }

    /** A word of some; the first where none is given. */
    String oneOf(@Nullable Yaml value, String name, List<String> allowed) {
        String text = value == null ? "" : word(value, name);
        if (value == null || text.isEmpty()) {
            return allowed.getFirst();
        }
        if (!allowed.contains(text)) {
            error(
                    value.at(),
                    name + ": " + HostileText.quoted(text) + " is not understood",
                    String.join(", ", allowed),
                    Nearest.to(text, allowed));
            return allowed.getFirst();
        }
        return text;
    }

    /** Checks that it is true or false. */
    void flag(@Nullable Yaml value, String name) {
        oneOf(value, name, List.of("true", "false"));
    }
}
