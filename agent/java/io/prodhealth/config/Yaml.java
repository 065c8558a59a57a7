package io.prodhealth.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A YAML document with the place of everything in it. Made from the parser's events and not from its nodes: those are
 * composed by recursion, which a file of brackets overflows, and aliases multiply them.
 */
sealed interface Yaml {
    /** Where it stands: {@code 12:5}, both counted from 1. */
    String at();

    /**
     * A value.
     *
     * @param empty nothing was written, or null
     */
    record Scalar(String at, String text, boolean empty) implements Yaml {}

    record Mapping(String at, List<Entry> entries) implements Yaml {}

    /** A list, where there may be one: as the content of a section. */
    record Sequence(String at, List<Yaml> items) implements Yaml {}

    /** A list elsewhere, or a mapping deeper than any setting: nothing that could be read. */
    record Other(String at, String name) implements Yaml {}

    record Entry(Scalar key, Yaml value) {}

    /** The text is no YAML, or more of YAML than a configuration needs. */
    final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        /** Line and column; empty where the parser does not know. */
        final String at;

        Wrong(String at, String message) {
            super(message);
            this.at = at;
        }
    }

    /** The one document of the text; empty where it holds nothing but comments. */
    static Optional<Yaml> parse(String text) throws Wrong {
        try {
            var events =
                    new Parse(LoadSettings.builder().build()).parseString(text).iterator();
            Optional<Yaml> document = Optional.empty();
            while (events.hasNext()) {
                Event event = events.next();
                switch (event) {
                    case StreamStartEvent ignored -> {}
                    case DocumentEndEvent ignored -> {}
                    case StreamEndEvent ignored -> {}
                    case DocumentStartEvent ignored -> {
                        if (document.isPresent()) {
                            throw new Wrong(at(event.getStartMark()), "a second document starts here, one is read");
                        }
                        document = Optional.of(read(events.next(), events, 1));
                    }
                    default -> throw new Wrong(at(event.getStartMark()), "is not YAML");
                }
            }
            return document;
        } catch (MarkedYamlEngineException e) {
            throw new Wrong(at(e.getProblemMark()), sentence(e.getProblem()));
        } catch (ReaderException e) {
            // It knows the index of the character only.
            String before = text.substring(
                    0, text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length()))));
            String at = (1 + before.chars().filter(c -> c == '\n').count()) + ":"
                    + (before.length() - before.lastIndexOf('\n'));
            throw new Wrong(at, "holds the character U+%04X, which YAML does not allow".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw new Wrong("", sentence(String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            // The parser's own: a number outside Unicode after \U. Where, it does not say.
            throw new Wrong("", "is not YAML: an escape of no character, like \"\\UFFFFFFFF\"");
        }
    }

    /** @param depth of the node; sections are at 2, {value, reason} at 3 */
    private static Yaml read(Event event, Iterator<Event> events, int depth) throws Wrong {
        String at = at(event.getStartMark());
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            throw new Wrong(at, "anchors and aliases (& and *) are not read; put such text in quotes");
        }
        return switch (event) {
            case ScalarEvent scalar -> {
                untagged(at, scalar.getTag());
                boolean empty = scalar.isPlain() && scalar.getValue().matches("~|null|Null|NULL|");
                yield new Scalar(at, scalar.getValue(), empty);
            }
            case MappingStartEvent mapping
            when depth <= 3 -> {
                untagged(at, mapping.getTag());
                List<Entry> entries = new ArrayList<>();
                for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
                    if (!(read(key, events, depth + 1) instanceof Scalar name)) {
                        throw new Wrong(at(key.getStartMark()), "a key must be a word");
                    }
                    entries.add(new Entry(name, read(events.next(), events, depth + 1)));
                }
                yield new Mapping(at, entries);
            }
            case SequenceStartEvent sequence
            when depth == 2 -> {
                untagged(at, sequence.getTag());
                List<Yaml> items = new ArrayList<>();
                for (Event item = events.next(); !(item instanceof SequenceEndEvent); item = events.next()) {
                    items.add(read(item, events, depth + 1));
                }
                yield new Sequence(at, items);
            }
            case CollectionStartEvent start -> {
                for (int open = 1; open > 0; ) {
                    Event next = events.next();
                    open += next instanceof CollectionStartEvent ? 1 : next instanceof CollectionEndEvent ? -1 : 0;
                }
                yield new Other(at, start instanceof MappingStartEvent ? "a mapping" : "a list");
            }
            default -> throw new Wrong(at, "is not YAML");
        };
    }

    private static void untagged(String at, Optional<String> tag) throws Wrong {
        if (tag.isPresent()) {
            throw new Wrong(at, "tags (words after !) are not read; put such text in quotes");
        }
    }

    private static String at(Optional<Mark> mark) {
        return mark.map(m -> (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse("1:1");
    }

    private static String sentence(String problem) {
        return problem.contains("\\t(TAB)") ? "a tab; indent with spaces" : "is not YAML: " + problem;
    }
}
