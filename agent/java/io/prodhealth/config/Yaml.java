package io.prodhealth.config;

import io.prodhealth.yaml.WrongYaml;
import io.prodhealth.yaml.YamlEvents;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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

    /** A list, where there may be one: as the content of a section, or of a key. */
    record Sequence(String at, List<Yaml> items) implements Yaml {}

    /** A list or a mapping deeper than any setting: nothing that could be read. */
    record Other(String at, String name) implements Yaml {}

    record Entry(Scalar key, Yaml value) {}

    /** The one document of the text; empty where it holds nothing but comments. */
    static Optional<Yaml> parse(String text) throws WrongYaml {
        return YamlEvents.read(text, Yaml::document);
    }

    private static Optional<Yaml> document(Iterator<Event> events) throws WrongYaml {
        Optional<Yaml> document = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event) {
                case StreamStartEvent ignored -> {}
                case DocumentEndEvent ignored -> {}
                case StreamEndEvent ignored -> {}
                case DocumentStartEvent ignored -> {
                    if (document.isPresent()) {
                        throw WrongYaml.at(event, "a second document starts here, one is read");
                    }
                    document = Optional.of(read(events.next(), events, 1));
                }
                default -> throw WrongYaml.at(event, "is not YAML");
            }
        }
        return document;
    }

    /** @param depth of the node; sections are at 2, {value, reason} at 3 */
    private static Yaml read(Event event, Iterator<Event> events, int depth) throws WrongYaml {
        String at = WrongYaml.line(event) + ":" + WrongYaml.column(event);
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            throw WrongYaml.at(event, "anchors and aliases (& and *) are not read; put such text in quotes");
        }
        return switch (event) {
            case ScalarEvent scalar -> {
                untagged(event, scalar.getTag());
                boolean empty = scalar.isPlain() && scalar.getValue().matches("~|null|Null|NULL|");
                yield new Scalar(at, scalar.getValue(), empty);
            }
            case MappingStartEvent mapping
            when depth <= 3 -> {
                untagged(event, mapping.getTag());
                List<Entry> entries = new ArrayList<>();
                for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
                    if (!(read(key, events, depth + 1) instanceof Scalar name)) {
                        throw WrongYaml.at(key, "a key must be a word");
                    }
                    entries.add(new Entry(name, read(events.next(), events, depth + 1)));
                }
                yield new Mapping(at, entries);
            }
            case SequenceStartEvent sequence
            when depth == 2 || depth == 3 -> {
                untagged(event, sequence.getTag());
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
            default -> throw WrongYaml.at(event, "is not YAML");
        };
    }

    private static void untagged(Event event, Optional<String> tag) throws WrongYaml {
        if (tag.isPresent()) {
            throw WrongYaml.at(event, "tags (words after !) are not read; put such text in quotes");
        }
    }
}
