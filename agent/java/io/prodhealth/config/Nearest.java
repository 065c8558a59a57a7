package io.prodhealth.config;

import java.util.Collection;

/** Finds the word someone probably meant. */
public final class Nearest {
    /** A longer word is nobody's typing error, and comparing takes time in proportion to its length. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /** The candidate with the fewest edits to {@code word}; empty when that would change a third of it or more. */
    public static String to(String word, Collection<String> candidates) {
        String nearest = "";
        int fewest = Math.max(2, word.length() / 3) + 1;
        if (word.length() > LONGEST) {
            return nearest;
        }
        for (String candidate : candidates) {
            int edits = edits(word, candidate);
            if (edits < fewest && edits < Math.min(word.length(), candidate.length())) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance. */
    static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
