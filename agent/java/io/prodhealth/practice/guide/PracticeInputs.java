package io.prodhealth.practice.guide;

import io.prodhealth.practice.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * What practices read, and what of the guide they judge. The parts of the snapshot are not written by hand: a test withholds
 * one after the other, sees whose verdict that changes, and compares it with the table that is shipped.
 */
public final class PracticeInputs {

    /** The table, on the class path. */
    public static final String TABLE = "/practices/inputs.properties";

    private static final Properties PARTS = read();

    private PracticeInputs() {}

    /** Parts of the snapshot, as {@link io.prodhealth.snapshot.SnapshotParts} names them. */
    public static List<String> of(String practice) {
        String parts = PARTS.getProperty(practice, "");
        return parts.isEmpty() ? List.of() : List.of(parts.split(" ", -1));
    }

    /** The statements of the guide that a practice belongs to; none for one of our own. */
    public static List<Statement> statements(Rule rule) {
        return Guide.STATEMENTS.stream()
                .filter(statement -> statement.numbers().contains(rule.number()))
                .toList();
    }

    private static Properties read() {
        Properties parts = new Properties();
        try (InputStream in = PracticeInputs.class.getResourceAsStream(TABLE)) {
            parts.load(Objects.requireNonNull(in, TABLE));
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
