package io.prodhealth.source.files;

import io.prodhealth.yaml.WrongYaml;
import io.prodhealth.yaml.YamlEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/**
 * Reads a user's own YAML, with the place of everything in it. It is made from the parser's events: nodes composed by the
 * library lose their depth to recursion and their size to aliases. An alias is the same node once more and is counted by all
 * that it holds, so a few lines that stand for a billion are too many, and are never walked.
 */
final class MarkedYaml {

    private static final int DEEPEST = 32;
    /** A cluster of a hundred APIs has some 10 000. */
    private static final int MOST_NODES = 100_000;

    private final Iterator<Event> events;
    private final Map<String, MarkedNode> anchors = new HashMap<>();
    private long nodes;

    private MarkedYaml(Iterator<Event> events) {
        this.events = events;
    }

    /** The one document of the text; empty where there is nothing but comments. */
    static Optional<MarkedNode> read(String text) throws WrongYaml {
        return YamlEvents.read(text, events -> new MarkedYaml(events).document());
    }

    private Optional<MarkedNode> document() throws WrongYaml {
        @Nullable MarkedNode document = null;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                if (document != null) {
                    throw WrongYaml.at(event, "a second document starts here; expected one");
                }
                document = node(events.next(), 1);
            }
        }
        return Optional.ofNullable(document).filter(node -> !node.nothing());
    }

    private MarkedNode node(Event event, int depth) throws WrongYaml {
        if (depth > DEEPEST) {
            throw tooDeep(event);
        }
        MarkedNode node = switch (event) {
            case AliasEvent alias -> alias(alias, depth);
            case ScalarEvent scalar ->
                new MarkedNode.Scalar(
                        WrongYaml.line(event), WrongYaml.column(event), scalar.getValue(), scalar.isPlain());
            case SequenceStartEvent ignored -> sequence(event, depth);
            case MappingStartEvent ignored -> mapping(event, depth);
            default -> throw WrongYaml.at(event, "is not YAML");
        };
        nodes += event instanceof AliasEvent ? node.size() : 1;
        if (nodes > MOST_NODES) {
            throw WrongYaml.at(event, "holds more than " + MOST_NODES + " values, aliases counted in full");
        }
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
        }
        return node;
    }

    private MarkedNode alias(AliasEvent event, int depth) throws WrongYaml {
        String name = event.getAlias().getValue();
        MarkedNode named = anchors.get(name);
        if (named == null) {
            throw WrongYaml.at(event, "*" + name + " names no anchor before it; expected &" + name + " above");
        }
        // Each alias may hold others: their levels add up as their values do.
        if (depth + named.height() > DEEPEST) {
            throw tooDeep(event);
        }
        return named;
    }

    private static WrongYaml tooDeep(Event event) {
        return WrongYaml.at(event, "is nested too deeply; expected at most " + DEEPEST + " levels");
    }

    private MarkedNode sequence(Event start, int depth) throws WrongYaml {
        List<MarkedNode> items = new ArrayList<>();
        for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new MarkedNode.Sequence(WrongYaml.line(start), WrongYaml.column(start), List.copyOf(items));
    }

    private MarkedNode mapping(Event start, int depth) throws WrongYaml {
        Map<String, MarkedNode.Entry> entries = new LinkedHashMap<>();
        List<MarkedNode.Entry> merged = new ArrayList<>();
        for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
            if (!(node(next, depth + 1) instanceof MarkedNode.Scalar key)) {
                throw WrongYaml.at(next, "is a key; expected a word");
            }
            MarkedNode value = node(events.next(), depth + 1);
            if (key.plain() && key.text().equals("<<") && value instanceof MarkedNode.Mapping base) {
                merged.addAll(base.entries());
                continue;
            }
            MarkedNode.Entry before = entries.putIfAbsent(key.text(), new MarkedNode.Entry(key, value));
            if (before != null) {
                throw WrongYaml.at(
                        next,
                        "the key \"" + key.text() + "\" is there already, in line "
                                + before.key().line() + "; expected each key once");
            }
        }
        merged.forEach(entry -> entries.putIfAbsent(entry.key().text(), entry));
        return new MarkedNode.Mapping(WrongYaml.line(start), WrongYaml.column(start), List.copyOf(entries.values()));
    }
}
