package io.prodhealth.source.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

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

    /** The text is no YAML, or not what Cortex reads: where, counted from 1, and why. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        final int line;
        final int column;

        Wrong(int line, int column, String message) {
            super(message);
            this.line = line;
            this.column = column;
        }
    }

    /** The one document of the text; empty where there is nothing but comments. */
    static Optional<MarkedNode> read(String text) throws Wrong {
        try {
            var events =
                    new Parse(LoadSettings.builder().build()).parseString(text).iterator();
            MarkedYaml yaml = new MarkedYaml(events);
            @Nullable MarkedNode document = null;
            while (events.hasNext()) {
                Event event = events.next();
                if (event instanceof DocumentStartEvent) {
                    if (document != null) {
                        throw wrong(event, "a second document starts here; expected one");
                    }
                    document = yaml.node(events.next(), 1);
                }
            }
            return Optional.ofNullable(document).filter(node -> !node.nothing());
        } catch (MarkedYamlEngineException e) {
            throw new Wrong(line(e.getProblemMark()), column(e.getProblemMark()), sentence(e.getProblem()));
        } catch (ReaderException e) {
            throw unreadable(text, e);
        } catch (YamlEngineException e) {
            throw new Wrong(1, 1, sentence(String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            // The parser's own: a number outside Unicode after \U. Where, it does not say.
            throw new Wrong(1, 1, "is not YAML: an escape of no character, like \"\\UFFFFFFFF\"");
        }
    }

    private MarkedNode node(Event event, int depth) throws Wrong {
        if (depth > DEEPEST) {
            throw tooDeep(event);
        }
        MarkedNode node = switch (event) {
            case AliasEvent alias -> alias(alias, depth);
            case ScalarEvent scalar ->
                new MarkedNode.Scalar(line(event), column(event), scalar.getValue(), scalar.isPlain());
            case SequenceStartEvent ignored -> sequence(event, depth);
            case MappingStartEvent ignored -> mapping(event, depth);
            default -> throw wrong(event, "is not YAML");
        };
        nodes += event instanceof AliasEvent ? node.size() : 1;
        if (nodes > MOST_NODES) {
            throw wrong(event, "holds more than " + MOST_NODES + " values, aliases counted in full");
        }
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
        }
        return node;
    }

    private MarkedNode alias(AliasEvent event, int depth) throws Wrong {
        String name = event.getAlias().getValue();
        MarkedNode named = anchors.get(name);
        if (named == null) {
            throw wrong(event, "*" + name + " names no anchor before it; expected &" + name + " above");
        }
        // Each alias may hold others: their levels add up as their values do.
        if (depth + named.height() > DEEPEST) {
            throw tooDeep(event);
        }
        return named;
    }

    private static Wrong tooDeep(Event event) {
        return wrong(event, "is nested too deeply; expected at most " + DEEPEST + " levels");
    }

    private MarkedNode sequence(Event start, int depth) throws Wrong {
        List<MarkedNode> items = new ArrayList<>();
        for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new MarkedNode.Sequence(line(start), column(start), List.copyOf(items));
    }

    private MarkedNode mapping(Event start, int depth) throws Wrong {
        Map<String, MarkedNode.Entry> entries = new LinkedHashMap<>();
        List<MarkedNode.Entry> merged = new ArrayList<>();
        for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
            if (!(node(next, depth + 1) instanceof MarkedNode.Scalar key)) {
                throw wrong(next, "is a key; expected a word");
            }
            MarkedNode value = node(events.next(), depth + 1);
            if (key.plain() && key.text().equals("<<") && value instanceof MarkedNode.Mapping base) {
                merged.addAll(base.entries());
                continue;
            }
            MarkedNode.Entry before = entries.putIfAbsent(key.text(), new MarkedNode.Entry(key, value));
            if (before != null) {
                throw wrong(
                        next,
                        "the key \"" + key.text() + "\" is there already, in line "
                                + before.key().line() + "; expected each key once");
            }
        }
        merged.forEach(entry -> entries.putIfAbsent(entry.key().text(), entry));
        return new MarkedNode.Mapping(line(start), column(start), List.copyOf(entries.values()));
    }

    private static Wrong unreadable(String text, ReaderException e) {
        // It knows the index of the character only.
        int before = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
        String read = text.substring(0, before);
        int line = 1 + (int) read.chars().filter(c -> c == '\n').count();
        return new Wrong(
                line,
                read.length() - read.lastIndexOf('\n'),
                "holds the character U+%04X, which YAML does not allow".formatted(e.getCodePoint()));
    }

    private static Wrong wrong(Event event, String message) {
        return new Wrong(line(event), column(event), message);
    }

    private static int line(Event event) {
        return line(event.getStartMark());
    }

    private static int column(Event event) {
        return column(event.getStartMark());
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }

    private static int column(Optional<Mark> mark) {
        return mark.map(Mark::getColumn).orElse(0) + 1;
    }

    private static String sentence(String problem) {
        return problem.contains("\\t(TAB)")
                ? "is not YAML: a tab; expected spaces"
                : "is not YAML: " + problem.replaceAll("\\s+", " ");
    }
}
