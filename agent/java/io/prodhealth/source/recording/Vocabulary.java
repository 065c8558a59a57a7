package io.prodhealth.source.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words that stay readable where names are hashed.
 *
 * @param parts parts of names
 * @param words words that stand alone in a text
 * @param keys whole names of fields, labels, annotations, settings and flags
 */
record Vocabulary(Set<String> parts, Set<String> words, Set<String> keys) {

    private static final String RESOURCE = "/recording/vocabulary.txt";

    /** The one that is shipped. */
    static Vocabulary shipped() {
        Set<String> parts = new HashSet<>();
        Set<String> words = new HashSet<>();
        Set<String> keys = new HashSet<>();
        Set<String> section = parts;
        try (InputStream in = Vocabulary.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + RESOURCE);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (line) {
                    case "[parts]" -> section = parts;
                    case "[words]" -> section = words;
                    case "[keys]" -> section = keys;
                    default -> add(line, section);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Vocabulary(Set.copyOf(parts), Set.copyOf(words), Set.copyOf(keys));
    }

    private static void add(String line, Set<String> section) {
        if (!line.startsWith("#")) {
            for (String word : line.split(" ", -1)) {
                section.add(word);
            }
            section.remove("");
        }
    }

    boolean isPart(String token) {
        return parts.contains(token.toLowerCase(Locale.ROOT));
    }

    boolean isWord(String token) {
        return words.contains(token.toLowerCase(Locale.ROOT)) || isPart(token) || isKey(token);
    }

    boolean isKey(String key) {
        return keys.contains(key.toLowerCase(Locale.ROOT));
    }
}
