package io.prodhealth.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The page of an alert: what it means and what to do.
 *
 * @param name of the alert, and of the file
 */
record Runbook(String name, String text) {

    static final Path FOLDER = Path.of("alerts", "runbooks");

    private static final Pattern THRESHOLDS =
            Pattern.compile("(<!-- thresholds -->\\n)[\\s\\S]*?(<!-- /thresholds -->)");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```(\\w*)\\n([\\s\\S]*?)^ *```$");
    private static final Pattern IN_A_SENTENCE = Pattern.compile("`((?:kubectl|aws|cortex|curl|prodhealth) [^`]+)`");

    /** All that are there. */
    static List<Runbook> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith("README.md"))
                    .sorted()
                    .map(Runbook::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Runbook read(Path file) {
        try {
            return new Runbook(file.getFileName().toString().replace(".md", ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return FOLDER.resolve(name + ".md");
    }

    /** Its lines, but for the thresholds, which are generated. */
    List<String> lines() {
        return THRESHOLDS.matcher(text).replaceFirst("$1$2").lines().toList();
    }

    List<String> sections() {
        return SECTION.matcher(text).results().map(section -> section.group(1)).toList();
    }

    /** The text of a section; empty where there is none of that name. */
    String section(String name) {
        int begins = text.indexOf("\n## " + name + "\n");
        if (begins < 0) {
            return "";
        }
        int ends = text.indexOf("\n## ", begins + 1);
        return text.substring(begins, ends < 0 ? text.length() : ends);
    }

    /** Blocks of a language, in a text. */
    static List<String> blocks(String language, String text) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** Every command: the blocks, and those within sentences. */
    List<String> commands() {
        return Stream.concat(
                        blocks("sh", text).stream(),
                        IN_A_SENTENCE
                                .matcher(BLOCK.matcher(text).replaceAll(""))
                                .results()
                                .map(command -> command.group(1).replaceAll("\\s*\\n\\s*", " ")))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
