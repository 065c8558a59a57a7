package io.prodhealth.source.kubernetes;

import io.prodhealth.yaml.WrongYaml;
import io.prodhealth.yaml.YamlEvents;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A YAML document as the tree that a JSON document makes. It is built from the parser's events, without recursion, which a
 * text of brackets would overflow, and without aliases, which multiply what they name.
 */
public final class YamlTree {

    /** The largest that is read has some 40 nodes a group. */
    private static final int MOST_NODES = 200_000;

    private static final int DEEPEST = 32;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d{1,18}");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:\\d{1,18}\\.\\d{0,18}|\\.\\d{1,18}|\\d{1,18})(?:[eE][-+]?\\d{1,3})?");

    private final Deque<JsonNode> open = new ArrayDeque<>();
    private final Deque<Optional<String>> keys = new ArrayDeque<>();
    private @Nullable JsonNode root;
    private int nodes;

    private YamlTree() {}

    /** The first document of the text; empty when it is no YAML, or more of YAML than is read. */
    static Optional<JsonNode> read(String text) {
        try {
            return YamlEvents.read(text, events -> new YamlTree().tree(events));
        } catch (WrongYaml e) {
            return Optional.empty();
        }
    }

    private Optional<JsonNode> tree(Iterator<Event> events) {
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentEndEvent) {
                break;
            }
            if (!take(event)) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(root);
    }

    private boolean take(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent ignored -> begin(JSON.objectNode());
            case SequenceStartEvent ignored -> begin(JSON.arrayNode());
            case CollectionEndEvent ignored -> {
                open.pop();
                keys.pop();
                yield true;
            }
            case AliasEvent ignored -> false;
            default -> true;
        };
    }

    private boolean begin(JsonNode collection) {
        boolean fits = open.size() < DEEPEST && add(collection);
        open.push(collection);
        keys.push(Optional.empty());
        return fits;
    }

    private boolean scalar(ScalarEvent scalar) {
        boolean isKey = open.peek() instanceof ObjectNode && keys.element().isEmpty();
        if (isKey) {
            keys.pop();
            keys.push(Optional.of(scalar.getValue()));
            return true;
        }
        return add(scalar.isPlain() ? plain(scalar.getValue()) : JSON.stringNode(scalar.getValue()));
    }

    /** False for what no configuration holds: too many values, or a collection as a key. */
    private boolean add(JsonNode value) {
        nodes++;
        switch (open.peek()) {
            case null -> root = value;
            case ArrayNode array -> array.add(value);
            case ObjectNode object -> {
                Optional<String> key = keys.pop();
                keys.push(Optional.empty());
                if (key.isEmpty()) {
                    return false;
                }
                object.set(key.get(), value);
            }
            default -> throw new IllegalStateException("only collections are open");
        }
        return nodes <= MOST_NODES;
    }

    /** A scalar without quotes, by the types of JSON. */
    public static JsonNode plain(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> JSON.nullNode();
            case "true", "True", "TRUE" -> JSON.booleanNode(true);
            case "false", "False", "FALSE" -> JSON.booleanNode(false);
            default -> {
                if (INTEGER.matcher(text).matches()) {
                    yield JSON.numberNode(Long.parseLong(text));
                }
                yield DECIMAL.matcher(text).matches()
                        ? JSON.numberNode(Double.parseDouble(text))
                        : JSON.stringNode(text);
            }
        };
    }
}
