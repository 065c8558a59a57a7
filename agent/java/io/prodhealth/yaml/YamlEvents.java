package io.prodhealth.yaml;

import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The events of a text. Readers here work on them and not on the nodes that the library composes: those lose their places,
 * are composed by recursion, which a text of brackets overflows, and are multiplied by aliases.
 */
public final class YamlEvents {

    private YamlEvents() {}

    /**
     * Makes something of the events of a text.
     *
     * @param <T> what is made
     */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads as many as it needs. */
        T read(Iterator<Event> events) throws WrongYaml;
    }

    /**
     * Reads a text.
     *
     * @throws WrongYaml whatever the parser or the reader finds wrong with it
     */
    public static <T> T read(String text, Reader<T> reader) throws WrongYaml {
        Followed events = new Followed(
                new Parse(LoadSettings.builder().build()).parseString(text).iterator());
        try {
            return reader.read(events);
        } catch (MarkedYamlEngineException e) {
            throw WrongYaml.at(e.getProblemMark(), sentence(e.getProblem()));
        } catch (ReaderException e) {
            throw unreadable(text, e);
        } catch (YamlEngineException e) {
            throw WrongYaml.at(events.reached, sentence(String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            // The parser's own: a number outside Unicode after \U. Where, it does not say.
            throw WrongYaml.at(events.reached, "is not YAML: an escape of no character, like \"\\UFFFFFFFF\"");
        }
    }

    /** Remembers how far it came, for errors that do not tell where they are. */
    private static final class Followed implements Iterator<Event> {
        private final Iterator<Event> events;
        private Optional<Mark> reached = Optional.empty();

        Followed(Iterator<Event> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            return events.hasNext();
        }

        @Override
        public Event next() {
            Event event = events.next();
            reached = event.getEndMark();
            return event;
        }
    }

    private static WrongYaml unreadable(String text, ReaderException e) {
        // It knows the index of the character only.
        String before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length()))));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new WrongYaml(
                line,
                before.length() - before.lastIndexOf('\n'),
                "holds the character U+%04X, which YAML does not allow".formatted(e.getCodePoint()));
    }

    private static String sentence(String problem) {
        return problem.contains("\\t(TAB)")
                ? "a tab; indent with spaces"
                : "is not YAML: " + problem.replaceAll("\\s+", " ");
    }
}
