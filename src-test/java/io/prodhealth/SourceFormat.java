package io.prodhealth;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one layout of every Java source: palantir-java-format, 120 columns. {@link FormatTest} reports what departs from
 * it, {@code src-test/format.sh} runs {@link #main} to rewrite it. Needs nothing of the project compiled, so a tree that
 * does not build yet can be formatted. It cannot read an unnamed pattern in a record pattern, {@code Known(_)}: write
 * {@code Known(var _)}.
 */
final class SourceFormat {
    static final List<Path> ROOTS = List.of(Path.of("agent/java"), Path.of("src-test/java"));

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    /** Rewrites in place the files given, or every Java source when none is given. */
    public static void main(String[] files) {
        SourceFormat format = new SourceFormat();
        List<Path> sources = files.length == 0
                ? sources(ROOTS)
                : Stream.of(files).map(Path::of).toList();
        long refused =
                sources.stream().filter(source -> !format.rewrite(source)).count();
        if (refused > 0) {
            System.exit(1);
        }
    }

    /** Every Java source under the folders that exist, sorted. */
    static List<Path> sources(List<Path> roots) {
        return roots.stream()
                .filter(Files::isDirectory)
                .flatMap(root -> {
                    try (Stream<Path> paths = Files.walk(root)) {
                        return paths.filter(path -> path.toString().endsWith(".java")).toList().stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sorted()
                .toList();
    }

    /** Those of the sources that are not laid out as the formatter would, each with why if it cannot be read. */
    List<String> departures(List<Path> sources) {
        return sources.stream()
                .flatMap(source -> {
                    try {
                        String text = Files.readString(source);
                        return text.equals(formatted(text)) ? Stream.empty() : Stream.of(source.toString());
                    } catch (FormatterException e) {
                        return Stream.of(source + " does not parse: " + e.getMessage());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private boolean rewrite(Path source) {
        try {
            String text = Files.readString(source);
            String wanted = formatted(text);
            if (!text.equals(wanted)) {
                Files.writeString(source, wanted);
                System.out.println("formatted " + source);
            }
            return true;
        } catch (FormatterException e) {
            System.err.println(source + " does not parse: " + e.getMessage());
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String formatted(String text) throws FormatterException {
        return formatter.formatSourceAndFixImports(text);
    }
}
