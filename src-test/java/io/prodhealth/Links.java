package io.prodhealth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Links of pages in Markdown to files of this repository. */
public final class Links {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?[^)]*\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    private Links() {}

    /** Those of a text that lead nowhere: to a file that is not there, or to a heading that its page does not have. */
    public static List<String> broken(Path page, String text) {
        return LINK.matcher(text)
                .results()
                .filter(link -> !link.group(1).contains("://"))
                .filter(link -> !leads(page, text, link.group(1), link.group(2)))
                .map(link -> link.group(2) == null ? link.group(1) : link.group(1) + "#" + link.group(2))
                .toList();
    }

    private static boolean leads(Path page, String text, String file, @Nullable String anchor) {
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        if (!file.isEmpty() && !Files.exists(target)) {
            return false;
        }
        if (anchor == null || !target.toString().endsWith(".md")) {
            return true;
        }
        return HEADING.matcher(file.isEmpty() ? text : read(target))
                .results()
                .anyMatch(heading -> anchor(heading.group(1)).equals(anchor));
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
