package io.prodhealth.config;

import io.prodhealth.logging.HostileText;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Takes the mappings of one file apart. What is not known, given twice, or no mapping at all is an error, by its place. */
final class Entries {

    /** Where errors go: their place, what is wrong, what is allowed and the nearest word, as a {@link ConfigError} has them. */
    @FunctionalInterface
    interface Errors {
        void error(String place, String message, String allowed, String nearest);
    }

    /** Finds what somebody has probably meant. */
    @FunctionalInterface
    interface Guess {
        String nearest(String word, Collection<String> known);
    }

    private final String file;
    private final Errors errors;
    private final Guess guess;

    Entries(String file, Errors errors, Guess guess) {
        this.file = file;
        this.errors = errors;
        this.guess = guess;
    }

    /** Hands over the known entries, in their order. */
    void read(Yaml yaml, String prefix, Collection<String> known, BiConsumer<String, Yaml> reader) {
        if (yaml instanceof Yaml.Mapping(String at, List<Yaml.Entry> all)) {
            Map<String, String> seen = new HashMap<>();
            for (Yaml.Entry entry : all) {
                String name = entry.key().text();
                String first = seen.putIfAbsent(name, entry.key().at());
                String shown = prefix + HostileText.oneLine(name);
                if (first != null) {
                    errors.error(place(entry.key()), shown + ": given twice, first at " + first, "", "");
                } else if (known.contains(name)) {
                    reader.accept(name, entry.value());
                } else {
                    String nearest = guess.nearest(name, known);
                    String allowed = nearest.isEmpty() ? String.join(", ", known) : "";
                    errors.error(place(entry.key()), shown + ": unknown key", allowed, nearest);
                }
            }
        } else if (!(yaml instanceof Yaml.Scalar scalar && scalar.empty())) {
            String what = prefix.isEmpty() ? "the configuration" : prefix.substring(0, prefix.length() - 1);
            errors.error(place(yaml), what + " must be a mapping", String.join(", ", known), "");
        }
    }

    private String place(Yaml yaml) {
        return file + ":" + yaml.at();
    }
}
